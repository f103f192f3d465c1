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
  reason: text(1, 200),
})
export type Adjustment = z.output<typeof adjustmentSchema>

/** One line of the ledger; `onHand` and `reserved` are changes. */
export const movementViewSchema = z.object({
  id: z.string(),
  storeId: z.string(),
  variantId: z.string(),
  kind: z.enum([
    'adjust',
    'receive',
    'transfer-out',
    'transfer-in',
    'count',
    'reserve',
    'release',
    'hand-over',
    'ship',
    'sale',
    'return',
    'write-off',
  ]),
  onHand: z.int(),
  reserved: z.int(),
  reason: z.string().nullable(),
  orderId: z.string().nullable(),
  staffId: z.string().nullable(),
  at: z.iso.datetime(),
})
export type MovementView = z.infer<typeof movementViewSchema>
