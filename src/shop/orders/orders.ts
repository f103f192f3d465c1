import { requireStore } from '../../access.ts'
import { type AppError, ConflictError, NotFoundError, UnauthorizedError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import { type Page, pageOf, type Slice } from '../../paging.ts'
import type { Actor } from '../../route.ts'
import type { OrderEventView, OrderPreview, OrderView } from '../../wire.ts'
import { author } from '../actors.ts'
import type { Changes, Records } from '../changes.ts'
import type { FulfilmentRow } from '../fulfilment/fulfilments-store.ts'
import { readPickupCode, showPickupCode } from '../fulfilment/pickup-code.ts'
import { freePlaces } from '../fulfilment/visits.ts'
import { type Kept, once } from '../idempotency/once.ts'
import { payOrder } from '../payments/pay-order.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import type { AccessTokens } from './access-tokens.ts'
import { cancelOrder } from './cancel-order.ts'
import { deliverOrder } from './deliver-order.ts'
import type { Basket, Delivery, NewOrder, Payment, Pickup, Shipment } from './order-fields.ts'
import type { OrderFilter } from './order-list-store.ts'
import { refusalOf, type StepName } from './order-steps.ts'
import { orderView, orderViews, viewOf } from './order-views.ts'
import type { OrderRow } from './orders-store.ts'
import { ownParts, requireOwnPart } from './own-parts.ts'
import { type PlacingRules, placeOrder } from './place-order.ts'
import { previewOrder } from './preview-order.ts'
import { lockOrder, type StepBy, takeStep } from './take-step.ts'

export class Orders {
  readonly #changes: Changes
  readonly #rules: PlacingRules
  readonly #clock: StoreClock
  readonly #tokens: AccessTokens

  constructor(deps: {
    readonly changes: Changes
    readonly rules: PlacingRules
    readonly clock: StoreClock
    readonly tokens: AccessTokens
  }) {
    this.#changes = deps.changes
    this.#rules = deps.rules
    this.#clock = deps.clock
    this.#tokens = deps.tokens
  }

  /**
   * Places an order, once for each key: the same key with the same input again gives the same answer,
   * whatever has become of the order since. Refusals are not kept: a retry after new stock has come may
   * succeed.
   */
  async place(input: NewOrder, key: string): Promise<Kept> {
    const now = this.#changes.now()
    return this.#changes.make(async (records, announce) => {
      const made: FulfilmentRow[] = []
      const { status, body } = await once(
        records.keys,
        { key, call: 'place order', input, at: now },
        async () => {
          const placed = await placeOrder(records, announce, input, this.#rules, this.#clock, now)
          made.push(...placed.parts.fulfilments)
          const view = viewOf(placed.order, placed.parts, 'without-code')
          return { status: 201, body: view, writes: placed.writes }
        },
      )
      const id = 'id' in body ? String(body.id) : ''
      const fulfilments = made.length > 0 ? made : await records.fulfilments.ofOrders([id])
      return { status, body: this.#withSecrets(id, body, fulfilments) }
    })
  }

  /** What a basket would cost and from where it would come. */
  async preview(basket: Basket): Promise<OrderPreview> {
    return previewOrder(this.#changes.records, basket, this.#rules.maxQuantity)
  }

  /** When a store receives visitors, and how many more. */
  async slots(storeId: string) {
    const { records, now } = this.#changes
    const store = await records.stores.find(storeId)
    if (store === undefined) throw new NotFoundError('The store')
    return freePlaces(records, store, this.#clock, now())
  }

  /** What belongs to an answer and is not kept with it. */
  #withSecrets(id: string, answer: object, fulfilments: readonly FulfilmentRow[]): object {
    const [first] = fulfilments
    if (first === undefined) throw new Error('a kept answer has no order')
    const code = first.pickup_code === null ? {} : { pickupCode: showPickupCode(first.pickup_code) }
    return { ...withCodes(answer, fulfilments), ...code, accessToken: this.#tokens.of(id) }
  }

  /**
   * Returns the goods, and the money that was paid. Who works in one store cancels what that store gives, as `cancelOrder`
   * does; the buyer cancels all. Cancelling again changes nothing.
   */
  async cancel(id: string, actor: Actor, fulfilmentId?: string): Promise<OrderView> {
    return this.#changes.make(async (records, announce) => {
      const moved = await cancelOrder(records, announce, id, { fulfilmentId, actor }, this.#by(actor))
      return orderView(records, moved, 'without-code')
    })
  }

  /** `ready` or `ship`: the parts that are named, or all that this person may move. */
  async fulfil(
    id: string,
    step: Extract<StepName, 'ready' | 'ship'>,
    { fulfilmentId, carrier, trackingNumber }: Shipment,
    actor: Actor,
  ): Promise<OrderView> {
    return this.#changes.make(async (records, announce) => {
      const moved = await takeStep(records, announce, id, step, {
        ...this.#by(actor),
        carrier: carrier ?? null,
        trackingNumber: trackingNumber ?? null,
        only: await ownParts(records, id, fulfilmentId, actor),
      })
      return orderView(records, moved, 'without-code')
    })
  }

  /** A parcel has arrived, as `deliverOrder` says. */
  async deliver(id: string, { fulfilmentId, shiftId, refused }: Delivery, actor: Actor): Promise<OrderView> {
    return this.#changes.make(async (records, announce) => {
      const only = await ownParts(records, id, fulfilmentId, actor)
      const shift = shiftId === undefined ? undefined : await records.till.find(shiftId)
      if (shift !== undefined) requireStore(actor, shift.store_id)
      const till = { shiftId: shiftId ?? null, storeId: shift?.store_id ?? null }
      const by = { ...this.#by(actor), ...till, only }
      const moved = await deliverOrder(records, announce, id, refused, by)
      return orderView(records, moved, 'without-code')
    })
  }

  /** The order of a pickup code, whatever its state, for the assistant to look at before handing over. */
  async lookUp(code: string): Promise<OrderView> {
    const { records } = this.#changes
    const { order_id } = await byCode(records, code)
    return orderView(records, await found(records, order_id), 'without-code')
  }

  /** Hands an order over, once, in the store that keeps it, and takes what is left to pay. */
  async collect(pickup: Pickup, actor: Actor): Promise<OrderView> {
    const { code, storeId, shiftId, tender, tenders } = pickup
    requireStore(actor, storeId)
    return this.#changes.make(async (records, announce) => {
      const { id, order_id } = await byCode(records, code)
      const order = await lockOrder(records, order_id)
      const fulfilments = await records.fulfilments.ofOrders([order_id])
      const part = fulfilments.find(one => one.id === id)
      if (
        part !== undefined &&
        part.store_id !== storeId &&
        refusalOf('collect', order, fulfilments) === null
      ) {
        throw await wrongStore(records, order, part.store_id)
      }
      const moved = await takeStep(records, announce, order_id, 'collect', {
        ...this.#by(actor),
        tenders:
          tenders ?? (tender !== undefined && order.captured < order.total ? [{ method: tender }] : []),
        storeId,
        shiftId: shiftId ?? null,
        only: one => one.id === id,
      })
      return orderView(records, moved, 'without-code')
    })
  }

  /** Takes a payment of an open order over a counter, once for each key. */
  async pay(id: string, payment: Payment, actor: Actor, key: string): Promise<Kept> {
    const { storeId, shiftId, ...tender } = payment
    requireStore(actor, storeId)
    const by = this.#by(actor)
    return this.#changes.make((records, announce) =>
      once(records.keys, { key, call: 'pay order', input: { id, payment }, at: by.now }, async () => {
        const order = await lockOrder(records, id)
        const place = { storeId, shiftId: shiftId ?? null }
        const paid = await payOrder(records, announce, order, tender, { ...by, ...place })
        return { status: 201, body: await orderView(records, paid, 'without-code') }
      }),
    )
  }

  async note(id: string, text: string, actor: Actor): Promise<void> {
    await this.#changes.make(async records => {
      await lockOrder(records, id)
      requireOwnPart(await records.fulfilments.ofOrders([id]), actor)
      const by = this.#by(actor)
      await records.orders.addEvent(id, 'note', by, { text })
      await records.audit.record({
        ...{ at: by.now, actor: by.author, action: 'order.note', subject: { kind: 'order', id } },
        after: { text },
      })
    })
  }

  async timeline(id: string): Promise<OrderEventView[]> {
    const { records } = this.#changes
    await found(records, id)
    return (await records.orders.events(id)).map(({ id, kind, data, staff_name, at }) => ({
      id,
      kind,
      data: JSON.parse(data),
      by: staff_name,
      at: isoTime(at),
    }))
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

  /** Those of one buyer, newest first. @throws UnauthorizedError if one token is wrong. */
  async mine(wanted: readonly { readonly id: string; readonly accessToken: string }[]): Promise<OrderView[]> {
    if (wanted.some(({ id, accessToken }) => !this.isBuyer(id, accessToken))) {
      throw new UnauthorizedError('One of the access tokens is wrong.')
    }
    const { records } = this.#changes
    const rows = await records.orders.findAll([...new Set(wanted.map(({ id }) => id))])
    const newestFirst = rows.toSorted((a, b) => (a.id < b.id ? 1 : -1))
    return orderViews(records, newestFirst, 'with-code')
  }

  /** Of who works in one store, those that it gives goods to. */
  async list(filter: OrderFilter, slice: Slice, actor: Actor): Promise<Page<OrderView>> {
    const { records } = this.#changes
    const rows = await records.orderList.list(this.ofActor(filter, actor), slice)
    const { items, next } = pageOf(rows, slice.limit)
    return { items: await orderViews(records, items, 'without-code'), next }
  }

  /** The same, narrowed to what this person may see. @throws ForbiddenError for another store than their own. */
  ofActor(filter: OrderFilter, actor: Actor): OrderFilter {
    if (filter.storeId !== undefined) requireStore(actor, filter.storeId)
    const storeId = filter.storeId ?? (actor.kind === 'staff' ? actor.storeId : null) ?? undefined
    return { ...filter, storeId }
  }

  #by(actor: Actor): Pick<StepBy, 'author' | 'now' | 'clock'> {
    return { author: author(actor), now: this.#changes.now(), clock: this.#clock }
  }
}

