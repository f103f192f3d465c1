import { ConflictError, NotFoundError } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import type { TenderMethod } from '../../wire.ts'
import type { Changes } from '../changes.ts'
import { newId } from '../ids.ts'
import { oneByOne } from '../one-by-one.ts'
import { refusalOf } from '../orders/order-steps.ts'
import { lockOrder } from '../orders/take-step.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import { type CaptureOutcome, capture } from './capture.ts'
import { type RemoteMethod, refundAnswerMs } from './payment-method.ts'
import type { RefundRow, TenderRow } from './payments-store.ts'
import { sendRefund } from './send-refund.ts'

const retryMs = 30_000
const atOnce = 100
/** A company that has not said a word for so long is asked. */
const silenceMs = 60_000

/** Payments by companies. The network is never waited for inside a transaction. */
export class Payments {
  readonly #changes: Changes
  readonly #methods: readonly RemoteMethod[]
  readonly #clock: StoreClock
  readonly #log: Logger
  readonly #refundAnswerMs: number
  readonly #closing = new AbortController()

  constructor(deps: {
    readonly changes: Changes
    readonly methods: readonly RemoteMethod[]
    readonly clock: StoreClock
    readonly log: Logger
    readonly refundAnswerMs?: number
  }) {
    this.#changes = deps.changes
    this.#methods = deps.methods
    this.#clock = deps.clock
    this.#log = deps.log
    this.#refundAnswerMs = deps.refundAnswerMs ?? refundAnswerMs
  }

  /** Waits for no company any more: what one was told is told again, by the same key, after the next start. */
  close(): void {
    this.#closing.abort(new Error('the shop closes'))
  }

  /** Asks a company for all that is still to be paid of an order. */
  async begin(orderId: string, method: TenderMethod) {
    const remote = this.#methods.find(one => one.method === method)
    if (remote === undefined)
      throw new ConflictError('no-such-method', `${method} is not offered here. Choose another way to pay.`)
    const now = this.#changes.now()
    const { order, tender } = await this.#changes.make(async records => {
      const order = await lockOrder(records, orderId)
      const refusal = refusalOf('pay', order, await records.fulfilments.ofOrders([orderId]))
      const due = order.total - order.captured
      if (refusal !== null) throw refusal
      if (due <= 0) throw new ConflictError('already-paid', `Order ${order.number} is paid.`)
      const id = newId(now)
      const tender: Omit<TenderRow, 'position'> = {
        ...{ id, order_id: orderId, method, state: 'pending', amount: due, refunded: 0 },
        ...{ currency: order.currency, tendered: null, reference: id },
        ...{ store_id: null, shift_id: null, staff_id: null, at: now },
      }
      await records.payments.addTender(tender)
      return { order, tender }
    })
    const { amount, currency, id: reference } = tender
    const { handover } = await remote.begin({ reference, orderNumber: order.number, amount, currency })
    return { tenderId: tender.id, reference, handover }
  }

  /** What a company says that it has taken, as often as it says so. */
  async captured(method: TenderMethod, reference: string, amount: number): Promise<CaptureOutcome> {
    const payment = { method, reference, amount }
    return this.#changes.make((records, announce) =>
      capture(records, announce, payment, { now: this.#changes.now(), clock: this.#clock }),
    )
  }

  async failed(method: TenderMethod, reference: string): Promise<void> {
    await this.#changes.make(async records => {
      const tender = await records.payments.tenderByReference(method, reference)
      if (tender === undefined) throw new NotFoundError('The payment')
      await records.payments.settle(tender.id, { state: 'failed' })
    })
  }

  /** Tells companies of the refunds that are due, each by itself. Returns when to come again; null: when woken. */
  async refundDue(): Promise<number | null> {
    const { records, now } = this.#changes
    const again: number[] = []
    const well = await oneByOne(
      allOf<RefundRow>(after => records.payments.dueRefunds(this.#names, after, atOnce)),
      async refund => {
        // Somebody else is sending it, and may die over it.
        const until = await this.#sendRefund(refund)
        if (until !== null) again.push(until)
      },
      ({ id }, error) =>
        this.#log.error({ err: error, refundId: id }, 'a refund could not be given to its company'),
    )
    if (!well) again.push(now() + retryMs)
    return again.length === 0 ? null : Math.min(...again)
  }

  async #sendRefund({ id, method }: RefundRow): Promise<number | null> {
    const remote = this.#methods.find(one => one.method === method)
    const closing = this.#closing.signal
    if (remote === undefined || closing.aborted) return null
    return sendRefund(this.#changes, remote, id, { answerMs: this.#refundAnswerMs, closing })
  }

  /** Asks after payments of which nobody has heard. Returns when to come again; null: nobody is to be asked. */
  async askAfterPending(): Promise<number | null> {
    if (this.#methods.length === 0) return null
    const { records, now } = this.#changes
    const since = now() - silenceMs
    await oneByOne(
      allOf<TenderRow>(after => records.payments.pendingTenders(this.#names, since, after, atOnce)),
      tender => this.#askAfter(tender),
      ({ id }, error) => this.#log.error({ err: error, tenderId: id }, 'a payment could not be asked after'),
    )
    return now() + silenceMs
  }

  async #askAfter({ id, method }: TenderRow): Promise<void> {
    const answer = await this.#methods.find(one => one.method === method)?.query(id)
    if (answer?.state === 'captured') await this.captured(method, id, answer.amount)
    if (answer?.state === 'failed') await this.failed(method, id)
  }

  get #names(): TenderMethod[] {
    return this.#methods.map(({ method }) => method)
  }
}

/** Page by page, so that those which stay as they are keep no others from their turn. */
async function* allOf<Row>(read: (after: Row | null) => Promise<readonly Row[]>): AsyncGenerator<Row> {
  for (let last: Row | null = null; ; ) {
    const rows: readonly Row[] = await read(last)
    yield* rows
    last = rows.at(-1) ?? null
    if (last === null || rows.length < atOnce) return
  }
}
