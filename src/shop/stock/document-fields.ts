import { z } from 'zod'
import { idField, multilineText, text } from '../../fields.ts'
import { adjustReasonSchema, sendReasonSchema } from '../../wire.ts'

const units = z.int().min(0).max(1_000_000)
const notes = multilineText(0, 1000)
/** The revision that a change was made from: a change by someone else in between is not overwritten. */
const revision = z.int().min(0)

/** Lines that name each variant once. */
function linesOf<Line extends z.ZodType<{ variantId: string }>>(line: Line, min: number) {
  return z
    .array(line)
    .min(min)
    .max(1000)
    .refine(lines => new Set(lines.map(({ variantId }) => variantId)).size === lines.length, {
      error: 'must not name a variant twice',
    })
}

const receiptLines = linesOf(
  z.object({ variantId: idField, expected: units.nullable().default(null), received: units }),
  0,
)
export const newReceiptSchema = z.object({
  storeId: idField,
  supplier: text(0, 120).default(''),
  notes: notes.default(''),
  lines: receiptLines.default([]),
})
export const receiptChangesSchema = z.strictObject({
  revision,
  supplier: text(0, 120).optional(),
  notes: notes.optional(),
  lines: receiptLines.optional(),
})
export const postSchema = z.object({ revision: revision.optional() })

const transferLines = linesOf(z.object({ variantId: idField, quantity: units.min(1) }), 1)
export const newTransferSchema = z.object({
  fromStoreId: idField,
  toStoreId: idField,
  notes: notes.default(''),
  lines: transferLines,
  /** At once; without it, it is only asked for. */
  send: z.boolean().default(false),
})
export const transferChangesSchema = z.strictObject({
  revision,
  notes: notes.optional(),
  lines: transferLines.optional(),
})
export const sendSchema = z.object({
  revision: revision.optional(),
  /** What is sent, if it is not what was asked for: all of it, what is not named stays. */
  lines: linesOf(
    z.object({ variantId: idField, quantity: units, reason: sendReasonSchema.optional() }),
    1,
  ).optional(),
})
export const arrivalSchema = z.object({
  /** What is not named arrived as it was sent. */
  lines: linesOf(
    z.object({ variantId: idField, received: units, reason: adjustReasonSchema.optional() }),
    0,
  ).default([]),
  notes: notes.optional(),
})

export const newCountSchema = z.object({
  storeId: idField,
  notes: notes.default(''),
  /** What it is about: these, or what is in a category; left out: all that the store has. */
  variantIds: z.array(idField).min(1).max(1000).optional(),
  categoryId: idField.optional(),
})
export const countEntrySchema = z.object({
  variantId: idField,
  /** `set`: that many there are; `add`: so many more were found (with a minus: fewer). */
  mode: z.enum(['set', 'add']),
  quantity: z.int().min(-1_000_000).max(1_000_000),
})
export const postCountSchema = z.object({
  revision: revision.optional(),
  /** What nobody counted is left as it is, or is taken to be gone. */
  uncounted: z.enum(['keep', 'zero']).default('keep'),
  /** What orders hold more of than was found: refuse all, or leave those lines and post the rest. */
  short: z.enum(['refuse', 'leave']).default('refuse'),
})

export const listSchemas = {
  receipt: z.enum(['draft', 'posted', 'cancelled']),
  transfer: z.enum(['requested', 'on-the-way', 'received', 'cancelled']),
  count: z.enum(['open', 'posted', 'cancelled']),
}

export type NewReceipt = z.output<typeof newReceiptSchema>
export type ReceiptChanges = z.output<typeof receiptChangesSchema>
export type NewTransfer = z.output<typeof newTransferSchema>
export type TransferChanges = z.output<typeof transferChangesSchema>
export type Sending = z.output<typeof sendSchema>
export type Arrival = z.output<typeof arrivalSchema>
export type NewCount = z.output<typeof newCountSchema>
export type CountEntry = z.output<typeof countEntrySchema>
export type CountPosting = z.output<typeof postCountSchema>
