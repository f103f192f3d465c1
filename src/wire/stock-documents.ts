import { z } from 'zod'
import { id, time } from './fields.ts'
import { documentKindSchema, goodsSchema } from './stock.ts'

const author = z.object({ id: z.string(), name: z.string() }).nullable()

const documentHead = {
  id,
  /** What people read to each other, for example G2611-0042. */
  number: z.string(),
  storeId: id,
  notes: z.string(),
  /** Counts the changes; a change names the one that it was made from. */
  revision: z.int(),
  createdAt: time,
  createdBy: author,
  closedAt: time.nullable(),
  closedBy: author,
}

/** Goods that a supplier brought. */
export const receiptViewSchema = z.object({
  ...documentHead,
  state: z.enum(['draft', 'posted', 'cancelled']),
  supplier: z.string(),
  lines: z.array(
    z.object({
      ...goodsSchema.shape,
      /** By the supplier's note; null: it does not say. */
      expected: z.int().nullable(),
      received: z.int(),
      difference: z.int().nullable(),
    }),
  ),
})
export type ReceiptView = z.infer<typeof receiptViewSchema>

/** Why a store sends other than it was asked for. */
export const sendReasonSchema = z.enum(['not-enough', 'damaged', 'kept', 'extra', 'other'])
export type SendReason = z.infer<typeof sendReasonSchema>

/** Goods from `storeId` to `toStoreId`; on the way they are in no store. */
export const transferViewSchema = z.object({
  ...documentHead,
  state: z.enum(['requested', 'on-the-way', 'received', 'cancelled']),
  toStoreId: id,
  sentAt: time.nullable(),
  lines: z.array(
    z.object({
      ...goodsSchema.shape,
      requested: z.int(),
      sent: z.int().nullable(),
      received: z.int().nullable(),
      /** Why less or more was sent than was asked for. */
      sentReason: sendReasonSchema.nullable(),
      /** Why less or more arrived than was sent. */
      reason: z.string().nullable(),
    }),
  ),
})
export type TransferView = z.infer<typeof transferViewSchema>

/** An order that holds goods of a store. */
export const holdingOrderSchema = z.object({ id, number: z.string(), quantity: z.int() })

export const countLineViewSchema = z.object({
  ...goodsSchema.shape,
  counted: z.int(),
  /** By the books, when it was counted. */
  expected: z.int(),
  difference: z.int(),
  /** What came and went between its entries: not 0 says that it is better counted again. */
  moved: z.int(),
  countedAt: time,
  /** Of a posted count: `not-posted` where orders hold more than was found. */
  outcome: z.enum(['posted', 'not-posted']).nullable(),
  /** While it is open: the difference would go below what is reserved, for these orders. */
  short: z.object({ reserved: z.int(), orders: z.array(holdingOrderSchema) }).nullable(),
})
export type CountLineView = z.infer<typeof countLineViewSchema>

/** Of a stock-take of one category: what that was called when it began. */
const scopeName = { scopeName: z.string().nullable() }

/** A stock-take, while selling goes on. */
export const countViewSchema = z.object({
  ...documentHead,
  state: z.enum(['open', 'posted', 'cancelled']),
  scope: z.enum(['all', 'selection']),
  ...scopeName,
  lines: z.array(countLineViewSchema),
  /** What is still to count: of the selection, or of what the store has. */
  uncounted: z.array(z.object({ ...goodsSchema.shape, onHand: z.int() })),
})
export type CountView = z.infer<typeof countViewSchema>

/** A document in a list. */
export const documentViewSchema = z.object({
  ...documentHead,
  kind: documentKindSchema,
  state: z.string(),
  toStoreId: id.nullable(),
  supplier: z.string().nullable(),
  ...scopeName,
  lineCount: z.int(),
  units: z.int(),
})
export type DocumentView = z.infer<typeof documentViewSchema>
