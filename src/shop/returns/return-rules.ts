import { type AppError, ConflictError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import type { OrderLineRow, OrderRow } from '../orders/orders-store.ts'

const open: readonly OrderRow['state'][] = ['collected', 'delivered', 'part-returned', 'closed']

/** Why nothing of an order can come back now; null if something can. */
export function orderRefusal(order: OrderRow): AppError | null {
  if (open.includes(order.state)) return null
  switch (order.state) {
    case 'placed':
    case 'paid':
    case 'ready':
      return new ConflictError('not-handed-over', `Order ${order.number} is still here: cancel it instead.`)
    // What is refused at the door is told with the delivery: a return beside it would leave the parcel's money open.
    case 'shipped':
      return new ConflictError(
        'not-handed-over',
        `Order ${order.number} is on its way: wait until it has arrived.`,
      )
    case 'returned':
      return new ConflictError('already-returned', `All of order ${order.number} has come back.`)
    default:
      return new ConflictError(`order-${order.state}`, `Order ${order.number} is ${order.state}.`)
  }
}

/**
 * Why a buyer cannot give a line back, by Art. 25 of China's consumer law (seven days from the day after it was got,
 * with exceptions that were stated before buying); null if the buyer can. Staff may take it back all the same.
 */
export function lineRefusal(line: OrderLineRow, until: number | null, now: number): AppError | null {
  const member = { variantId: line.variant_id, title: line.title }
  if (line.return_days === null) {
    const detail = `${line.title} cannot be returned: ${line.return_exception ?? ''}.`
    return new ConflictError('not-returnable', detail, { ...member, exception: line.return_exception })
  }
  if (until === null || now < until) return null
  return new ConflictError('return-too-late', `${line.title} could be returned until ${isoTime(until)}.`, {
    ...member,
    until: isoTime(until),
  })
}
