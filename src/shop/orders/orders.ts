import { ConflictError, NotFoundError } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { type Page, pageOf, type Slice } from '../../paging.ts'
import type { OrderView } from '../../wire.ts'
import type { Announce, Changes, Records } from '../changes.ts'
import { type Kept, once } from '../idempotency/once.ts'
import { newId } from '../ids.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import type { AccessTokens } from './access-tokens.ts'
import { closeOrder } from './close-order.ts'
import type { NewOrder, Pickup, Shipment, TenderMethod } from './order-fields.ts'
import { orderView, orderViews } from './order-views.ts'
import type { OrderFilter, OrderRow } from './orders-store.ts'
import { readPickupCode, showPickupCode } from './pickup-code.ts'
import { type PlacingRules, placeOrder } from './place-order.ts'

export class Orders {
  readonly #changes: Changes
  readonly #rules: PlacingRules
  readonly #clock: StoreClock
  readonly #tokens: AccessTokens
  readonly #log: Logger

  constructor(deps: {
    readonly changes: Changes
    readonly rules: PlacingRules
    readonly clock: StoreClock
    readonly tokens: AccessTokens
    readonly log: Logger
  }) {
    this.#changes = deps.changes
    this.#rules = deps.rules
    this.#clock = deps.clock
    this.#tokens = deps.tokens
    this.#log = deps.log
  }

  /**
   * Places an order, once for each key: the same key with the same input again gives the same answer,
   * whatever has become of the order since. Refusals are not kept: a retry after new stock has come may
   * succeed.
   */
  async place(input: NewOrder, key: string): Promise<Kept> {
    const now = this.#changes.now()
    return this.#changes.make(async (records, announce) => {
      const { status, body } = await once(
        records.keys,
        { key, call: 'place order', input, at: now },
        async () => {
          const order = await placeOrder(records, announce, input, this.#rules, this.#clock, now)
          return { status: 201, body: await orderView(records, order, 'without-code') }
        },
      )
      return { status, body: await this.#withSecrets(records, body) }
    })
  }

  /** What belongs to an answer and is not kept with it. */
  async #withSecrets(records: Records, answer: object): Promise<object> {
    const id = 'id' in answer ? String(answer.id) : ''
    const order = await records.orders.find(id)
    if (order === undefined) throw new Error('a kept answer has no order')
    const code = order.pickup_code === null ? {} : { pickupCode: showPickupCode(order.pickup_code) }
    return { ...answer, ...code, accessToken: this.#tokens.of(id) }
  }

  /** Returns the goods. Cancelling again changes nothing. */
  async cancel(id: string, staffId: string | null): Promise<OrderView> {
    return this.#changes.make(async (records, announce) => {
      const order = await found(records, id)
      if (order.state === 'cancelled') return orderView(records, order, 'without-code')
      const closed = await closeOrder(records, announce, order, 'cancel', {
        staffId,
        now: this.#changes.now(),
      })
      return orderView(records, closed, 'without-code')
    })
  }

  async ship(id: string, shipment: Shipment, staffId: string | null): Promise<OrderView> {
    return this.#changes.make(async (records, announce) => {
      const closed = await closeOrder(records, announce, await found(records, id), 'ship', {
        staffId,
        now: this.#changes.now(),
        carrier: shipment.carrier ?? null,
        trackingNumber: shipment.trackingNumber ?? null,
      })
      return orderView(records, closed, 'without-code')
    })
  }

  /** The order of a pickup code, whatever its state, for the assistant to look at before handing over. */
  async lookUp(code: string): Promise<OrderView> {
    const { records } = this.#changes
    return orderView(records, await byCode(records, code), 'without-code')
  }

  /** Hands an order over, once, in the store that keeps it. */
  async collect({ code, storeId, tender }: Pickup, staffId: string | null): Promise<OrderView> {
    return this.#changes.make(async (records, announce) => {
      const order = await byCode(records, code)
      if (order.state === 'placed' && order.store_id !== storeId) throw await wrongStore(records, order)
      const now = this.#changes.now()
      const closed = await closeOrder(records, announce, order, 'collect', { staffId, now })
      await records.orders.addTender({
        id: newId(now),
        order_id: order.id,
        method: tender ?? tenderOf(order.payment_method),
        amount: order.total,
        currency: order.currency,
        staff_id: staffId,
        at: now,
      })
      return orderView(records, closed, 'without-code')
    })
  }

  /**
   * Ends holds that are over, each in a change of its own, so that one that fails keeps no other from ending.
   * Returns when to come again; null if no hold is open.
   */
  async expireDue(): Promise<number | null> {
    const { records, now } = this.#changes
    let failed = false
    for (const { id } of await records.orders.due(now(), 100)) {
      try {
        await this.#changes.make((records, announce) => this.#expire(records, announce, id))
      } catch (error) {
        failed = true
        this.#log.error({ err: error, orderId: id }, 'a hold that is over could not be ended')
      }
    }
    return failed ? now() + 1000 : records.orders.nextExpiry()
  }

  async #expire(records: Records, announce: Announce, id: string): Promise<void> {
    const order = await found(records, id)
    // Collected or cancelled since it was read.
    if (order.state !== 'placed') return
    await closeOrder(records, announce, order, 'expire', { staffId: null, now: this.#changes.now() })
  }

  /** Whether `token` is the one that was given to the buyer of this order. */
  isBuyer(id: string, token: string | null): boolean {
    return token !== null && this.#tokens.matches(id, token)
  }

  /** For the buyer, and for staff who ask for this one order: with its pickup code. */
  async show(id: string): Promise<OrderView> {
    const { records } = this.#changes
    return orderView(records, await found(records, id), 'with-code')
  }

  /** For lists and messages: without the pickup code. */
  async view(id: string): Promise<OrderView> {
    const { records } = this.#changes
    return orderView(records, await found(records, id), 'without-code')
  }

  async list(filter: OrderFilter, slice: Slice): Promise<Page<OrderView>> {
    const { records } = this.#changes
    const { items, next } = pageOf(await records.orders.list(filter, slice), slice.limit)
    return { items: await orderViews(records, items, 'without-code'), next }
  }
}

async function found(records: Records, id: string): Promise<OrderRow> {
  const order = await records.orders.find(id)
  if (order === undefined) throw new NotFoundError('The order')
  return order
}

async function byCode(records: Records, typed: string): Promise<OrderRow> {
  const code = readPickupCode(typed)
  const order = code === null ? undefined : await records.orders.findByCode(code)
  if (order === undefined) throw new NotFoundError('An order with this pickup code')
  return order
}

async function wrongStore(records: Records, order: OrderRow): Promise<ConflictError> {
  const store = await records.stores.find(order.store_id)
  const name = store?.name ?? 'another store'
  return new ConflictError('wrong-store', `Order ${order.number} waits in ${name}.`, {
    number: order.number,
    store: { id: order.store_id, name },
  })
}

/** What was probably paid with when the assistant does not say. */
function tenderOf(paymentMethod: string): TenderMethod {
  return paymentMethod === 'cash' || paymentMethod === 'card' ? paymentMethod : 'other'
}
