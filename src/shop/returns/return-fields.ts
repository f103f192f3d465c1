import { z } from 'zod'
import { amountField, idField, multilineText, text } from '../../fields.ts'

const units = z.int().min(1).max(1_000_000)
const count = z.int().min(0).max(1_000_000)

const wantedLines = z
  .array(z.object({ variantId: idField, quantity: units }))
  .min(1)
  .max(50)
  .refine(lines => new Set(lines.map(({ variantId }) => variantId)).size === lines.length, {
    error: 'must name each variant once',
  })

export const returnPreviewSchema = z.object({ lines: wantedLines })
export type WantedReturn = z.output<typeof wantedLines>

export const newReturnSchema = z
  .object({
    kind: z.enum(['return', 'withdrawal']).default('return'),
    via: z.enum(['store', 'post']),
    /** Where it will be brought or sent; null: wherever. */
    storeId: idField.nullable().default(null),
    reason: text(0, 200).default(''),
    note: multilineText(0, 1000).nullable().default(null),
    lines: wantedLines,
  })
  .refine(({ kind, reason }) => kind === 'withdrawal' || reason !== '', {
    path: ['reason'],
    error: 'must say why; only a withdrawal needs no reason',
  })
export type NewReturn = z.output<typeof newReturnSchema>

export const parcelSchema = z.strictObject({ carrier: text(1, 80), trackingNumber: text(1, 80) })
export type Parcel = z.output<typeof parcelSchema>

export const receiptSchema = z.object({
  storeId: idField,
  shiftId: idField.nullable().default(null),
  /** What becomes of the goods: each line's whole quantity. */
  lines: z
    .array(z.object({ variantId: idField, restocked: count, writtenOff: count }))
    .min(1)
    .max(50),
  /** Instead of the plan: for goods that came back worn, say. Never more than the plan's sum. */
  refunds: z
    .array(z.object({ tenderId: idField, amount: amountField.min(1) }))
    .max(20)
    .optional(),
  note: multilineText(0, 1000).nullable().default(null),
})
export type ReturnReceipt = z.output<typeof receiptSchema>

export const refusalSchema = z.strictObject({ reason: text(1, 200) })

export const refundDoneSchema = z.strictObject({
  reference: text(1, 120).nullable().default(null),
  shiftId: idField.nullable().default(null),
})
export type RefundDone = z.output<typeof refundDoneSchema>
