import { z } from 'zod'
import { multilineText, phoneField, text } from '../../fields.ts'
import {
  deliveryAreaSchema,
  type Holiday,
  holidaySchema,
  openSpanSchema,
  pickupModeSchema,
  visitsSchema,
  type Week,
  weekdaySchema,
  weekSchema,
} from '../../wire.ts'

const hour = openSpanSchema.shape.opens

const holidayField = holidaySchema
  .extend({ name: text(0, 60).default('') })
  .refine(({ from, to }) => from <= to, { error: 'must not end before it begins' })
  .refine(({ spans }) => !overlaps([spans]), { error: 'must have hours that do not overlap' })

const fields = {
  name: text(1, 80),
  address: multilineText(1, 300),
  phone: phoneField.nullable(),
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
  /** true stands for `local`, false for `disabled`. */
  pickup: z.union([
    pickupModeSchema,
    z.boolean().transform(allowed => (allowed ? ('local' as const) : ('disabled' as const))),
  ]),
  /** The same for every day; `week` says more. */
  opens: hour,
  closes: hour,
  week: weekSchema.refine(week => !overlaps(daysOf(week)), { error: 'must have hours that do not overlap' }),
  holidays: z.array(holidayField).max(100).refine(disjoint, { error: 'must not name a day twice' }),
  delivery: deliveryAreaSchema,
  visits: visitsSchema.nullable(),
}

export const newStoreSchema = z.object({
  ...fields,
  phone: fields.phone.default(null),
  latitude: fields.latitude.default(null),
  longitude: fields.longitude.default(null),
  opens: hour.default('10:00'),
  closes: hour.default('22:00'),
  week: fields.week.optional(),
  holidays: fields.holidays.optional(),
  delivery: fields.delivery.optional(),
  visits: fields.visits.optional(),
})
export type NewStore = z.output<typeof newStoreSchema>

// Strict, unlike what makes something new: a misspelt change would be answered with 200 and change nothing.
export const storeChangesSchema = z
  .strictObject({ ...fields, status: z.enum(['open', 'closed']) })
  .partial()
  .refine(({ week, opens, closes }) => week === undefined || (opens === undefined && closes === undefined), {
    error: "must have either 'week' or 'opens' and 'closes'",
  })
export type StoreChanges = z.output<typeof storeChangesSchema>

/** Whether hours of days that follow one another overlap; what ends when the next begins does not. */
function overlaps(days: readonly Week['monday'][]): boolean {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  const day = 24 * 60
  const spans = days
    .flatMap((spans, index) =>
      spans.map(({ opens, closes }) => ({
        from: index * day + minutes(opens),
        to: index * day + minutes(closes) + (closes > opens ? 0 : day),
      })),
    )
    .toSorted((a, b) => a.from - b.from)
  return spans.some(({ from }, index) => index > 0 && from < (spans[index - 1]?.to ?? 0))
}

function daysOf(week: Week): Week['monday'][] {
  const days = weekdaySchema.options.map(day => week[day])
  // Sunday night, once more before Monday.
  return [week.sunday, ...days]
}

function disjoint(holidays: readonly Holiday[]): boolean {
  const sorted = holidays.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  return sorted.every(({ from }, index) => index === 0 || from > (sorted[index - 1]?.to ?? ''))
}
