import { z } from 'zod'
import { idField, text } from '../../fields.ts'

export const adjustmentSchema = z.object({
  storeId: idField,
  variantId: idField,
  /** Units to add, or with a minus to take. */
  delta: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine(delta => delta !== 0, { error: 'must not be 0' }),
  /** One of the known reasons (`damaged`, `lost`, …), or any text. */
  reason: text(1, 200),
  note: text(1, 500).optional(),
})
export type Adjustment = z.output<typeof adjustmentSchema>
