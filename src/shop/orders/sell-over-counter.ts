import { ConflictError } from '../../errors.ts'
import type { Author } from '../actors.ts'
import type { Announce, Records } from '../changes.ts'
import { moveGoods } from '../fulfilment/move-goods.ts'
import type { Wanted } from '../fulfilment/route-delivery.ts'
import { newId } from '../ids.ts'
import { type NewTender, payOrder } from '../payments/pay-order.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import { notSold, type PricedLine, priceBasket } from './basket.ts'
import { contactKeys } from './contact-keys.ts'
import type { OrderRow } from './orders-store.ts'
import { lineRows, nextOrderNumber, writeParcel } from './place-order.ts'
import { outOfStock } from './shortage.ts'
import { moveOrder } from './take-step.ts'

export type CounterSale = {
  readonly storeId: string
  readonly shiftId: string | null
  readonly lines: readonly Wanted[]
  /** Together the total, to the minor unit; one without an amount takes what is left. */
  readonly tenders: readonly NewTender[]
  readonly contact: { readonly name: string; readonly phone: string } | null
  readonly note?: string | null
}

export type SaleBy = {
  readonly author: Author | null
  /** Who tells of it, when that is not who sold it. */
  readonly sentBy?: Author
  /** When it was sold, epoch milliseconds. */
  readonly now: number
  readonly clock: StoreClock
  readonly maxQuantity: number
}

/**
 * A sale over the counter: ordered, paid and gone at once, inside the caller's transaction. What others have reserved
 * stays theirs.
 * @throws ConflictError `out-of-stock`, `not-sold`, `more-than-due`, `not-paid` (`due`).
 */
export async function sellOverCounter(
  records: Records,
  announce: Announce,
  sale: CounterSale,
  by: SaleBy,
): Promise<OrderRow> {
  const { author, now } = by
  const priced = await priceBasket(records, sale.lines, by.maxQuantity, 'named')
  const refusal = notSold(priced)
  if (refusal !== null) throw refusal
  await requireGoods(records, sale.storeId, priced.lines)
  const order: OrderRow = {
    id: newId(now),
    number: await nextOrderNumber(records, by.clock, now),
    state: 'placed',
    kind: 'counter',
    channel: 'counter',
    contact_name: sale.contact?.name ?? null,
    contact_phone: sale.contact?.phone ?? null,
    ...contactKeys(sale.contact),
    address: null,
    latitude: null,
    longitude: null,
    note: sale.note ?? null,
    payment_method: sale.tenders[0]?.method ?? 'other',
    room_slug: null,
    currency: priced.currency,
    total: priced.total,
    captured: 0,
    refunded: 0,
    hold_expires_at: null,
    placed_at: now,
    paid_at: null,
    done_at: null,
    returnable_until: null,
    closed_at: null,
    staff_id: author?.id ?? null,
    shift_id: sale.shiftId,
  }
  await records.orders.insert(order, lineRows(order, priced))
  const parcel = { storeId: sale.storeId, distanceMetres: null, lines: priced.lines }
  const allocations = await writeParcel(records, order, parcel, now, {
    state: 'collected',
    done_at: now,
    done_by: author?.id ?? null,
  })
  await records.orders.addEvent(order.id, 'placed', by)
  const mover = { staffId: author?.id ?? null, now }
  const short = await moveGoods(records, announce, allocations, 'sale', mover)
  if (short.length > 0) throw new Error(`what is sold in ${order.id} was there a moment ago`)
  const payBy = { author, sentBy: by.sentBy, now, storeId: sale.storeId, shiftId: sale.shiftId }
  let current = order
  for (const tender of sale.tenders) current = await payOrder(records, announce, current, tender, payBy)
  if (current.state === 'placed' && current.total === 0) {
    current = await payOrder(records, announce, current, { method: 'other' }, payBy)
  }
  if (current.state === 'placed') {
    const due = current.total - current.captured
    throw new ConflictError('not-paid', 'The payments do not cover the total.', { due })
  }
  const fact = { orderId: order.id, number: order.number, roomSlug: null, at: now }
  announce('order.placed', { ...fact, holdExpiresAt: null })
  const moved = await moveOrder(records, current, 'collect', by)
  await records.orders.addEvent(order.id, 'collect', by, { stores: [sale.storeId] })
  announce('order.collected', fact)
  return moved
}

/** Locks what is to be taken from the shelf, and names what is not there. */
async function requireGoods(records: Records, storeId: string, lines: readonly PricedLine[]): Promise<void> {
  const levels = await records.stock.lockLevels(
    lines.map(({ variantId }) => variantId),
    storeId,
  )
  const short = lines.flatMap(line => {
    const level = levels.find(({ variant_id }) => variant_id === line.variantId)
    const available = (level?.on_hand ?? 0) - (level?.reserved ?? 0)
    return available < line.quantity ? [{ ...line, available }] : []
  })
  if (short.length > 0) throw outOfStock(lines, short)
}
