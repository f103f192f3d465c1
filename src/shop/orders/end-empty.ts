import type { Announce, Records } from '../changes.ts'
import { orderSteps } from './order-steps.ts'
import type { OrderRow } from './orders-store.ts'
import { moveOrder } from './take-step.ts'

/** An order that has arrived and of which the buyer kept nothing has come back whole. */
export async function endEmpty(
  records: Records,
  announce: Announce,
  order: OrderRow,
  { now }: { readonly now: number },
): Promise<OrderRow> {
  if (order.state !== 'delivered') return order
  const lines = await records.orders.lines([order.id])
  if (lines.some(({ dropped, quantity }) => dropped < quantity)) return order
  const moved = await moveOrder(records, order, 'return-all', { now })
  const { number, room_slug: roomSlug } = order
  announce(orderSteps['return-all'].fact, { orderId: order.id, number, roomSlug, at: now })
  return moved
}
