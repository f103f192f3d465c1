import { contactKeys, nameWords } from '../src/shop/orders/contact-keys.ts'
import type { Row } from '../src/shop/tables.ts'
import type { Dice } from './big-shop-dice.ts'
import type { Goods, Ware } from './big-shop-goods.ts'
import { foreignNames, givenNames, surnames } from './big-shop-words.ts'
import type { Load } from './bulk-load.ts'

const hour = 3_600_000
const day = 24 * hour
/** Nearly all of a year's orders are done with; of those of so many days not all. */
const openFor = 4 * day
const returnable = 7 * day

type Level = { onHand: number; reserved: number }

/** A year's orders with all that belongs to them, and the levels that are left of it. */
export class OrderWriter {
  readonly #load: Load
  readonly #dice: Dice
  readonly #goods: Goods
  /** By store, then by ware. */
  readonly #levels: Level[][]
  readonly #numbers = new Map<string, number>()
  readonly #shifts = new Map<string, string>()
  readonly #now: number
  #returns = 0

  constructor(load: Load, dice: Dice, goods: Goods, now: number) {
    this.#load = load
    this.#dice = dice
    this.#goods = goods
    this.#now = now
    this.#levels = goods.storeIds.map(() => goods.wares.map(() => ({ onHand: 0, reserved: 0 })))
  }

