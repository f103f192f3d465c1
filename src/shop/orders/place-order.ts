import { ConflictError, NotFoundError } from '../../errors.ts'
import type { StockChange } from '../../events.ts'
import type { Announce, Records } from '../changes.ts'
import { newId } from '../ids.ts'
import { stockChange } from '../stock/stock.ts'
import type { StoreClock } from '../stores/store-clock.ts'
import type { StoreRow } from '../stores/stores-store.ts'
import { mergeLines, type Priced, type PricedLine, priceLines } from './basket.ts'
import { chooseStore, type Shortage } from './choose-store.ts'
import { type HoldRule, holdUntil } from './hold.ts'
import type { NewOrder } from './order-fields.ts'
import type { OrderRow } from './orders-store.ts'
import { newPickupCode } from './pickup-code.ts'

export type PlacingRules = HoldRule & { readonly maxQuantity: number }

/**
 * Prices a basket, reserves all of it in one store, and writes the order; all inside the caller's
 * transaction, which any refusal undoes.
 * @throws ConflictError `out-of-stock` naming each line that cannot be filled and what is left.
 */
export async function placeOrder(
  records: Records,
  announce: Announce,
  input: NewOrder,
  rules: PlacingRules,
  clock: StoreClock,
  now: number,
): Promise<OrderRow> {
  const wanted = mergeLines(input.lines, rules.maxQuantity)
  const variants = await records.catalog.variants(wanted.map(line => line.variantId))
  const products = await records.catalog.products([...new Set(variants.map(variant => variant.product_id))])
  const priced = priceLines(wanted, variants, products)
  const { fulfilment } = input
  const store = await (fulfilment.kind === 'pickup'
    ? pickupStore(records, fulfilment.storeId, priced.lines)
    : deliveryStore(records, priced.lines))
  const levels = await reserve(records, store.id, priced.lines)
  const month = clock.month(now)
  const sequence = await records.orders.nextNumber(month)
  const order: OrderRow = {
    id: newId(now),
    number: `${month}-${String(sequence).padStart(4, '0')}`,
    state: 'placed',
    kind: fulfilment.kind,
    store_id: store.id,
    address: fulfilment.kind === 'delivery' ? fulfilment.address : null,
    contact_name: input.contact.name,
    contact_phone: input.contact.phone,
    payment_method: input.payment.method,
    room_slug: input.roomSlug,
    currency: priced.currency,
    total: priced.total,
    pickup_code: fulfilment.kind === 'pickup' ? newPickupCode() : null,
    hold_expires_at: fulfilment.kind === 'pickup' ? holdUntil(rules, clock, store.closes, now) : null,
    placed_at: now,
    closed_at: null,
    closed_by: null,
    carrier: null,
    tracking_number: null,
  }
  await write(records, order, priced)
  announce('stock.changed', { levels })
  announce('order.placed', { orderId: order.id, number: order.number, roomSlug: order.room_slug, at: now })
  return order
}

async function pickupStore(
  records: Records,
  storeId: string,
  lines: readonly PricedLine[],
): Promise<StoreRow> {
  const store = await records.stores.find(storeId)
  if (store === undefined) throw new NotFoundError('The store')
  if (store.pickup === 'disabled') {
    throw new ConflictError('pickup-disabled', `${store.name} does not hand out orders.`)
  }
  // `all` too is filled from the store's own stock: what another store would have to send is not here to hand
  // over.
  await choose(records, lines, store.id)
  return store
}

async function deliveryStore(records: Records, lines: readonly PricedLine[]): Promise<StoreRow> {
  const store = await records.stores.find(await choose(records, lines, null))
  if (store === undefined) throw new Error('the chosen store does not exist')
  return store
}

async function choose(
  records: Records,
  lines: readonly PricedLine[],
  storeId: string | null,
): Promise<string> {
  const rows = await records.stock.levels(
    lines.map(line => line.variantId),
    storeId,
  )
  const choice = chooseStore(
    lines,
    rows.map(row => ({
      storeId: row.store_id,
      variantId: row.variant_id,
      available: row.on_hand - row.reserved,
    })),
  )
  if (choice.kind === 'short') throw outOfStock(lines, choice.lines)
  return choice.storeId
}

/** In the order of ids, so that two orders that want the same items never wait for each other in a ring. */
async function reserve(
  records: Records,
  storeId: string,
  lines: readonly PricedLine[],
): Promise<StockChange[]> {
  const changes: StockChange[] = []
  for (const line of lines.toSorted((a, b) => (a.variantId < b.variantId ? -1 : 1))) {
    const place = { store_id: storeId, variant_id: line.variantId }
    const level = await records.stock.change(place, { on_hand: 0, reserved: line.quantity })
    // Not on SQLite, where nobody else writes meanwhile: a database with several writers may have sold it
    // since `choose`.
    if (level === undefined) throw outOfStock(lines, [{ ...line, available: 0 }])
    changes.push(stockChange(level, line.productId))
  }
  return changes
}

async function write(records: Records, order: OrderRow, { lines }: Priced): Promise<void> {
  await records.orders.insert(
    order,
    lines.map((line, position) => ({
      order_id: order.id,
      store_id: order.store_id,
      variant_id: line.variantId,
      position,
      product_id: line.productId,
      sku: line.sku,
      title: line.title,
      variant_title: line.variantTitle,
      quantity: line.quantity,
      unit_price: line.unitPrice,
    })),
  )
  await records.stock.record(
    lines.map(line => ({
      id: newId(order.placed_at),
      store_id: order.store_id,
      variant_id: line.variantId,
      kind: 'reserve' as const,
      on_hand: 0,
      reserved: line.quantity,
      reason: null,
      order_id: order.id,
      staff_id: null,
      at: order.placed_at,
    })),
  )
}

function outOfStock(lines: readonly PricedLine[], short: readonly Shortage[]): ConflictError {
  const named = short.flatMap(({ variantId, quantity, available }) => {
    const line = lines.find(line => line.variantId === variantId)
    if (line === undefined) return []
    const { sku, title, variantTitle } = line
    return [{ variantId, sku, title, variantTitle, requested: quantity, available }]
  })
  const detail = named
    .map(({ title, variantTitle, requested, available }) => {
      const name = variantTitle === '' ? title : `${title} (${variantTitle})`
      return `${name}: ${requested} wanted, ${available === 0 ? 'none' : available} left`
    })
    .join('; ')
  return new ConflictError('out-of-stock', `${detail}.`, { lines: named })
}
