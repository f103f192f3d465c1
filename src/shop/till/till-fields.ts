import { z } from 'zod'
import { amountField, idField, phoneField, text } from '../../fields.ts'
import { tenderMethodSchema } from '../../wire.ts'

export const newShiftSchema = z.object({
  storeId: idField,
  till: text(1, 40),
  /** Counted, in minor units of the shop's currency. */
  openingCash: amountField,
})
export type NewShift = z.output<typeof newShiftSchema>

export const cashMovementSchema = z.object({
  /** Put into the till, or with a minus taken out. */
  amount: z
    .int()
    .min(-1_000_000_000_000)
    .max(1_000_000_000_000)
    .refine(amount => amount !== 0, { error: 'must not be 0' }),
  reason: text(1, 200),
})
export type CashMovement = z.output<typeof cashMovementSchema>

export const shiftEndSchema = z.object({
  countedCash: amountField,
  note: text(0, 500).optional(),
})
export type ShiftEnd = z.output<typeof shiftEndSchema>

export function saleSchema(maxQuantity: number) {
  return z.object({
    storeId: idField,
    shiftId: idField,
    lines: z
      .array(z.object({ variantId: idField, quantity: z.int().min(1).max(maxQuantity) }))
      .min(1)
      .max(200),
    /** Together what the goods cost. */
    tenders: z
      .array(
        z.object({
          method: tenderMethodSchema.exclude(['cash-on-delivery']),
          amount: amountField.min(1),
          /** Of cash: what was handed over. */
          tendered: amountField.optional(),
        }),
      )
      .max(20),
    contact: z.object({ name: text(1, 80), phone: phoneField }).optional(),
    /** When the goods went over the counter, if the till could not say so at once. */
    soldAt: z.iso.datetime({ offset: true }).optional(),
    /** Who of the staff sold it; left out: who sends this. */
    soldBy: idField.optional(),
  })
}
export type Sale = z.output<ReturnType<typeof saleSchema>>
