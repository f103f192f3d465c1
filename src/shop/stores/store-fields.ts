import { z } from 'zod'
import { multilineText, phoneField, text } from '../../fields.ts'
import { pickupModeSchema } from '../../wire.ts'

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time such as 21:30' })

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
  opens: hour,
  closes: hour,
}

export const newStoreSchema = z.object({
  ...fields,
  phone: fields.phone.default(null),
  latitude: fields.latitude.default(null),
  longitude: fields.longitude.default(null),
  opens: hour.default('10:00'),
  closes: hour.default('22:00'),
})
export type NewStore = z.output<typeof newStoreSchema>

// Strict, unlike what makes something new: a misspelt change would be answered with 200 and change nothing.
export const storeChangesSchema = z.strictObject(fields).partial()
export type StoreChanges = z.output<typeof storeChangesSchema>
