import { ForbiddenError } from '../../errors.ts'
import type { Actor } from '../../route.ts'
import type { Announce, Records } from '../changes.ts'
import type { FulfilmentRow } from '../fulfilment/fulfilments-store.ts'
import { writeNotice } from '../notices/notices.ts'
import { dropUnits } from './drop-units.ts'
import { endEmpty } from './end-empty.ts'
import { haveAllReached, refusalOf, stepOf } from './order-steps.ts'
import type { OrderRow } from './orders-store.ts'
import { meantParts } from './own-parts.ts'
import { lockOrder, moveOrder, type StepBy, takeStep } from './take-step.ts'

/**
 * Cancels the part that is named, or what the store of `actor` was to give, or all of it for a buyer and for who works in
 * every store: those goods are free again, and the money for them goes back. The other parts go on as an order of their own
 * worth. Cancelling again changes nothing.
 */
export async function cancelOrder(
  records: Records,
  announce: Announce,
  orderId: string,
  { fulfilmentId, actor }: { readonly fulfilmentId: string | undefined; readonly actor: Actor },
  by: StepBy,
): Promise<OrderRow> {
  const order = await lockOrder(records, orderId)
  const fulfilments = await records.fulfilments.ofOrders([orderId])
  const chosen = fulfilments.filter(meantParts(fulfilments, fulfilmentId, actor))
  if (chosen.length === 0) throw new ForbiddenError('You work in another store.')
  const open = chosen.filter(({ state }) => state !== 'cancelled')
  if (order.state === 'cancelled' || (open.length === 0 && order.state !== 'expired')) return order
  const others = fulfilments.filter(part => part.state !== 'cancelled' && !open.includes(part))
  if (others.length === 0) return takeStep(records, announce, orderId, 'cancel', by)
  // The same refusals, of these parts alone.
  const refusal = refusalOf('cancel', order, open)
  if (refusal !== null) throw refusal
  return cancelParts(records, announce, order, open, by)
}

/** As `cancelOrder`, of parts that are open while others are not; the order must be locked. */
export async function cancelParts(
  records: Records,
  announce: Announce,
  order: OrderRow,
  parts: readonly FulfilmentRow[],
  by: StepBy,
): Promise<OrderRow> {
  const ids = new Set(parts.map(({ id }) => id))
  await takeStep(records, announce, order.id, 'cancel-part', { ...by, only: ({ id }) => ids.has(id) })
  const allocations = await records.fulfilments.allocations([order.id])
  const units = new Map<string, number>()
  for (const { fulfilment_id, variant_id, quantity } of allocations) {
    if (ids.has(fulfilment_id)) units.set(variant_id, (units.get(variant_id) ?? 0) + quantity)
  }
  const wanted = Array.from(units, ([variantId, quantity]) => ({ variantId, quantity }))
  const reason = by.reason ?? 'part of the order cancelled'
  const dropped = await dropUnits(records, announce, order, wanted, { ...by, reason })
  const data = { stores: parts.map(({ store_id }) => store_id), amount: dropped.worth }
  await records.orders.addEvent(order.id, 'dropped', by, { ...data, lines: wanted })
  await writeNotice(records, announce, {
    kind: dropped.excess > 0 ? 'part-cancelled-refunded' : 'part-cancelled',
    ...{ orderId: order.id, storeId: parts[0]?.store_id ?? null, now: by.now },
    data: { amount: dropped.excess, currency: order.currency },
  })
  return goOn(records, announce, dropped.order, by)
}

/** What was waited for is not to come: the order is as far as its other parts. */
async function goOn(records: Records, announce: Announce, order: OrderRow, by: StepBy): Promise<OrderRow> {
  const fulfilments = await records.fulfilments.ofOrders([order.id])
  const name = haveAllReached(fulfilments, 'delivered')
    ? 'deliver'
    : haveAllReached(fulfilments, 'shipped')
      ? 'ship'
      : null
  if (name === null) return order
  const moved = await moveOrder(records, order, name, by)
  const { id: orderId, number, room_slug: roomSlug } = order
  announce(stepOf(name).fact, { orderId, number, roomSlug, at: by.now })
  return endEmpty(records, announce, moved, by)
}
