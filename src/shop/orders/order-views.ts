import { isoTime } from '../../fields.ts'
import type { OrderLineView, OrderView } from '../../wire.ts'
import type { ProductFile } from '../catalog/pictures-store.ts'
import { imageUrl } from '../catalog/product-views.ts'
import type { Records } from '../changes.ts'
import { type FulfilmentParts, fulfilmentView } from '../fulfilment/fulfilment-views.ts'
import type { FulfilmentRow } from '../fulfilment/fulfilments-store.ts'
import { showPickupCode } from '../fulfilment/pickup-code.ts'
import { refundView, tenderView } from '../payments/payment-views.ts'
import type { RefundRow, TenderRow } from '../payments/payments-store.ts'
import { storeView } from '../stores/store-views.ts'
import type { StoreRow } from '../stores/stores-store.ts'
import { possibleSteps } from './order-steps.ts'
import type { OrderLineRow, OrderRow } from './orders-store.ts'
import { returnableUntil } from './returnable.ts'

/**
 * `with-code`: the pickup code too, while it can be used. Lists and messages go without: a studio is on a
 * screen that its host may be streaming.
 */
export type Disclosure = 'with-code' | 'without-code'

/** What is shown of orders beside their own rows; of as many orders as one likes. */
export type OrderParts = FulfilmentParts & {
  readonly lines: readonly OrderLineRow[]
  readonly fulfilments: readonly FulfilmentRow[]
  readonly tenders: readonly TenderRow[]
  readonly refunds: readonly RefundRow[]
  /** Of each product the narrowest of its first picture first. */
  readonly pictures: readonly Pick<ProductFile, 'product_id' | 'file'>[]
}

/** The views of orders, in the order of the rows. */
export async function orderViews(
  records: Records,
  orders: readonly OrderRow[],
  disclosure: Disclosure,
): Promise<OrderView[]> {
  const parts = await readParts(
    records,
    orders.map(order => order.id),
  )
  return orders.map(order => viewOf(order, parts, disclosure))
}

async function readParts(records: Records, ids: readonly string[]): Promise<OrderParts> {
  const lines = await records.orders.lines(ids)
  const fulfilments = await records.fulfilments.ofOrders(ids)
  return {
    lines,
    fulfilments,
    stores: await records.stores.findAll([...new Set(fulfilments.map(({ store_id }) => store_id))]),
    allocations: await records.fulfilments.allocations(ids),
    slots: await records.fulfilments.slots(fulfilments),
    tenders: await records.payments.tenders(ids),
    refunds: await records.payments.refunds(ids),
    pictures: await records.catalog.picturesOf([...new Set(lines.map(line => line.product_id))]),
  }
}

export function viewOf(order: OrderRow, parts: OrderParts, disclosure: Disclosure): OrderView {
  const { id, currency } = order
  const ofOrder = parts.fulfilments.filter(({ order_id }) => order_id === id)
  return {
    id,
    number: order.number,
    state: order.state,
    channel: order.channel,
    total: { amount: order.total, currency },
    captured: { amount: order.captured, currency },
    refunded: { amount: order.refunded, currency },
    lines: parts.lines
      .filter(line => line.order_id === id)
      .map((line, _, all) => lineView(line, order, all, imageOf(line.product_id, parts))),
    fulfilment: wayView(order, mainFulfilment(ofOrder), parts.stores),
    fulfilments: ofOrder.map(row => fulfilmentView(row, parts, disclosure === 'with-code')),
    tenders: parts.tenders.filter(({ order_id }) => order_id === id).map(tenderView),
    refunds: parts.refunds.filter(({ order_id }) => order_id === id).map(row => refundView(row, currency)),
    contact: contactView(order),
    note: order.note,
    payment: { method: order.payment_method },
    roomSlug: order.room_slug,
    placedAt: isoTime(order.placed_at),
    paidAt: timeOrNull(order.paid_at),
    doneAt: timeOrNull(order.done_at),
    steps: possibleSteps(order, ofOrder),
    ...waiting(order, mainFulfilment(ofOrder), disclosure),
  }
}

function imageOf(productId: string, { pictures }: OrderParts): string | null {
  const narrowest = pictures.find(picture => picture.product_id === productId)
  return narrowest === undefined ? null : imageUrl(narrowest.file)
}

export async function orderView(
  records: Records,
  order: OrderRow,
  disclosure: Disclosure,
): Promise<OrderView> {
  const [view] = await orderViews(records, [order], disclosure)
  if (view === undefined) throw new Error('an order has no view')
  return view
}

/** The first that is still meant; of an order that was given up, the first that was. */
export function mainFulfilment(fulfilments: readonly FulfilmentRow[]): FulfilmentRow {
  const main = fulfilments.find(({ state }) => state !== 'cancelled') ?? fulfilments.at(-1)
  if (main === undefined) throw new Error('an order has no fulfilment')
  return main
}

function wayView(
  order: OrderRow,
  { store_id }: FulfilmentRow,
  stores: readonly StoreRow[],
): OrderView['fulfilment'] {
  const row = stores.find(({ id }) => id === store_id)
  if (row === undefined) throw new Error(`order ${order.id} has no store`)
  const store = storeView(row)
  return order.kind === 'delivery'
    ? { kind: 'delivery', store, address: order.address ?? '' }
    : { kind: order.kind, store }
}

function contactView({ contact_name: name, contact_phone: phone }: OrderRow): OrderView['contact'] {
  return name === null || phone === null ? null : { name, phone }
}

/** What only an order that waits has. */
function waiting(
  order: OrderRow,
  { pickup_code }: FulfilmentRow,
  disclosure: Disclosure,
): Pick<OrderView, 'pickupCode' | 'holdExpiresAt'> {
  if (order.state !== 'placed' && order.state !== 'paid' && order.state !== 'ready') return {}
  return {
    ...(order.hold_expires_at !== null && { holdExpiresAt: isoTime(order.hold_expires_at) }),
    ...(disclosure === 'with-code' && pickup_code !== null && { pickupCode: showPickupCode(pickup_code) }),
  }
}

function lineView(
  line: OrderLineRow,
  order: OrderRow,
  all: readonly OrderLineRow[],
  image: string | null,
): OrderLineView {
  const { currency } = order
  return {
    variantId: line.variant_id,
    productId: line.product_id,
    sku: line.sku,
    title: line.title,
    variantTitle: line.variant_title,
    imageUrl: image,
    quantity: line.quantity,
    unitPrice: { amount: line.unit_price, currency },
    total: { amount: line.total, currency },
    returned: line.returned,
    dropped: line.dropped,
    returnableUntil: timeOrNull(returnableUntil(order, line, all)),
    returnException: line.return_exception,
    stockPolicy: line.stock_policy,
  }
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at)
}
