import { z } from 'zod'
import { id, moneySchema, time } from './fields.ts'

export const tenderMethodSchema = z.enum([
  'cash',
  'card',
  'wechat-pay',
  'alipay',
  'cash-on-delivery',
  'other',
])
export type TenderMethod = z.infer<typeof tenderMethodSchema>

export const tenderViewSchema = z.object({
  id,
  method: tenderMethodSchema,
  state: z.enum(['pending', 'captured', 'failed']),
  amount: moneySchema,
  refunded: moneySchema,
  /** Of cash: what was handed over; the rest was change. */
  tendered: moneySchema.nullable(),
  at: time,
})

export const refundViewSchema = z.object({
  id,
  tenderId: id,
  returnId: id.nullable(),
  /** Who gives it back; null: any store. Cash any store gives back, each out of its own till. */
  storeId: id.nullable(),
  method: tenderMethodSchema,
  amount: moneySchema,
  /** `due`: still to be given back. */
  state: z.enum(['due', 'done']),
  reason: z.string(),
  at: time,
})
