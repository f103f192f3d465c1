import type { Write } from '../../database/together.ts'
import { ConflictError } from '../../errors.ts'
import type { Announce, Records } from '../changes.ts'
import type { AllocationRow, FulfilmentRow } from '../fulfilment/fulfilments-store.ts'
import { goodsMovements, levelChanges } from '../fulfilment/move-goods.ts'
import { newPickupCode } from '../fulfilment/pickup-code.ts'
import type { Parcel } from '../fulfilment/route-delivery.ts'
import { bookSlot, type Slot } from '../fulfilment/visits.ts'
import { newId } from '../ids.ts'
import { stockChange } from '../stock/stock.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import { storeHours } from '../stores/store-views.ts'
import type { StoreRow } from '../stores/stores-store.ts'
import { notSold, type Priced, type PricedLine, priceBasket } from './basket.ts'
import { contactKeys } from './contact-keys.ts'
import { type HoldRule, holdUntil } from './hold.ts'
import type { NewOrder } from './order-fields.ts'
import type { OrderParts } from './order-views.ts'
import type { OrderLineRow, OrderRow } from './orders-store.ts'
import { isPaidAtHandOver } from './payment-methods.ts'
import { type Plan, planFulfilment } from './plan-fulfilment.ts'

export type PlacingRules = HoldRule & {
  readonly maxQuantity: number
  /** How long goods are kept for an order that is to be paid by a payment company. */
  readonly paymentHoldMinutes: number
  /** How long after its slot a visitor is waited for. */
  readonly visitGraceMinutes: number
}

/** An order that has its number and holds its goods; its rows are yet to be written, in the same transaction. */
export type Placed = {
  readonly order: OrderRow
  readonly parts: OrderParts
  readonly writes: readonly Write[]
}

/**
 * Prices a basket, finds the stores that fill it, and holds their goods; all inside the caller's transaction, which any
 * refusal undoes. What others wait for, levels and the number, is taken when all else is known, and nothing is read after.
 * @throws ConflictError `out-of-stock` naming each line that cannot be filled and what is left, `split-needed`,
 * `not-sold` naming each line that is not on sale, a draft and what does not exist by its `variantId` alone,
 * `price-changed`.
 */
export async function placeOrder(
  records: Records,
  announce: Announce,
  input: NewOrder,
  rules: PlacingRules,
  clock: StoreClock,
  now: number,
): Promise<Placed> {
  const priced = await priceBasket(records, input.lines, rules.maxQuantity)
  const refusal = notSold(priced) ?? priceChanged(priced, input.expectedTotal)
  if (refusal !== null) throw refusal
  const products = [...new Set(priced.lines.map(({ productId }) => productId))]
  const pictures = await records.catalog.picturesOf(products)
  const slot = await slotOf(records, input, clock, now)
  const { parcels, stores } = await holdGoods(records, announce, input.fulfilment, priced.lines)
  const order: OrderRow = {
    ...newOrder(input, priced, now),
    number: await nextOrderNumber(records, clock, now),
    hold_expires_at: holdOf(input, stores, slot, rules, clock, now),
  }
  const lines = lineRows(order, priced)
  const { id, number, room_slug: roomSlug, hold_expires_at: holdExpiresAt } = order
  announce('order.placed', { orderId: id, number, roomSlug, at: now, holdExpiresAt })
  const given = parcels.map(parcel =>
    parcelRows(order, parcel, heldOf(priced.lines), now, { slot_starts_at: slot?.startsAt ?? null }),
  )
  const fulfilments = given.map(({ fulfilment }) => fulfilment)
  const allocations = given.flatMap(part => part.allocations)
  const slots = slot === null ? [] : fulfilments.map(({ store_id }) => slotRow(store_id, slot))
  const held = allocations.filter(({ state }) => state === 'reserved')
  return {
    order,
    parts: { lines, fulfilments, allocations, stores, slots, pictures, tenders: [], refunds: [] },
    writes: [
      ...records.orders.inserts(order, lines),
      ...records.fulfilments.inserts(fulfilments, allocations),
      ...records.stock.records(goodsMovements(held, 'reserve', { staffId: null, now })),
      records.orders.firstEvent(id, 'placed', { author: null, now }),
    ],
  }
}

async function slotOf(records: Records, { fulfilment }: NewOrder, clock: StoreClock, now: number) {
  if (fulfilment.kind !== 'visit') return null
  return bookSlot(records, fulfilment.storeId, fulfilment.slotStartsAt, clock, now)
}

/**
 * Chooses the stores and reserves what is held from now on. In one store the choice is made without a lock: who comes
 * too late is refused without having waited for those who were quicker, and only who was overtaken in between looks
 * again, with the levels locked. Among several stores they are locked from the look on.
 */
async function holdGoods(
  records: Records,
  announce: Announce,
  fulfilment: NewOrder['fulfilment'],
  lines: readonly PricedLine[],
): Promise<Plan> {
  const held = heldOf(lines)
  for (const lock of fulfilment.kind === 'delivery' ? [true] : [false, true]) {
    const plan = await planFulfilment(records, fulfilment, lines, { lock })
    if (plan.refusal !== null) throw plan.refusal
    const goods = plan.parcels.flatMap(({ storeId, lines }) =>
      lines
        .filter(({ variantId }) => held.has(variantId))
        .map(({ variantId, quantity }) => ({ store_id: storeId, variant_id: variantId, quantity })),
    )
    const { levels, refused } = await records.stock.changeAll(levelChanges(goods, 'reserve'))
    if (refused.length > 0) continue
    const productOf = (id: string) => lines.find(({ variantId }) => variantId === id)?.productId ?? ''
    if (levels.length > 0) {
      announce('stock.changed', {
        levels: levels.map(level => stockChange(level, productOf(level.variant_id))),
      })
    }
    return plan
  }
  throw new Error('levels that are locked do not hold what they were seen to hold')
}

