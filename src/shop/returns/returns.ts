import { ConflictError, ForbiddenError, NotFoundError } from '../../errors.ts'
import { type Page, pageOf, type Slice } from '../../paging.ts'
import type { ReturnPreview, ReturnView } from '../../wire.ts'
import type { Author } from '../actors.ts'
import type { Announce, Changes, Records } from '../changes.ts'
import { type Kept, once } from '../idempotency/once.ts'
import type { OrderRow } from '../orders/orders-store.ts'
import { lockOrder } from '../orders/take-step.ts'
import { sendingRefusal } from '../payments/send-refund.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import { requireCurrency, shiftNeeded, shiftToPayFrom } from '../till/open-shift.ts'
import { decided, receiveReturn } from './receive-return.ts'
import { reckonReturn, requestReturn } from './request-return.ts'
import type { NewReturn, Parcel, RefundDone, ReturnReceipt, WantedReturn } from './return-fields.ts'
import { lineRefusal, orderRefusal } from './return-rules.ts'
import { returnViews } from './return-views.ts'
import type { ReturnFilter, ReturnRow } from './returns-store.ts'

/** Goods that come back: any line, any number of them, in any store or by post. */
export class Returns {
  readonly #changes: Changes
  readonly #clock: StoreClock

  constructor(changes: Changes, clock: StoreClock) {
    this.#changes = changes
    this.#clock = clock
  }

  /** What the buyer would get, and what speaks against it. Writes nothing. */
  async preview(orderId: string, wanted: WantedReturn): Promise<ReturnPreview> {
    const { records, now } = this.#changes
    const order = await records.orders.find(orderId)
    if (order === undefined) throw new NotFoundError('The order')
    const { lines, amount, plan } = await reckonReturn(records, order, wanted)
    const tenders = await records.payments.tenders([orderId])
    const money = (amount: number) => ({ amount, currency: order.currency })
    const at = now()
    const judged = lines.map(({ line, quantity, worth, until }) => ({
      tooMany: quantity > line.quantity - line.returned,
      view: {
        variantId: line.variant_id,
        quantity,
        amount: money(worth),
        refusal: lineRefusal(line, until, at)?.type ?? null,
      },
    }))
    const refusals = judged.map(({ tooMany, view }) => (tooMany ? 'more-than-bought' : view.refusal))
    return {
      amount: money(amount),
      refusal: orderRefusal(order)?.type ?? refusals.find(type => type !== null) ?? null,
      lines: judged.map(({ view }) => view),
      refunds: plan.flatMap(({ tenderId, amount }) => {
        const method = tenders.find(({ id }) => id === tenderId)?.method
        return method === undefined ? [] : [{ tenderId, method, amount: money(amount) }]
      }),
    }
  }

  /** Asks for a return, once for each key. @param author null: the buyer. */
  async request(orderId: string, input: NewReturn, author: Author | null, key: string): Promise<Kept> {
    const now = this.#changes.now()
    return this.#changes.make(async (records, announce) =>
      once(records.keys, { key, call: 'request return', input: { orderId, ...input }, at: now }, async () => {
        const order = await lockOrder(records, orderId)
        const row = await requestReturn(records, order, input, author, this.#clock, now)
        announce('return.requested', { returnId: row.id, orderId })
        return { status: 201, body: await view(records, row) }
      }),
    )
  }

