import { once } from 'node:events'
import { type AppError, ConflictError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import type { Changes } from '../changes.ts'
import { lockOrder } from '../orders/take-step.ts'
import { RefundDeclinedError, type RemoteMethod, refundAnswerMs } from './payment-method.ts'
import type { RefundRow } from './payments-store.ts'

/** Longer than a company may take to answer, by what the clocks of two processes may differ. */
export const sendingMs = refundAnswerMs + 30_000

/** How long a company is waited for, and what ends that sooner. */
export type Patience = { readonly answerMs: number; readonly closing: AbortSignal }

/**
 * Sends a refund to its company: takes it in a transaction of its own, so that nobody else sends it or gives it back by hand
 * meanwhile, then asks the company outside of any, then writes down the answer. Who dies in between leaves it taken until
 * `sendingMs` are over; the next one asks with the same key, so that the company gives it once.
 * @returns null; or when to come again, since somebody else is sending it and may die over it. Epoch milliseconds.
 * @throws what the company threw.
 */
export async function sendRefund(
  changes: Changes,
  remote: RemoteMethod,
  refundId: string,
  patience: Patience,
): Promise<number | null> {
  const refund = await claim(changes, refundId)
  if (refund === null || typeof refund === 'number') return refund
  try {
    const tender = await changes.records.payments.tender(refund.tender_id)
    if (tender === undefined) throw new Error(`refund ${refundId} is of no payment`)
    const { reference } = await ask(remote, refund, tender.currency, patience)
    await complete(changes, refund, reference)
  } catch (error) {
    const until = error instanceof RefundDeclinedError ? null : changes.now()
    await changes.make(records => records.payments.endSending(refund, until))
    throw error
  }
  return null
}

/** Why a person cannot say now that a refund was given back by hand: its company may be giving it; null if they can. */
export function sendingRefusal(
  { sending_until: until }: RefundRow,
  reference: string | null,
  now: number,
): AppError | null {
  if (until === null) return null
  if (now < until) {
    const detail = 'The payment company is being told of this refund. Wait for its answer.'
    return new ConflictError('refund-sending', detail, { until: isoTime(until) })
  }
  if (reference !== null) return null
  return new ConflictError(
    'refund-unsure',
    'The payment company was told of this refund and has not answered. It is asked again by itself. Look at its own page before you give the money back another way, and say the reference of what you found or did.',
  )
}

function claim(changes: Changes, id: string): Promise<RefundRow | number | null> {
  return changes.make(async records => {
    const now = changes.now()
    const taken = await records.payments.claimRefund(id, { now, until: now + sendingMs })
    if (taken !== undefined) return taken
    const left = await records.payments.refund(id)
    // Whoever had it may have given it up since.
    return left?.state === 'due' ? (left.sending_until ?? now) : null
  })
}

async function ask(
  remote: RemoteMethod,
  refund: RefundRow,
  currency: string,
  { answerMs, closing }: Patience,
) {
  closing.throwIfAborted()
  const signal = AbortSignal.any([closing, AbortSignal.timeout(answerMs)])
  const { tender_id: reference, id: refundId, amount } = refund
  return Promise.race([
    remote.refund({ reference, refundId, amount, currency }, signal),
    // A company that heeds no signal is left alone.
    once(signal, 'abort').then((): never => {
      throw signal.reason
    }),
  ])
}

/** Also for who answers when somebody else has taken the refund since: the money is given. */
async function complete(changes: Changes, refund: RefundRow, reference: string | null): Promise<void> {
  await changes.make(async records => {
    const now = changes.now()
    const { id, order_id: orderId, method, amount } = refund
    await lockOrder(records, orderId)
    const done = await records.payments.completeRefund(id, { done_at: now, reference })
    if (done === undefined) return
    await records.orders.addEvent(orderId, 'refund-done', { author: null, now }, { method, amount })
  })
}