/** The variants that are reserved as soon as they are ordered. */
function heldOf(lines: readonly PricedLine[]): ReadonlySet<string> {
  return new Set(lines.filter(({ rule }) => rule.stockPolicy === 'hold').map(({ variantId }) => variantId))
}

function newOrder(
  input: NewOrder,
  { currency, total }: Priced,
  now: number,
): Omit<OrderRow, 'number' | 'hold_expires_at'> {
  const { fulfilment } = input
  const delivery = fulfilment.kind === 'delivery' ? fulfilment : null
  return {
    id: newId(now),
    state: 'placed',
    kind: fulfilment.kind,
    channel: input.roomSlug === null ? 'web' : 'live',
    contact_name: input.contact.name,
    contact_phone: input.contact.phone,
    ...contactKeys(input.contact),
    address: delivery?.address ?? null,
    latitude: delivery?.position?.latitude ?? null,
    longitude: delivery?.position?.longitude ?? null,
    note: input.note ?? null,
    payment_method: input.payment.method,
    room_slug: input.roomSlug,
    currency,
    total,
    captured: 0,
    refunded: 0,
    placed_at: now,
    paid_at: null,
    done_at: null,
    returnable_until: null,
    closed_at: null,
    staff_id: null,
    shift_id: null,
  }
}

export async function nextOrderNumber(records: Records, clock: StoreClock, now: number): Promise<string> {
  const month = clock.month(now)
  return `${month}-${String(await records.orders.nextNumber(month)).padStart(4, '0')}`
}

export function lineRows(order: Pick<OrderRow, 'id'>, { lines }: Priced): OrderLineRow[] {
  return lines.map((line, position) => ({
    order_id: order.id,
    variant_id: line.variantId,
    position,
    product_id: line.productId,
    sku: line.sku,
    title: line.title,
    variant_title: line.variantTitle,
    quantity: line.quantity,
    unit_price: line.unitPrice,
    total: line.total,
    stock_policy: line.rule.stockPolicy,
    return_days: line.rule.returnDays,
    return_exception: line.rule.returnException,
    returned: 0,
    dropped: 0,
    refunded: 0,
  }))
}

/** Writes what one store is to give, not reserved yet. */
export async function writeParcel(
  records: Records,
  order: Pick<OrderRow, 'id' | 'kind'>,
  parcel: Parcel,
  at: number,
  more: Partial<FulfilmentRow> = {},
): Promise<AllocationRow[]> {
  const { fulfilment, allocations } = parcelRows(order, parcel, new Set(), at, more)
  await records.fulfilments.insert([fulfilment], allocations)
  return allocations
}

/** `held`: the variants that are reserved by now; the others are planned. */
function parcelRows(
  order: Pick<OrderRow, 'id' | 'kind'>,
  parcel: Parcel,
  held: ReadonlySet<string>,
  at: number,
  more: Partial<FulfilmentRow>,
): { readonly fulfilment: FulfilmentRow; readonly allocations: AllocationRow[] } {
  const inStore = order.kind === 'pickup' || order.kind === 'visit'
  const fulfilment: FulfilmentRow = {
    id: newId(at),
    order_id: order.id,
    store_id: parcel.storeId,
    kind: order.kind,
    state: 'waiting',
    pickup_code: inStore ? newPickupCode() : null,
    slot_starts_at: null,
    carrier: null,
    tracking_number: null,
    ready_at: null,
    shipped_at: null,
    done_at: null,
    done_by: null,
    ...more,
  }
  const allocations = parcel.lines.map(({ variantId, quantity }) => ({
    fulfilment_id: fulfilment.id,
    order_id: order.id,
    store_id: parcel.storeId,
    variant_id: variantId,
    quantity,
    state: held.has(variantId) ? ('reserved' as const) : ('planned' as const),
  }))
  return {
    fulfilment,
    allocations: allocations.toSorted((a, b) => (a.variant_id < b.variant_id ? -1 : 1)),
  }
}

function slotRow(store_id: string, { startsAt, endsAt }: Slot) {
  return { store_id, starts_at: startsAt, ends_at: endsAt }
}

/** Until when the goods are kept unpaid; null: until someone cancels. */
function holdOf(
  input: NewOrder,
  stores: readonly StoreRow[],
  slot: Slot | null,
  rules: PlacingRules,
  clock: StoreClock,
  now: number,
): number | null {
  if (!isPaidAtHandOver(input.payment.method)) return now + rules.paymentHoldMinutes * 60_000
  const [store] = stores
  if (input.fulfilment.kind === 'delivery' || store === undefined) return null
  if (slot !== null) return slot.endsAt + rules.visitGraceMinutes * 60_000
  const hours = storeHours(store, clock)
  // A hold that ends just as the store closes is long enough.
  return holdUntil(rules, at => hours.closing(at - 1), now)
}

function priceChanged({ total, currency }: Priced, expected: number | undefined): ConflictError | null {
  if (expected === undefined || expected === total) return null
  return new ConflictError('price-changed', 'Prices have changed meanwhile. Look at the new total.', {
    total: { amount: total, currency },
  })
}
