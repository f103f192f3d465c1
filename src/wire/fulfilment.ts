import { z } from 'zod'
import { id, time } from './fields.ts'
import { storeViewSchema } from './stores.ts'

export const fulfilmentKindSchema = z.enum(['pickup', 'delivery', 'visit', 'counter'])
export type FulfilmentKind = z.infer<typeof fulfilmentKindSchema>

/** What one store gives to an order. */
export const fulfilmentViewSchema = z.object({
  id,
  kind: fulfilmentKindSchema,
  state: z.enum(['waiting', 'ready', 'shipped', 'collected', 'delivered', 'cancelled']),
  store: storeViewSchema,
  lines: z.array(z.object({ variantId: id, quantity: z.int() })),
  /** Only while it waits to be collected, and only to the buyer and to staff who ask for this one order. */
  pickupCode: z.string().optional(),
  /** Of a visit. */
  slot: z.object({ startsAt: time, endsAt: time }).nullable(),
  carrier: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  readyAt: time.nullable(),
  shippedAt: time.nullable(),
  doneAt: time.nullable(),
})
export type FulfilmentView = z.infer<typeof fulfilmentViewSchema>