  /** Takes a return in, in any store. @throws as `receiveReturn`. */
  async receive(id: string, input: ReturnReceipt, author: Author): Promise<ReturnView> {
    return this.#decide(id, async (records, announce, order, row, now) => {
      const settled = await receiveReturn(records, announce, order, row, input, { author, now })
      await records.audit.record({
        at: now,
        actor: author,
        action: 'return.received',
        subject: { kind: 'return', id },
        storeId: settled.store_id,
        before: { state: row.state },
        after: { state: settled.state, amount: settled.amount, number: settled.number },
      })
      return settled
    })
  }

  /** The units can be asked back anew. @param author null: the buyer. */
  async end(
    id: string,
    to: 'cancelled' | 'refused',
    author: Author | null,
    reason: string | null,
  ): Promise<ReturnView> {
    return this.#decide(id, async (records, announce, order, row, now) => {
      if (row.state === to) return row
      const settled = await records.returns.settle(id, {
        state: to,
        decided_at: now,
        decided_by: author?.id ?? null,
        ...(reason !== null && { note: reason }),
      })
      if (settled === undefined) throw decided(row)
      for (const line of await records.returns.lines([id])) {
        if (!(await records.returns.claim(order.id, line.variant_id, -line.quantity))) {
          throw new Error(`the units of return ${id} were not its own`)
        }
      }
      await records.orders.addEvent(order.id, `return-${to}`, { author, now }, { returnId: id, reason })
      await records.audit.record({
        at: now,
        actor: author,
        action: `return.${to}`,
        subject: { kind: 'return', id },
        storeId: row.store_id,
        before: { state: row.state },
        after: { state: to, reason },
      })
      announce('return.ended', { returnId: id, orderId: order.id })
      return settled
    })
  }

  /** By which parcel it comes. */
  async addParcel(id: string, parcel: Parcel): Promise<ReturnView> {
    return this.#decide(id, async (records, _announce, _order, row) => {
      const { carrier, trackingNumber } = parcel
      if (row.via !== 'post') throw new ConflictError('not-by-post', 'This return is brought to a store.')
      const changed = await records.returns.settle(id, { carrier, tracking_number: trackingNumber })
      if (changed === undefined) throw decided(row)
      return changed
    })
  }

  /**
   * The money has gone back, over the counter out of a till that is open. Doing it again changes nothing.
   * @throws ConflictError `shift-needed`, `other-currency`, `refund-sending`, `refund-unsure`
   */
  async finishRefund(id: string, input: RefundDone, author: Author, ownStore: string | null): Promise<void> {
    await this.#changes.make(async records => {
      const now = this.#changes.now()
      const orderId = await records.payments.orderOfRefund(id)
      if (orderId === undefined) throw new NotFoundError('The refund')
      const { currency } = await lockOrder(records, orderId)
      const refund = await records.payments.refund(id)
      if (refund === undefined) throw new NotFoundError('The refund')
      if (refund.state === 'done') return
      const refusal = sendingRefusal(refund, input.reference, now)
      if (refusal !== null) throw refusal
      const shift = input.shiftId === null ? null : await shiftToPayFrom(records, input.shiftId)
      if (shift !== null) requireCurrency(shift, currency)
      const store = shift?.store_id ?? refund.store_id ?? ownStore
      // Any store may pay it out, but each from its own till.
      if (ownStore !== null && store !== null && store !== ownStore) {
        throw new ForbiddenError('You work in another store.')
      }
      // What a carrier took may go back by a bank; cash itself comes out of a till.
      if (shift === null && refund.method === 'cash') throw shiftNeeded()
      await records.payments.completeRefund(id, {
        reference: input.reference,
        shift_id: shift?.id ?? null,
        staff_id: author.id,
        store_id: store,
        done_at: now,
      })
      const { method, amount } = refund
      const data = { refundId: id, method, amount, reference: input.reference }
      await records.orders.addEvent(refund.order_id, 'refund-done', { author, now }, data)
      await records.audit.record({
        at: now,
        actor: author,
        action: 'refund.done',
        subject: { kind: 'refund', id },
        storeId: store,
        before: { state: 'due' },
        after: { state: 'done', method, amount },
      })
    })
  }

  async ofOrder(orderId: string): Promise<ReturnView[]> {
    const { records } = this.#changes
    return returnViews(records, await records.returns.ofOrder(orderId))
  }

  /** Whose order it is. */
  async orderOf(id: string): Promise<string> {
    return (await found(this.#changes.records, id)).order_id
  }

  /** Where it is to be brought or sent; null: wherever. */
  async storeOf(id: string): Promise<string | null> {
    return (await found(this.#changes.records, id)).store_id
  }

  async view(id: string): Promise<ReturnView> {
    const { records } = this.#changes
    return view(records, await found(records, id))
  }

  async list(filter: ReturnFilter, slice: Slice): Promise<Page<ReturnView>> {
    const { records } = this.#changes
    const { items, next } = pageOf(await records.returns.list(filter, slice), slice.limit)
    return { items: await returnViews(records, items), next }
  }

  /** Under the lock of its order, which comes before all else in every change. */
  async #decide(
    id: string,
    work: (
      records: Records,
      announce: Announce,
      order: OrderRow,
      row: ReturnRow,
      now: number,
    ) => Promise<ReturnRow>,
  ): Promise<ReturnView> {
    const now = this.#changes.now()
    return this.#changes.make(async (records, announce) => {
      const order = await lockOrder(records, (await found(records, id)).order_id)
      const row = await found(records, id)
      return view(records, await work(records, announce, order, row, now))
    })
  }
}

async function found(records: Records, id: string): Promise<ReturnRow> {
  const row = await records.returns.find(id)
  if (row === undefined) throw new NotFoundError('The return')
  return row
}

async function view(records: Records, row: ReturnRow): Promise<ReturnView> {
  const [found] = await returnViews(records, [row])
  if (found === undefined) throw new Error('a return has no view')
  return found
}