async function found(records: Records, id: string): Promise<OrderRow> {
  const order = await records.orders.find(id)
  if (order === undefined) throw new NotFoundError('The order')
  return order
}

async function byCode(records: Records, typed: string): Promise<FulfilmentRow> {
  const code = readPickupCode(typed)
  const fulfilment = code === null ? undefined : await records.fulfilments.findByCode(code)
  if (fulfilment === undefined) throw new NotFoundError('An order with this pickup code')
  return fulfilment
}

async function wrongStore(records: Records, order: OrderRow, storeId: string): Promise<AppError> {
  const store = await records.stores.find(storeId)
  const name = store?.name ?? 'another store'
  return new ConflictError('wrong-store', `Order ${order.number} waits in ${name}.`, {
    number: order.number,
    store: { id: storeId, name },
  })
}

function withCodes(answer: object, fulfilments: readonly FulfilmentRow[]): object {
  // An answer of the version before has none.
  if (!('fulfilments' in answer) || !Array.isArray(answer.fulfilments)) return answer
  const shown = answer.fulfilments.map((part: { readonly id: string }) => {
    const code = fulfilments.find(({ id }) => id === part.id)?.pickup_code ?? null
    return code === null ? part : { ...part, pickupCode: showPickupCode(code) }
  })
  return { ...answer, fulfilments: shown }
}
