import { ConflictError, NotFoundError } from '../../errors.ts'
import type { Author } from '../actors.ts'
import type { Announce, Records } from '../changes.ts'
import { newId } from '../ids.ts'
import { requireOpenShift } from '../till/open-shift.ts'
import type { RefundRow } from './payments-store.ts'
import type { RefundShare } from './refund-plan.ts'

export type RefundBy = {
  readonly author: Author | null
  /** Epoch milliseconds. */
  readonly now: number
  /** For people to read. */
  readonly reason: string
  readonly returnId?: string | null
  /** Where the money goes over the counter, and in which shift. */
  readonly storeId?: string | null
  readonly shiftId?: string | null
  /** True when the money is handed back at this moment; otherwise the refund is `due`. */
  readonly handedBack?: boolean
}

/**
 * Gives money of an order back by the tenders that it came by. The plan is `refundPlan`'s, or what a person chose. The
 * sum by each tender never passes what was captured by it, whoever else gives back at the same moment.
 * @throws ConflictError `more-than-paid`
 */
export async function refund(
  records: Records,
  announce: Announce,
  orderId: string,
  plan: readonly RefundShare[],
  by: RefundBy,
): Promise<RefundRow[]> {
  // Behind it nobody closes the shift without counting this money.
  if (by.shiftId) await requireOpenShift(records, by.shiftId, by.storeId ?? '')
  const done: RefundRow[] = []
  // In the order of ids, so that two refunds never wait for each other in a ring.
  for (const { tenderId, amount } of plan.toSorted((a, b) => (a.tenderId < b.tenderId ? -1 : 1))) {
    const before = await records.payments.tender(tenderId)
    if (before === undefined || before.order_id !== orderId) throw new NotFoundError('The payment')
    const tender = await records.payments.reserveRefund(tenderId, amount)
    if (tender === undefined) {
      const left = before.state === 'captured' ? before.amount - before.refunded : 0
      throw new ConflictError('more-than-paid', 'That is more than is left of this payment.', {
        tenderId,
        left,
      })
    }
    const row: RefundRow = {
      id: newId(by.now),
      order_id: orderId,
      tender_id: tenderId,
      return_id: by.returnId ?? null,
      method: tender.method,
      amount,
      state: by.handedBack === true ? 'done' : 'due',
      reason: by.reason,
      reference: null,
      store_id: by.storeId ?? null,
      // What is due leaves no till yet, and perhaps none at all: a closed shift's count stands.
      shift_id: by.handedBack === true ? (by.shiftId ?? null) : null,
      staff_id: by.author?.id ?? null,
      at: by.now,
      done_at: by.handedBack === true ? by.now : null,
      attempts: 0,
      sending_until: null,
    }
    await records.payments.addRefund(row)
    await records.orders.addRefunded(orderId, amount)
    await records.audit.record({
      at: by.now,
      actor: by.author,
      action: 'order.refund',
      subject: { kind: 'order', id: orderId },
      storeId: by.storeId ?? null,
      after: { refundId: row.id, tenderId, method: row.method, amount, state: row.state, reason: by.reason },
    })
    await records.orders.addEvent(orderId, by.handedBack === true ? 'refund-done' : 'refund-due', by, {
      refundId: row.id,
      method: row.method,
      amount,
      reason: by.reason,
    })
    if (row.state === 'due') announce('refund.due', { refundId: row.id, orderId })
    done.push(row)
  }
  return done
}