  async write(count: number, from: number): Promise<void> {
    this.#addShifts(from)
    for (let index = 0; index < count; index++) {
      this.#order(Math.floor(from + ((index + this.#dice.next()) / count) * (this.#now - from)))
      if (index % 5000 === 0) await this.#load.flush()
    }
    for (const [month, last] of this.#numbers) this.#load.add('order_numbers', { month, last })
    await this.#addLevels(from - day)
  }

  #order(at: number): void {
    const dice = this.#dice
    const channel = dice.chance(0.6)
      ? 'counter'
      : dice.one(['web', 'web', 'web', 'web', 'live', 'live'] as const)
    const kind = channel === 'counter' ? 'counter' : dice.chance(0.5) ? 'pickup' : 'delivery'
    const store = dice.below(this.#goods.storeIds.length)
    const state = this.#stateOf(kind, this.#now - at)
    const id = dice.id(at)
    const lines = this.#lines(id, dice.chance(0.7) ? 1 : 2)
    const total = lines.reduce((sum, { row }) => sum + row.total, 0)
    const given = state === 'cancelled' || state === 'expired'
    const waits = state === 'placed' || state === 'ready'
    const doneAt =
      given || waits || state === 'paid' || state === 'shipped' ? null : at + (kind === 'counter' ? 0 : hour)
    const back = doneAt !== null && dice.chance(0.03)
    const order: Row<'orders'> = {
      ...{ id, number: this.#number(at), kind, channel, ...this.#contact(channel) },
      state: back && state !== 'closed' ? (lines.length === 1 ? 'returned' : 'part-returned') : state,
      address: kind === 'delivery' ? `${1 + dice.below(900)} 南京路, 上海` : null,
      ...{ latitude: null, longitude: null, note: null, room_slug: channel === 'live' ? 'main' : null },
      payment_method: kind === 'counter' ? 'cash' : kind === 'pickup' ? 'pay-at-pickup' : 'cash-on-delivery',
      ...{ currency: 'CNY', total, captured: given || waits ? 0 : total },
      refunded: back ? (lines[0]?.row.total ?? 0) : 0,
      hold_expires_at: waits && kind === 'pickup' ? this.#now + 3 * day : null,
      ...{ placed_at: at, paid_at: given || waits ? null : at + 60_000, done_at: doneAt },
      returnable_until: doneAt === null ? null : doneAt + returnable,
      closed_at: given ? at + hour : state === 'closed' ? at + returnable + hour : null,
      staff_id: null,
      shift_id: kind === 'counter' ? this.#shiftAt(store, at) : null,
    }
    this.#load.add('orders', order)
    for (const term of nameWords(order.contact_name)) this.#load.add('order_words', { order_id: id, term })
    this.#goodsOf(order, store, lines, at)
    const tenderId = this.#tender(order, store, at)
    if (back && tenderId !== null && lines[0]) this.#takeBack(order, store, lines[0], tenderId, at + day)
    this.#events(order, at)
  }

  #stateOf(kind: string, age: number): Row<'orders'>['state'] {
    const dice = this.#dice
    if (kind === 'counter') return age > returnable ? 'closed' : 'collected'
    if (dice.chance(0.03)) return 'cancelled'
    if (dice.chance(0.02)) return 'expired'
    if (age > returnable + day) return 'closed'
    if (age < openFor && dice.chance(0.4)) {
      return kind === 'pickup' ? dice.one(['placed', 'ready']) : dice.one(['paid', 'shipped'])
    }
    return kind === 'pickup' ? 'collected' : 'delivered'
  }

  /** The few that everybody buys, and the many that hardly anybody does. */
  #lines(orderId: string, count: number): { ware: number; row: Row<'order_lines'> }[] {
    const { wares } = this.#goods
    const chosen = new Set<number>()
    while (chosen.size < count) chosen.add(Math.floor(wares.length * this.#dice.next() ** 3))
    return Array.from(chosen, (ware, position) => {
      const { variantId, productId, sku, title, variantTitle, price } = wares[ware] as Ware
      const quantity = this.#dice.chance(0.85) ? 1 : 2
      const row = {
        ...{ order_id: orderId, variant_id: variantId, position, product_id: productId, sku, title },
        ...{ variant_title: variantTitle, quantity, unit_price: price, total: price * quantity },
        ...{
          stock_policy: 'hold' as const,
          return_days: 7,
          return_exception: null,
          returned: 0,
          dropped: 0,
          refunded: 0,
        },
      }
      return { ware, row }
    })
  }

  #goodsOf(
    order: Row<'orders'>,
    store: number,
    lines: { ware: number; row: Row<'order_lines'> }[],
    at: number,
  ): void {
    const { kind, id: order_id } = order
    const storeId = this.#storeId(store)
    const id = this.#dice.id(at)
    const given = order.state === 'cancelled' || order.state === 'expired'
    const waits = order.state === 'placed' || order.state === 'ready' || order.state === 'paid'
    const gone = kind === 'delivery' ? ('delivered' as const) : ('collected' as const)
    const open = order.state === 'ready' ? 'ready' : 'waiting'
    this.#load.add('fulfilments', {
      ...{ id, order_id, store_id: storeId, kind },
      state: given ? 'cancelled' : waits ? open : order.state === 'shipped' ? 'shipped' : gone,
      pickup_code: kind === 'pickup' ? id.slice(-16).toUpperCase() : null,
      ...{ slot_starts_at: null, carrier: null, tracking_number: null },
      ready_at: order.state === 'ready' ? at + hour : null,
      shipped_at: kind === 'delivery' && !given && !waits ? at + hour : null,
      ...{ done_at: order.done_at, done_by: null },
    })
    for (const { ware, row } of lines) {
      const { variant_id, quantity } = row
      const back = order.refunded > 0 && row.position === 0
      this.#load.add('order_lines', back ? { ...row, returned: quantity, refunded: row.total } : row)
      this.#load.add('allocations', {
        ...{ fulfilment_id: id, order_id, store_id: storeId, variant_id, quantity },
        state: given ? 'released' : waits ? 'reserved' : 'gone',
      })
      const move = (
        movement: Row<'stock_movements'>['kind'],
        on_hand: number,
        reserved: number,
        when: number,
      ) =>
        this.#move({ store, ware, kind: movement, on_hand, reserved, order_id, fulfilment_id: id, at: when })
      if (kind === 'counter') move('sale', -quantity, 0, at)
      else move('reserve', 0, quantity, at)
      if (given) move('release', 0, -quantity, at + hour)
      else if (kind !== 'counter' && !waits)
        move(kind === 'delivery' ? 'ship' : 'hand-over', -quantity, -quantity, at + hour)
    }
  }

  #tender(order: Row<'orders'>, store: number, at: number): string | null {
    if (order.captured === 0) return null
    const id = this.#dice.id(at + 60_000)
    const method = order.kind === 'delivery' ? 'other' : this.#dice.one(['cash', 'card', 'other'] as const)
    this.#load.add('tenders', {
      ...{ id, order_id: order.id, position: 1, method, state: 'captured', amount: order.captured },
      ...{ refunded: order.refunded, currency: 'CNY', tendered: null, reference: null },
      ...{ store_id: order.kind === 'delivery' ? null : this.#storeId(store), shift_id: order.shift_id },
      ...{ staff_id: null, at: at + 60_000 },
    })
    return id
  }

  #takeBack(
    order: Row<'orders'>,
    store: number,
    { ware, row }: { ware: number; row: Row<'order_lines'> },
    tenderId: string,
    at: number,
  ): void {
    const id = this.#dice.id(at)
    const [storeId, order_id] = [this.#storeId(store), order.id]
    this.#load.add('returns', {
      ...{ id, number: `R-${++this.#returns}`, order_id, kind: 'return', via: 'store', state: 'received' },
      ...{ store_id: storeId, reason: 'unwanted', note: null, carrier: null, tracking_number: null },
      ...{ amount: row.total, requested_at: at, requested_by: null, decided_at: at, decided_by: null },
    })
    this.#load.add('return_lines', {
      ...{ return_id: id, order_id, variant_id: row.variant_id, quantity: row.quantity, amount: row.total },
      ...{ restocked: row.quantity, written_off: 0 },
    })
    this.#load.add('refunds', {
      ...{
        id: this.#dice.id(at),
        order_id,
        tender_id: tenderId,
        return_id: id,
        method: 'cash',
        amount: row.total,
      },
      ...{ state: 'done', reason: 'return', reference: null, store_id: storeId, shift_id: null },
      ...{ staff_id: null, at, done_at: at, attempts: 0, sending_until: null },
    })
    const movement = { on_hand: row.quantity, reserved: 0, order_id, fulfilment_id: null, at }
    this.#move({ store, ware, kind: 'return', ...movement })
  }

  #events(order: Row<'orders'>, at: number): void {
    const happened = order.done_at === null ? ['placed'] : ['placed', 'collect']
    for (const [index, kind] of happened.entries()) {
      this.#load.add('order_events', {
        ...{ id: this.#dice.id(at + index), order_id: order.id, position: index + 1, kind, data: '{}' },
        ...{ staff_id: null, staff_name: null, at: at + index },
      })
    }
  }

  #move(
    movement: Pick<
      Row<'stock_movements'>,
      'kind' | 'on_hand' | 'reserved' | 'order_id' | 'fulfilment_id' | 'at'
    > & {
      readonly store: number
      readonly ware: number
    },
  ): void {
    const { store, ware, kind, on_hand, reserved, order_id, fulfilment_id, at } = movement
    const level = this.#levels[store]?.[ware]
    if (level === undefined) throw new Error('there is no such level')
    level.onHand += on_hand
    level.reserved += reserved
    this.#load.add('stock_movements', {
      ...{
        id: this.#dice.id(at),
        store_id: this.#storeId(store),
        variant_id: this.#goods.wares[ware]?.variantId ?? '',
      },
      ...{ kind, on_hand, reserved, reason: null, note: null, order_id, fulfilment_id },
      ...{ document_kind: null, document_id: null, staff_id: null, at },
    })
  }

  /** What there must have been in the beginning, so that all of it could be sold. */
  async #addLevels(at: number): Promise<void> {
    for (const [store, levels] of this.#levels.entries()) {
      for (const [ware, level] of levels.entries()) {
        const left = this.#dice.chance(0.05) ? this.#dice.below(4) : 4 + this.#dice.below(60)
        const first = left + level.reserved - level.onHand
        const [store_id, variant_id] = [this.#storeId(store), this.#goods.wares[ware]?.variantId ?? '']
        if (first > 0) {
          this.#load.add('stock_movements', {
            ...{ id: this.#dice.id(at), store_id, variant_id, kind: 'adjust', on_hand: first, reserved: 0 },
            ...{ reason: 'received', note: null, order_id: null, fulfilment_id: null },
            ...{ document_kind: null, document_id: null, staff_id: null, at },
          })
        }
        this.#load.add('stock_levels', {
          ...{ store_id, variant_id, on_hand: left + level.reserved, reserved: level.reserved, low_at: null },
        })
        if (ware % 10_000 === 0) await this.#load.flush()
      }
    }
  }

  #contact(channel: string) {
    const dice = this.#dice
    if (channel === 'counter' && dice.chance(0.8)) {
      return { contact_name: null, contact_phone: null, ...contactKeys(null) }
    }
    const chinese = `${dice.one(surnames)}${dice.one(givenNames)}${dice.chance(0.6) ? dice.one(givenNames) : ''}`
    const name = dice.chance(0.1) ? dice.one(foreignNames) : chinese
    const phone = `13${String(dice.below(150_000) * 6007).padStart(9, '0')}`
    return { contact_name: name, contact_phone: phone, ...contactKeys({ name, phone }) }
  }

  #number(at: number): string {
    const month = new Date(at + 8 * hour).toISOString().slice(2, 7).replace('-', '')
    const last = (this.#numbers.get(month) ?? 0) + 1
    this.#numbers.set(month, last)
    return `${month}-${String(last).padStart(4, '0')}`
  }

  /** One a store and day. */
  #addShifts(from: number): void {
    for (let at = Math.floor(from / day) * day; at <= this.#now; at += day) {
      for (const [store, store_id] of this.#goods.storeIds.entries()) {
        const id = this.#dice.id(at)
        const over = at + day < this.#now
        this.#shifts.set(`${store} ${at / day}`, id)
        this.#load.add('shifts', {
          ...{ id, store_id, till: '1', currency: 'CNY', opened_at: at, opened_by: 'bench', opening_cash: 0 },
          ...{ closed_at: over ? at + day : null, closed_by: null },
          ...{ expected_cash: over ? 0 : null, counted_cash: over ? 0 : null, note: null },
        })
      }
    }
  }

  #shiftAt(store: number, at: number): string | null {
    return this.#shifts.get(`${store} ${Math.floor(at / day)}`) ?? null
  }

  #storeId(store: number): string {
    return this.#goods.storeIds[store] ?? ''
  }
}
