import { NotFoundError } from '../../errors.ts'
import type { StockChange } from '../../events.ts'
import type { Announce, Records } from '../changes.ts'
import { newId } from '../ids.ts'
import { stockChange } from '../stock/stock.ts'
import { orderSteps, refusalOf, type StepName } from './order-steps.ts'
import type { OrderRow } from './orders-store.ts'

/**
 * Takes an order out of `placed`, once, and lets its goods go or come back. Of two that want to at the same
 * moment, the conditional change of state lets one through, and the other is told what happened.
 * @throws ConflictError that says why not.
 */
export async function closeOrder(
  records: Records,
  announce: Announce,
  order: OrderRow,
  step: StepName,
  by: {
    readonly staffId: string | null
    readonly now: number
    readonly carrier?: string | null
    readonly trackingNumber?: string | null
  },
): Promise<OrderRow> {
  const { from, to, goods, movement, fact } = orderSteps[step]
  const refusal = refusalOf(step, order)
  if (refusal !== null) throw refusal
  const closed = await records.orders.move(order.id, from, {
    state: to,
    closed_at: by.now,
    closed_by: by.staffId,
    carrier: by.carrier ?? null,
    tracking_number: by.trackingNumber ?? null,
  })
  if (closed === undefined) throw await lost(records, order, step)
  const lines = await records.orders.lines([order.id])
  const levels: StockChange[] = []
  for (const line of lines.toSorted((a, b) => (a.variant_id < b.variant_id ? -1 : 1))) {
    // The line's own store: what was reserved there leaves or returns there (medusa #16338).
    const place = { store_id: line.store_id, variant_id: line.variant_id }
    const change = { on_hand: goods === 'leave' ? -line.quantity : 0, reserved: -line.quantity }
    const level = await records.stock.change(place, change)
    if (level === undefined) throw new Error(`what order ${order.id} reserved is not there`)
    await records.stock.record([
      {
        ...place,
        ...change,
        id: newId(by.now),
        kind: movement,
        reason: null,
        order_id: order.id,
        staff_id: by.staffId,
        at: by.now,
      },
    ])
    levels.push(stockChange(level, line.product_id))
  }
  announce('stock.changed', { levels })
  announce(fact, { orderId: order.id, number: order.number, roomSlug: order.room_slug, at: by.now })
  return closed
}

/** Not on SQLite, where nobody else writes meanwhile: why another's step came first. */
async function lost(records: Records, order: OrderRow, step: StepName): Promise<Error> {
  const current = await records.orders.find(order.id)
  return (current && refusalOf(step, current)) ?? new NotFoundError('The order')
}
