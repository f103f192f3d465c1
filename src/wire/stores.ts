import { z } from 'zod'
import { id, time } from './fields.ts'

export const pickupModeSchema = z.enum(['disabled', 'local', 'all'])

export const storeViewSchema = z.object({
  id,
  name: z.string(),
  address: z.string(),
  phone: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  /** `disabled`: none; `local`: of its own stock; `all`: the same today, nothing is brought here for an order. */
  pickup: pickupModeSchema,
  /** The usual opening hours, `HH:MM` in the shop's time zone; each day's own are in `week`. */
  opens: z.string(),
  closes: z.string(),
})
export type StoreView = z.infer<typeof storeViewSchema>

const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time such as 21:30' })

/** Open from `opens` until `closes`; until then on the next day where it is not later, so that equal times are a day. */
export const openSpanSchema = z.object({ opens: wallTime, closes: wallTime })
export type OpenSpan = z.infer<typeof openSpanSchema>

export const weekdaySchema = z.enum([
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
])
export type Weekday = z.infer<typeof weekdaySchema>

const daySpans = z.array(openSpanSchema).max(6)

/** No spans: closed that day. */
export const weekSchema = z.strictObject({
  monday: daySpans,
  tuesday: daySpans,
  wednesday: daySpans,
  thursday: daySpans,
  friday: daySpans,
  saturday: daySpans,
  sunday: daySpans,
})
export type Week = z.infer<typeof weekSchema>

/** Days, both included, with hours of their own; without spans the store is closed. */
export const holidaySchema = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  name: z.string().max(60),
  spans: daySpans,
})
export type Holiday = z.infer<typeof holidaySchema>

/** Where a store sends goods; kilometres are as the crow flies. */
export const deliveryAreaSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('everywhere') }),
  z.strictObject({ kind: z.literal('radius'), kilometres: z.number().positive().max(20_000) }),
])
export type DeliveryArea = z.infer<typeof deliveryAreaSchema>

/** Booked visits: how long one is, how many at the same time, how many days ahead. */
export const visitsSchema = z.strictObject({
  slotMinutes: z.int().min(5).max(480),
  capacity: z.int().min(1).max(1000),
  daysAhead: z.int().min(1).max(90),
})
export type Visits = z.infer<typeof visitsSchema>

/** A store with all that is set up for it. */
export const storeDetailViewSchema = storeViewSchema.extend({
  week: weekSchema,
  holidays: z.array(holidaySchema),
  delivery: deliveryAreaSchema,
  /** null: none can be booked. */
  visits: visitsSchema.nullable(),
  /** `closed`: for good. It is not offered any more; what it has can be moved away. */
  status: z.enum(['open', 'closed']),
  /** By its hours; `changesAt`: when it next opens or closes, null if never. */
  now: z.object({ open: z.boolean(), changesAt: time.nullable() }),
  /** Only where the list was asked with `near`; null without a position. */
  distanceMetres: z.int().nullable().optional(),
  /** Only where the list was asked with `variantId`. */
  available: z.int().optional(),
})
export type StoreDetailView = z.infer<typeof storeDetailViewSchema>
