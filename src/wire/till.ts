import { z } from 'zod'
import { id, moneySchema, time } from './fields.ts'
import { tenderMethodSchema } from './payments.ts'
import { storeViewSchema } from './stores.ts'

export const shiftViewSchema = z.object({
  id,
  store: storeViewSchema,
  till: z.string(),
  openedAt: time,
  openedBy: z.string(),
  openingCash: moneySchema,
  closedAt: time.nullable(),
  closedBy: z.string().nullable(),
  /** Cash that should be in the till: opening, cash sales, minus cash refunds, plus and minus what was put in and taken. */
  expectedCash: moneySchema.nullable(),
  countedCash: moneySchema.nullable(),
  difference: moneySchema.nullable(),
  sales: z.int(),
  /** Those of them that were made before it was opened, while the till had no connection. */
  lateSales: z.int(),
  byMethod: z.array(z.object({ method: tenderMethodSchema, taken: moneySchema, refunded: moneySchema })),
  /** Cash that was put in, or with a minus taken out, beside sales; oldest first. */
  movements: z.array(z.object({ id, amount: moneySchema, reason: z.string(), at: time })),
  note: z.string().nullable(),
})
export type ShiftView = z.infer<typeof shiftViewSchema>

/** One thing that can be sold over the counter of one store. */
export const tillItemViewSchema = z.object({
  variantId: id,
  productId: id,
  sku: z.string(),
  title: z.string(),
  variantTitle: z.string(),
  barcode: z.string().nullable(),
  price: moneySchema,
  imageUrl: z.string().nullable(),
  /** In this store: all that is there less what waits for others. */
  available: z.int(),
})
export type TillItemView = z.infer<typeof tillItemViewSchema>
