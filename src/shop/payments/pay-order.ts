import { ConflictError, InvalidError, NotFoundError } from '../../errors.ts'
import type { TenderMethod } from '../../wire.ts'
import type { Author } from '../actors.ts'
import type { Announce, Records } from '../changes.ts'
import { moveGoods } from '../fulfilment/move-goods.ts'
import { newId } from '../ids.ts'
import { refusalOf } from '../orders/order-steps.ts'
import type { OrderRow } from '../orders/orders-store.ts'
import { soldOut } from '../orders/shortage.ts'
import { isCash, requireCurrency, requireOpenShift, shiftNeeded } from '../till/open-shift.ts'
import type { TenderRow } from './payments-store.ts'

export type NewTender = {
  readonly method: TenderMethod
  /** In minor units; left out: all that is still to be paid. */
  readonly amount?: number | undefined
  /** Of cash: what was handed over; the rest is change. */
  readonly tendered?: number | undefined
  /** A receipt of the card terminal, or whatever names the payment elsewhere. */
  readonly reference?: string | undefined
}

export type PayBy = {
  readonly author: Author | null
  /** Whom the audit trail names in their place: who tells of it. */
  readonly sentBy?: Author | undefined
  /** Epoch milliseconds. */
  readonly now: number
  /** Where the money was taken, and in which shift: cash needs one. No store: not over a counter. */
  readonly storeId: string | null
  readonly shiftId: string | null
}

/**
 * Takes a payment of an open order, in part or whole. Once all of it is paid, goods that were not held are taken: the
 * first who pays gets them. Must be called with the order locked (`records.orders.lock`), and gives back the order as it
 * is then.
 * @throws ConflictError `shift-needed`, `shift-closed`, `other-currency`, `already-paid`, `reference-used`, `more-than-due` (`due`), `sold-out` (`lines`; nothing is charged).
 */
export async function payOrder(
  records: Records,
  announce: Announce,
  order: OrderRow,
  tender: NewTender,
  by: PayBy,
): Promise<OrderRow> {
  if (by.shiftId !== null) {
    requireCurrency(await requireOpenShift(records, by.shiftId, by.storeId ?? ''), order.currency)
  }
  if (by.storeId !== null && by.shiftId === null && isCash(tender.method)) throw shiftNeeded()
  const fulfilments = await records.fulfilments.ofOrders([order.id])
  const refusal = refusalOf('pay', order, fulfilments)
  if (refusal !== null) throw refusal
  const due = order.total - order.captured
  const { method, amount = due, tendered, reference } = tender
  if (amount > due) {
    throw new ConflictError('more-than-due', 'That is more than is still to be paid.', { due })
  }
  requireChange(method, amount, tendered)
  if (amount > 0) {
    const row: Omit<TenderRow, 'position'> = {
      id: newId(by.now),
      order_id: order.id,
      method,
      state: 'captured',
      amount,
      refunded: 0,
      currency: order.currency,
      tendered: tendered ?? null,
      reference: reference ?? null,
      store_id: by.storeId,
      shift_id: by.shiftId,
      staff_id: by.author?.id ?? null,
      at: by.now,
    }
    if (!(await records.payments.addTender(row))) {
      const detail = `A payment by ${method} with the reference ${row.reference} is in the books already.`
      throw new ConflictError('reference-used', detail, { method, reference: row.reference })
    }
    await records.audit.record({
      at: by.now,
      actor: by.sentBy ?? by.author,
      action: 'order.payment',
      subject: { kind: 'order', id: order.id },
      storeId: by.storeId,
      after: { tenderId: row.id, method, amount, currency: order.currency, shiftId: by.shiftId },
    })
  }
  return credit(records, announce, order, { amount, method }, by)
}

/** Counts money that was captured for an open order, and does what is to be done once all of it is there. */
export async function credit(
  records: Records,
  announce: Announce,
  order: OrderRow,
  { amount, method }: { readonly amount: number; readonly method: TenderMethod },
  by: Omit<PayBy, 'storeId' | 'shiftId'>,
): Promise<OrderRow> {
  const credited = await records.orders.addCaptured(order.id, amount)
  await records.orders.addEvent(order.id, 'paid', by, { method, amount })
  return credited.captured < credited.total ? credited : settle(records, announce, credited, by)
}

/** What is to be done with an open order once all that it costs is there. */
export async function settle(
  records: Records,
  announce: Announce,
  order: OrderRow,
  by: Omit<PayBy, 'storeId' | 'shiftId'>,
): Promise<OrderRow> {
  const allocations = await records.fulfilments.allocations([order.id])
  const staffId = by.author?.id ?? null
  const short = await moveGoods(records, announce, allocations, 'reserve', { staffId, now: by.now })
  if (short.length > 0) throw await soldOut(records, short)
  const paid = await records.orders.markPaid(order.id, order.state, by.now)
  if (paid === undefined) throw new NotFoundError('The order')
  await noteDeals(records, paid, by.now)
  announce('order.paid', {
    orderId: order.id,
    number: order.number,
    roomSlug: order.room_slug,
    at: by.now,
  })
  return paid
}

/** What the goods were really sold for, which prices that are struck through later are measured by. */
export async function noteDeals(records: Records, order: OrderRow, at: number): Promise<void> {
  const lines = (await records.orders.lines([order.id])).filter(line => line.dropped < line.quantity)
  // In the order of ids, so that two never wait for each other in a ring.
  for (const line of lines.toSorted((a, b) => (a.variant_id < b.variant_id ? -1 : 1))) {
    await records.prices.noteDeal(line.variant_id, Math.floor(line.total / line.quantity), at)
  }
}

function requireChange(method: TenderMethod, amount: number, tendered: number | undefined): void {
  if (tendered === undefined) return
  if (method !== 'cash') throw new InvalidError('Only cash is handed over with change.')
  if (tendered < amount)
    throw new InvalidError('Less was handed over than is to be paid with it.', { rule: 'too-little' })
}
