import { NotFoundError } from '../../errors.ts'
import type { TenderMethod } from '../../wire.ts'
import type { Announce, Records } from '../changes.ts'
import { writeNotice } from '../notices/notices.ts'
import { cancelParts } from '../orders/cancel-order.ts'
import { orderSteps, refusalOf } from '../orders/order-steps.ts'
import type { OrderRow } from '../orders/orders-store.ts'
import { lacking, reacquire } from '../orders/reacquire.ts'
import { lockOrder, takeStep } from '../orders/take-step.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import { credit, noteDeals } from './pay-order.ts'
import type { TenderRow } from './payments-store.ts'
import { refund } from './refund.ts'

/** `again`: it was known already, and nothing was done. */
export type CaptureOutcome = 'again' | 'kept' | 'part' | 'refunded'

/**
 * Books money that a payment company has taken, once for each reference, whoever reports it: the buyer's browser, the
 * company's message, or a query (medusa #13301, pinelab-vendure-plugins #620). The money is there, so it is never
 * refused: what the order cannot use goes back, and the merchant is told.
 */
export async function capture(
  records: Records,
  announce: Announce,
  payment: { readonly method: TenderMethod; readonly reference: string; readonly amount: number },
  { now, clock }: { readonly now: number; readonly clock: StoreClock },
): Promise<CaptureOutcome> {
  const known = await records.payments.tenderByReference(payment.method, payment.reference)
  if (known === undefined) throw new NotFoundError('The payment')
  const order = await lockOrder(records, known.order_id)
  const tender = await records.payments.settle(known.id, { state: 'captured', amount: payment.amount })
  if (tender === undefined) return 'again'
  const outcome = await book({ records, announce, order, tender, now, clock }, known.amount)
  // It counts for the moment at which it was begun.
  await records.figures.forget(Number(tender.at), now)
  return outcome
}

async function book(context: Context, asked: number): Promise<CaptureOutcome> {
  const { order } = context
  if (order.state in orderSteps.pay.moves && order.captured < order.total) {
    return payOpen({ ...context, asked })
  }
  return order.state === 'expired' ? payLate(context) : payNeedlessly(context)
}

type Context = {
  readonly records: Records
  readonly announce: Announce
  readonly order: OrderRow
  readonly tender: TenderRow
  readonly now: number
  readonly clock: StoreClock
}

async function payOpen({ asked, ...context }: Context & { readonly asked: number }): Promise<CaptureOutcome> {
  const { records, announce, order, tender, now } = context
  const by = { author: null, now }
  const whole = order.captured + tender.amount >= order.total
  const gone = whole ? await lacking(records, order.id) : []
  if (gone.length > 0) {
    return cancelGone(
      context,
      gone.map(({ fulfilment_id }) => fulfilment_id),
    )
  }
  await credit(records, announce, order, tender, by)
  if (whole) await returnExcess(context)
  else if (tender.amount < asked) await tell(context, 'underpaid', { asked })
  return whole ? 'kept' : 'part'
}

/** Somebody else paid first for goods that no one held. */
async function cancelGone(context: Context, fulfilmentIds: readonly string[]): Promise<CaptureOutcome> {
  const { records, announce, order, now, clock } = context
  await count(context)
  const fulfilments = await records.fulfilments.ofOrders([order.id])
  const by = { author: null, now, clock, reason: 'sold out before it was paid' }
  // What another store has sent by now is the buyer's, and stays paid.
  const sent = refusalOf('cancel', order, fulfilments) !== null
  const gone = fulfilments.filter(({ id }) => fulfilmentIds.includes(id))
  if (sent) await cancelParts(records, announce, order, gone, by)
  else await takeStep(records, announce, order.id, 'cancel', by)
  await tell(context, 'sold-out-after-payment')
  return sent ? 'kept' : 'refunded'
}

/** The hold was over when the money came (codingXiaxw/seckill #41): the goods are taken anew, or the money goes back. */
async function payLate(context: Context): Promise<CaptureOutcome> {
  const { records, announce, order, tender, now } = context
  const credited = await count(context)
  const enough = credited.captured - credited.refunded >= order.total
  if (!enough || !(await reacquire(records, announce, order, now))) {
    await giveBack(context, tender.amount, 'paid after the hold was over')
    await tell(context, 'late-payment-refunded')
    return 'refunded'
  }
  const paid = await records.orders.move(order.id, 'expired', {
    state: orderSteps.reacquire.moves.expired,
    closed_at: null,
    hold_expires_at: null,
    paid_at: now,
  })
  if (paid === undefined) throw new Error(`order ${order.id} was moved by someone else`)
  await noteDeals(records, paid, now)
  await records.orders.addEvent(order.id, 'reacquire', { author: null, now })
  announce('order.paid', { orderId: order.id, number: order.number, roomSlug: order.room_slug, at: now })
  await tell(context, 'late-payment-kept')
  await returnExcess(context)
  return 'kept'
}

async function payNeedlessly(context: Context): Promise<CaptureOutcome> {
  await count(context)
  await giveBack(context, context.tender.amount, `paid when the order was ${context.order.state}`)
  await tell(context, 'needless-payment', { state: context.order.state })
  return 'refunded'
}

async function count({ records, order, tender, now }: Context): Promise<OrderRow> {
  const credited = await records.orders.addCaptured(order.id, tender.amount)
  const { method, amount } = tender
  await records.orders.addEvent(order.id, 'paid', { author: null, now }, { method, amount })
  return credited
}

/** More was paid than was asked for (youlai-mall #100). */
async function returnExcess(context: Context): Promise<void> {
  const order = await lockOrder(context.records, context.order.id)
  const excess = Math.min(order.captured - order.refunded - order.total, context.tender.amount)
  if (excess <= 0) return
  await giveBack(context, excess, 'paid too much')
  await tell(context, 'overpaid', { excess })
}

async function giveBack({ records, announce, order, tender, now }: Context, amount: number, reason: string) {
  await refund(records, announce, order.id, [{ tenderId: tender.id, amount }], { author: null, now, reason })
}

async function tell({ records, announce, order, tender, now }: Context, kind: string, more: object = {}) {
  const [fulfilment] = await records.fulfilments.ofOrders([order.id])
  const data = { method: tender.method, amount: tender.amount, currency: tender.currency, ...more }
  const storeId = fulfilment?.store_id ?? null
  await writeNotice(records, announce, { kind, orderId: order.id, storeId, data, now })
}
