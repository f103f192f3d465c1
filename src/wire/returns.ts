import { z } from 'zod'
import { id, moneySchema, time } from './fields.ts'
import { tenderMethodSchema } from './payments.ts'
import { storeViewSchema } from './stores.ts'

export const returnViewSchema = z.object({
  id,
  number: z.string(),
  orderId: id,
  orderNumber: z.string(),
  /** `withdrawal`: within the days that the law gives, without a reason. */
  kind: z.enum(['return', 'withdrawal']),
  via: z.enum(['store', 'post']),
  state: z.enum(['requested', 'received', 'refused', 'cancelled']),
  /** Where it was taken; before: where it is to be brought or sent. */
  store: storeViewSchema.nullable(),
  reason: z.string(),
  /** Why it was refused, for the buyer to read. */
  refusal: z.string().nullable(),
  lines: z.array(
    z.object({
      variantId: id,
      title: z.string(),
      variantTitle: z.string(),
      quantity: z.int(),
      amount: moneySchema,
      restocked: z.int(),
      writtenOff: z.int(),
    }),
  ),
  amount: moneySchema,
  /** How the money goes, or went, back: the plan before it is received. */
  refunds: z.array(
    z.object({
      tenderId: id,
      method: tenderMethodSchema,
      amount: moneySchema,
      state: z.enum(['planned', 'due', 'done']),
    }),
  ),
  carrier: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  requestedAt: time,
  decidedAt: time.nullable(),
})
export type ReturnView = z.infer<typeof returnViewSchema>

/** What would go back for some lines; `refusal`: the type of what speaks against it, for the buyer. */
export const returnPreviewSchema = z.object({
  amount: moneySchema,
  refusal: z.string().nullable(),
  lines: z.array(
    z.object({ variantId: id, quantity: z.int(), amount: moneySchema, refusal: z.string().nullable() }),
  ),
  refunds: z.array(z.object({ tenderId: id, method: tenderMethodSchema, amount: moneySchema })),
})
export type ReturnPreview = z.infer<typeof returnPreviewSchema>
