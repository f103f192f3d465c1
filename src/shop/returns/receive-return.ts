import { ConflictError, InvalidError, NotFoundError } from '../../errors.ts'
import type { Author } from '../actors.ts'
import type { Announce, Records } from '../changes.ts'
import { takeBack } from '../fulfilment/take-back.ts'
import { stepOf } from '../orders/order-steps.ts'
import type { OrderRow } from '../orders/orders-store.ts'
import { moveOrder } from '../orders/take-step.ts'
import { refund } from '../payments/refund.ts'
import type { RefundShare } from '../payments/refund-plan.ts'
import { isCash, shiftToPayFrom } from '../till/open-shift.ts'
import { reckonReturn } from './request-return.ts'
import type { ReturnReceipt } from './return-fields.ts'
import { orderRefusal } from './return-rules.ts'
import type { ReturnLineRow, ReturnRow } from './returns-store.ts'

/**
 * Takes the goods of a return in: back on the shelf of the store that took them, or written off, and the money back the
 * way it came, all of it or nothing. Must be called with the order locked.
 * @throws ConflictError `order-…`, `return-received`, `return-refused`, `return-cancelled`, `shift-needed`, `more-than-paid`;
 * InvalidError for lines that do not make up the return.
 */
export async function receiveReturn(
  records: Records,
  announce: Announce,
  order: OrderRow,
  row: ReturnRow,
  input: ReturnReceipt,
  by: { readonly author: Author; readonly now: number },
): Promise<ReturnRow> {
  if (row.state !== 'requested') throw decided(row)
  const refusal = orderRefusal(order)
  if (refusal !== null) throw refusal
  const store = await records.stores.find(input.storeId)
  if (store === undefined) throw new NotFoundError('The store')
  const lines = await records.returns.lines([row.id])
  const fates = fatesOf(lines, input)
  // Before this return counts as received: what came back until now is what its units are reckoned from.
  const wanted = lines.map(line => ({ variantId: line.variant_id, quantity: line.quantity }))
  const { lines: reckoned, amount, plan } = await reckonReturn(records, order, wanted)
  const shares = input.refunds === undefined ? plan : chosen(input.refunds, amount)

  for (const { line, worth } of reckoned) {
    await records.returns.addRefunded(order.id, line.variant_id, worth)
    await records.returns.settleLine(
      { return_id: row.id, variant_id: line.variant_id },
      { amount: worth, ...fates.get(line.variant_id) },
    )
  }
  const settled = await records.returns.settle(row.id, {
    state: 'received',
    store_id: store.id,
    amount: shares.reduce((sum, share) => sum + share.amount, 0),
    note: input.note ?? row.note,
    decided_at: by.now,
    decided_by: by.author.id,
  })
  if (settled === undefined) throw decided((await records.returns.find(row.id)) ?? row)
  const goods = Array.from(fates, ([variantId, { restocked, written_off }]) => ({
    ...{ variantId, restocked },
    writtenOff: written_off,
  }))
  // Money before goods, as everywhere: a sale of the same shift holds it when it comes to the levels, and the two would
  // wait for each other in a ring.
  await giveBack(records, announce, settled, shares, input.shiftId, by)
  await takeBack(records, announce, order.id, goods, {
    storeId: store.id,
    staffId: by.author.id,
    now: by.now,
    reason: row.number,
  })
  await moveReturned(records, announce, order, by)
  await records.orders.addEvent(order.id, 'return-received', by, {
    returnId: row.id,
    number: row.number,
    storeId: store.id,
    amount: settled.amount,
  })
  return settled
}

type Fate = Pick<ReturnLineRow, 'restocked' | 'written_off'>

function fatesOf(lines: readonly ReturnLineRow[], input: ReturnReceipt): Map<string, Fate> {
  const fates = new Map<string, Fate>()
  for (const { variantId, restocked, writtenOff } of input.lines) {
    fates.set(variantId, { restocked, written_off: writtenOff })
  }
  for (const { variant_id, quantity } of lines) {
    const fate = fates.get(variant_id)
    if (fate === undefined || fate.restocked + fate.written_off !== quantity) {
      throw new InvalidError(`Say for all ${quantity} of ${variant_id} whether they go back on the shelf.`)
    }
  }
  if (fates.size !== lines.length) throw new InvalidError('The lines are not those of the return.')
  return fates
}

function chosen(refunds: readonly RefundShare[], most: number): readonly RefundShare[] {
  const sum = refunds.reduce((sum, { amount }) => sum + amount, 0)
  if (sum > most) {
    throw new ConflictError('more-than-paid', 'That is more than the goods are worth.', { most })
  }
  return refunds
}

/** Over the counter at once; by post, or where a payment company must do it, it is due. */
async function giveBack(
  records: Records,
  announce: Announce,
  row: ReturnRow,
  shares: readonly RefundShare[],
  shiftId: string | null,
  by: { readonly author: Author; readonly now: number },
): Promise<void> {
  const tenders = await records.payments.tenders([row.order_id])
  const shift = shiftId === null ? undefined : await records.till.find(shiftId)
  const handed = shares.filter(({ tenderId }) => {
    const tender = tenders.find(({ id }) => id === tenderId)
    if (row.via !== 'store' || tender === undefined || !overCounter.has(tender.method)) return false
    // A till counts one currency: money of another does not come out of it.
    return shift === undefined || shift.currency === tender.currency
  })
  const cash = handed.some(({ tenderId }) => isCash(tenders.find(({ id }) => id === tenderId)?.method))
  if (cash) await shiftToPayFrom(records, shiftId, row.store_id)
  const more = { ...by, reason: row.number, returnId: row.id, storeId: row.store_id, shiftId }
  await refund(records, announce, row.order_id, handed, { ...more, handedBack: true })
  const due = shares.filter(share => !handed.includes(share))
  await refund(records, announce, row.order_id, due, { ...more, shiftId: null, handedBack: false })
}

const overCounter = new Set(['cash', 'card', 'cash-on-delivery', 'other'])

/** Wholly returned, or in part. */
async function moveReturned(
  records: Records,
  announce: Announce,
  order: OrderRow,
  { now }: { readonly now: number },
): Promise<void> {
  const received = await records.returns.received(order.id)
  const lines = await records.orders.lines([order.id])
  const name = lines.every(line => received.get(line.variant_id) === line.quantity) ? 'return-all' : 'return'
  await moveOrder(records, order, name, { now })
  announce(stepOf(name).fact, {
    orderId: order.id,
    number: order.number,
    roomSlug: order.room_slug,
    at: now,
  })
}

export function decided(row: ReturnRow): ConflictError {
  return new ConflictError(`return-${row.state}`, `Return ${row.number} is ${row.state}.`, {
    number: row.number,
  })
}
