import { z } from 'zod'
import { id, time } from './fields.ts'

/** What the merchant must hear of. */
export const noticeViewSchema = z.object({
  id,
  /** `late-payment-kept`, `late-payment-refunded`, `sold-out-after-payment`, `overpaid`, `underpaid`, … */
  kind: z.string(),
  orderId: id.nullable(),
  orderNumber: z.string().nullable(),
  storeId: id.nullable(),
  data: z.record(z.string(), z.unknown()),
  at: time,
  seenAt: time.nullable(),
})
export type NoticeView = z.infer<typeof noticeViewSchema>
