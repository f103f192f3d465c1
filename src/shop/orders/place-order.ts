import { ConflictError } from '../../errors.ts'
import type { Announce, Records } from '../changes.ts'
import type { AllocationRow, FulfilmentRow } from '../fulfilment/fulfilments-store.ts'
import { moveGoods } from '../fulfilment/move-goods.ts'
import { newPickupCode } from '../fulfilment/pickup-code.ts'
import type { Parcel } from '../fulfilment/route-delivery.ts'
import { bookSlot, type Slot } from '../fulfilment/visits.ts'
import { newId } from '../ids.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import { storeHours } from '../stores/store-views.ts'
import type { StoreRow } from '../stores/stores-store.ts'
import { notSold, type Priced, priceBasket } from './basket.ts'
import { contactKeys } from './contact-keys.ts'
import { type HoldRule, holdUntil } from './hold.ts'
import type { NewOrder } from './order-fields.ts'
import type { OrderLineRow, OrderRow } from './orders-store.ts'
import { isPaidAtHandOver } from './payment-methods.ts'
import { planFulfilment } from './plan-fulfilment.ts'
import { soldOut } from './shortage.ts'

export type PlacingRules = HoldRule & {
  readonly maxQuantity: number
  /** How long goods are kept for an order that is to be paid by a payment company. */
  readonly paymentHoldMinutes: number
  /** How long after its slot a visitor is waited for. */
  readonly visitGraceMinutes: number
}

/**
 * Prices a basket, finds the stores that fill it, and writes the order with what it holds; all inside the caller's
 * transaction, which any refusal undoes.
 * @throws ConflictError `out-of-stock` naming each line that cannot be filled and what is left, `split-needed`,
 * `not-sold`, `price-changed`.
 */
export async function placeOrder(
  records: Records,
  announce: Announce,
  input: NewOrder,
  rules: PlacingRules,
  clock: StoreClock,
  now: number,
): Promise<OrderRow> {
  const priced = await priceBasket(records, input.lines, rules.maxQuantity)
  const refusal = notSold(priced) ?? priceChanged(priced, input.expectedTotal)
  if (refusal !== null) throw refusal
  const { fulfilment } = input
  const slot =
    fulfilment.kind === 'visit'
      ? await bookSlot(records, fulfilment.storeId, fulfilment.slotStartsAt, clock, now)
      : null
  const plan = await planFulfilment(records, fulfilment, priced.lines, { lock: true })
  if (plan.refusal !== null) throw plan.refusal
  const position = fulfilment.kind === 'delivery' ? fulfilment.position : undefined
  const order: OrderRow = {
    id: newId(now),
    number: await nextOrderNumber(records, clock, now),
    state: 'placed',
    kind: fulfilment.kind,
    channel: input.roomSlug === null ? 'web' : 'live',
    contact_name: input.contact.name,
    contact_phone: input.contact.phone,
    ...contactKeys(input.contact),
    address: fulfilment.kind === 'delivery' ? fulfilment.address : null,
    latitude: position?.latitude ?? null,
    longitude: position?.longitude ?? null,
    note: input.note ?? null,
    payment_method: input.payment.method,
    room_slug: input.roomSlug,
    currency: priced.currency,
    total: priced.total,
    captured: 0,
    refunded: 0,
    hold_expires_at: holdOf(input, plan.stores, slot, rules, clock, now),
    placed_at: now,
    paid_at: null,
    done_at: null,
    returnable_until: null,
    closed_at: null,
    staff_id: null,
    shift_id: null,
  }
  await records.orders.insert(order, lineRows(order, priced))
  const visit = { slot_starts_at: slot?.startsAt ?? null }
  const allocations: AllocationRow[] = []
  for (const parcel of plan.parcels)
    allocations.push(...(await writeParcel(records, order, parcel, now, visit)))
  const held = new Set(
    priced.lines.filter(({ rule }) => rule.stockPolicy === 'hold').map(({ variantId }) => variantId),
  )
  const by = { staffId: null, now }
  const short = await moveGoods(
    records,
    announce,
    allocations.filter(({ variant_id }) => held.has(variant_id)),
    'reserve',
    by,
  )
  if (short.length > 0) throw await soldOut(records, short)
  await records.orders.addEvent(order.id, 'placed', { author: null, now })
  announce('order.placed', { orderId: order.id, number: order.number, roomSlug: order.room_slug, at: now })
  return order
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
    state: 'planned' as const,
  }))
  await records.fulfilments.insert(fulfilment, allocations)
  return allocations
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
