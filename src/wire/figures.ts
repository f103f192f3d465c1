import { z } from 'zod'
import { id, time } from './fields.ts'
import { channelSchema } from './orders.ts'

const figureRowSchema = z.object({
  storeId: id,
  channel: channelSchema,
  currency: z.string(),
  /** Placed in that time, whatever became of them; and what they were worth. Amounts in minor units. */
  orders: z.int(),
  ordered: z.int(),
  /** Money that came in, and that was given back, in that time. */
  taken: z.int(),
  refunded: z.int(),
})
export type FigureRow = z.infer<typeof figureRowSchema>

export const dayFiguresSchema = z.object({ startsAt: time, rows: z.array(figureRowSchema) })
export type DayFigures = z.infer<typeof dayFiguresSchema>

export const todayFiguresSchema = z.object({
  /** Midnight in the shop. */
  startsAt: time,
  rows: z.array(figureRowSchema),
  /** The same weekday of last week, up to the same hour. */
  lastWeek: z.array(figureRowSchema),
  todo: z.array(
    z.object({
      storeId: id,
      toPrepare: z.int(),
      toHandOver: z.int(),
      toShip: z.int(),
      returns: z.int(),
      refundsDue: z.int(),
    }),
  ),
  /** Asked for and bound for no store, by post say: none of `todo` has them, and any store may take them in. */
  returnsToAnyStore: z.int(),
  /** What nobody has looked at yet. */
  notices: z.int(),
  /** Of today, most units first. */
  bestsellers: z.array(
    z.object({
      variantId: id,
      title: z.string(),
      variantTitle: z.string(),
      quantity: z.int(),
      amount: z.int(),
      currency: z.string(),
    }),
  ),
})
export type TodayFigures = z.infer<typeof todayFiguresSchema>
