import { z } from 'zod'
import { id, time } from './fields.ts'

export const levelViewSchema = z.object({
  storeId: id,
  variantId: id,
  onHand: z.int(),
  reserved: z.int(),
  available: z.int(),
})
export type LevelView = z.infer<typeof levelViewSchema>

export const movementKindSchema = z.enum([
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
])
export type MovementKind = z.infer<typeof movementKindSchema>

export const adjustReasonSchema = z.enum([
  'damaged',
  'lost',
  'found',
  'sample',
  'own-use',
  'correction',
  'other',
])
export type AdjustReason = z.infer<typeof adjustReasonSchema>

export const documentKindSchema = z.enum(['receipt', 'transfer', 'count'])

/** One line of the ledger; `onHand` and `reserved` are changes. */
export const movementViewSchema = z.object({
  id,
  storeId: id,
  variantId: id,
  kind: movementKindSchema,
  onHand: z.int(),
  reserved: z.int(),
  /** Of an adjustment: one of the known reasons (`reasonCode`), or any text, which counts as `other`. */
  reason: z.string().nullable(),
  reasonCode: adjustReasonSchema.nullable(),
  note: z.string().nullable(),
  orderId: id.nullable(),
  document: z.object({ kind: documentKindSchema, id }).nullable(),
  staffId: z.string().nullable(),
  at: time,
})
export type MovementView = z.infer<typeof movementViewSchema>

/** What people call a variant. */
export const goodsSchema = z.object({
  variantId: id,
  sku: z.string(),
  title: z.string(),
  variantTitle: z.string(),
})
export type Goods = z.infer<typeof goodsSchema>

/** A level as staff see it. */
export const stockRowViewSchema = levelViewSchema.extend({
  ...goodsSchema.shape,
  barcode: z.string().nullable(),
  productId: id,
  /** On the way here from other stores. */
  incoming: z.int(),
  /** Its own threshold, or null where the shop's holds. */
  lowAt: z.int().nullable(),
  low: z.boolean(),
})
export type StockRowView = z.infer<typeof stockRowViewSchema>

/** Where the books do not agree, and by which reckoning. */
export const stockFaultSchema = z.object({
  /** null: of goods on the way, which are in no store. */
  storeId: id.nullable(),
  variantId: id,
  check: z.enum(['on-hand', 'reserved', 'open-orders', 'in-transit']),
  level: z.int(),
  expected: z.int(),
})
export type StockFault = z.infer<typeof stockFaultSchema>
