import { ConflictError, NotFoundError } from '../../errors.ts'
import type { Author } from '../actors.ts'
import type { Records } from '../changes.ts'
import { newId } from '../ids.ts'
import type { OrderLineRow, OrderRow } from '../orders/orders-store.ts'
import { returnableUntil } from '../orders/returnable.ts'
import { lineShare } from '../payments/line-share.ts'
import { type RefundShare, refundPlan } from '../payments/refund-plan.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import { refundOf } from './return-amounts.ts'
import type { NewReturn, WantedReturn } from './return-fields.ts'
import { lineRefusal, orderRefusal } from './return-rules.ts'
import type { ReturnRow } from './returns-store.ts'

/** What a return would give back. Amounts in minor units. */
export type Reckoning = {
  readonly lines: readonly {
    readonly line: OrderLineRow
    readonly quantity: number
    readonly worth: number
    /** Until when the buyer can give it back; null: not handed over yet, or never. Epoch milliseconds. */
    readonly until: number | null
  }[]
  readonly amount: number
  readonly plan: readonly RefundShare[]
}

/** @throws NotFoundError for a line that the order does not have, ConflictError for more units than are left. */
export async function reckonReturn(
  records: Records,
  order: OrderRow,
  wanted: WantedReturn,
): Promise<Reckoning> {
  const lines = await records.orders.lines([order.id])
  const received = await records.returns.received(order.id)
  const found = wanted.map(({ variantId, quantity }) => {
    const line = lines.find(line => line.variant_id === variantId)
    if (line === undefined) throw new NotFoundError(`The line ${variantId}`)
    const before = received.get(variantId) ?? 0
    // Who asks for more than there is hears so later; it is worth no more.
    const worth = lineShare(line, before, Math.min(quantity, line.quantity - before))
    return { line, quantity, worth, until: returnableUntil(order, line, lines) }
  })
  const worth = found.reduce((sum, line) => sum + line.worth, 0)
  const returned = lines.reduce((sum, line) => sum + line.refunded, 0)
  const amount = refundOf(worth, { ...order, returned })
  const plan = refundPlan(await records.payments.tenders([order.id]), amount)
  if (plan === null) throw new Error(`order ${order.id} was paid less than its books say`)
  return { lines: found, amount, plan }
}

/**
 * Asks to give goods back: the units are taken for this return, and can be in no other. Must be called with the order
 * locked.
 * @param author null: the buyer, who is bound to the rules; staff may take back what the rules do not ask for.
 * @throws ConflictError `not-returnable`, `return-too-late`, `more-than-bought`, and what `orderRefusal` says.
 */
export async function requestReturn(
  records: Records,
  order: OrderRow,
  input: NewReturn,
  author: Author | null,
  clock: StoreClock,
  now: number,
): Promise<ReturnRow> {
  const refusal = orderRefusal(order)
  if (refusal !== null) throw refusal
  if (input.storeId !== null && (await records.stores.find(input.storeId)) === undefined) {
    throw new NotFoundError('The store')
  }
  const { lines, amount } = await reckonReturn(records, order, input.lines)
  for (const { line, quantity, until } of lines) {
    const refusal = author === null ? lineRefusal(line, until, now) : null
    if (refusal !== null) throw refusal
    if (!(await records.returns.claim(order.id, line.variant_id, quantity))) throw tooMany(line)
  }
  const month = clock.month(now)
  const row: ReturnRow = {
    id: newId(now),
    number: `R${month}-${String(await records.orders.nextNumber(`R${month}`)).padStart(4, '0')}`,
    order_id: order.id,
    kind: input.kind,
    via: input.via,
    state: 'requested',
    store_id: input.storeId,
    reason: input.reason,
    note: input.note,
    carrier: null,
    tracking_number: null,
    amount,
    requested_at: now,
    requested_by: author?.id ?? null,
    decided_at: null,
    decided_by: null,
  }
  await records.returns.insert(
    row,
    lines.map(({ line, quantity, worth }) => ({
      return_id: row.id,
      order_id: order.id,
      variant_id: line.variant_id,
      quantity,
      amount: worth,
      restocked: 0,
      written_off: 0,
    })),
  )
  await records.orders.addEvent(
    order.id,
    'return-requested',
    { author, now },
    { returnId: row.id, number: row.number },
  )
  return row
}

function tooMany(line: OrderLineRow): ConflictError {
  const left = line.quantity - line.returned
  return new ConflictError('more-than-bought', `${line.title}: ${left} can still come back.`, {
    variantId: line.variant_id,
    left,
  })
}
