import { z } from 'zod'
import { stockPolicySchema } from './catalog.ts'
import { id, moneySchema, time } from './fields.ts'
import { fulfilmentViewSchema } from './fulfilment.ts'
import { refundViewSchema, tenderViewSchema } from './payments.ts'
import { storeViewSchema } from './stores.ts'

export const orderStateSchema = z.enum([
  /** Ordered; its goods are held, not paid yet. */
  'placed',
  'paid',
  /** Put aside in the store. */
  'ready',
  'shipped',
  'collected',
  'delivered',
  /** Nothing can be returned any more. */
  'closed',
  'cancelled',
  'expired',
  'part-returned',
  'returned',
])
export type OrderState = z.infer<typeof orderStateSchema>

export const channelSchema = z.enum(['web', 'live', 'counter'])

export const orderLineViewSchema = z.object({
  variantId: id,
  productId: id,
  sku: z.string(),
  title: z.string(),
  variantTitle: z.string(),
  imageUrl: z.string().nullable(),
  quantity: z.int(),
  unitPrice: moneySchema,
  total: moneySchema,
  /** Units that have come back, are asked to, or were dropped. */
  returned: z.int(),
  /** Those of them that the buyer never had: a store cancelled its part, or they were refused at the door. */
  dropped: z.int(),
  /** Until when a unit may be brought back; null: not yet known, or never: then `returnException` says why. */
  returnableUntil: time.nullable(),
  returnException: z.string().nullable(),
  /** By which rule it was ordered: what is `first-paid` is not held before it is paid. */
  stockPolicy: stockPolicySchema,
})
export type OrderLineView = z.infer<typeof orderLineViewSchema>

export const orderViewSchema = z.object({
  id,
  /** What people read to each other, for example 2411-0042. */
  number: z.string(),
  state: orderStateSchema,
  channel: channelSchema,
  /** Of the goods that the buyer has or will have: without what was dropped. */
  total: moneySchema,
  /** What was paid, and what of it was given back. */
  captured: moneySchema,
  refunded: moneySchema,
  lines: z.array(orderLineViewSchema),
  /** How it was ordered; `store` is that of the first fulfilment. */
  fulfilment: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pickup'), store: storeViewSchema }),
    z.object({ kind: z.literal('visit'), store: storeViewSchema }),
    z.object({ kind: z.literal('counter'), store: storeViewSchema }),
    z.object({ kind: z.literal('delivery'), store: storeViewSchema, address: z.string() }),
  ]),
  /** One for each store that gives goods. */
  fulfilments: z.array(fulfilmentViewSchema),
  tenders: z.array(tenderViewSchema),
  refunds: z.array(refundViewSchema),
  /** null: sold over the counter to someone who did not say. */
  contact: z.object({ name: z.string(), phone: z.string() }).nullable(),
  note: z.string().nullable(),
  payment: z.object({ method: z.string() }),
  roomSlug: z.string().nullable(),
  placedAt: time,
  paidAt: time.nullable(),
  /** When it was collected or delivered. */
  doneAt: time.nullable(),
  /** What may be done with it now; not what this caller may do. */
  steps: z.array(
    z.enum(['pay', 'ready', 'ship', 'collect', 'deliver', 'cancel', 'cancel-part', 'return', 'close']),
  ),
  /** Of the first fulfilment; only while the order waits to be collected. */
  pickupCode: z.string().optional(),
  holdExpiresAt: time.optional(),
  /** Only in the answer that made the order, and in each repeat of it. */
  accessToken: z.string().optional(),
})
export type OrderView = z.infer<typeof orderViewSchema>

/** One entry of an order's timeline. */
export const orderEventViewSchema = z.object({
  id,
  /** `placed`, `paid`, `ready`, `ship`, `collect`, `deliver`, `cancel`, `expire`, `note`, `refund-due`, `refund-done`, … */
  kind: z.string(),
  /** What belongs to it: `text` of a note, `method` and `amount` (minor units) of a payment, `carrier` of a parcel. */
  data: z.record(z.string(), z.unknown()),
  /** Name of the person; null: the buyer, or the shop by itself. */
  by: z.string().nullable(),
  at: time,
})
export type OrderEventView = z.infer<typeof orderEventViewSchema>

/** What a basket would cost and from where it would come; nothing is held. */
export const orderPreviewSchema = z.object({
  total: moneySchema,
  lines: z.array(
    z.object({
      variantId: id,
      title: z.string(),
      variantTitle: z.string(),
      quantity: z.int(),
      unitPrice: moneySchema,
      total: moneySchema,
      /** Units that the chosen store has, or for delivery all stores together. */
      available: z.int(),
    }),
  ),
  parcels: z.array(
    z.object({
      store: storeViewSchema,
      distanceMetres: z.number().nullable(),
      lines: z.array(z.object({ variantId: id, quantity: z.int() })),
    }),
  ),
  /** Why it cannot be ordered so; `type` and further members as in the refusal of the order itself. */
  problems: z.array(z.looseObject({ type: z.string(), detail: z.string() })),
})
export type OrderPreview = z.infer<typeof orderPreviewSchema>
