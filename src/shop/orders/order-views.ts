import { isoTime } from '../../fields.ts'
import type { OrderView } from '../../wire.ts'
import { imageUrl } from '../catalog/product-views.ts'
import type { Records } from '../changes.ts'
import { storeView } from '../stores/store-views.ts'
import type { OrderLineRow, OrderRow } from './orders-store.ts'
import { showPickupCode } from './pickup-code.ts'

/**
 * `with-code`: the pickup code too, while it can be used. Lists and messages go without: a studio is on a
 * screen that its host may be streaming.
 */
export type Disclosure = 'with-code' | 'without-code'

/** The views of orders, in the order of the rows. */
export async function orderViews(
  records: Records,
  orders: readonly OrderRow[],
  disclosure: Disclosure,
): Promise<OrderView[]> {
  const lines = await records.orders.lines(orders.map(order => order.id))
  const stores = await records.stores.findAll([...new Set(orders.map(order => order.store_id))])
  const pictures = await records.catalog.picturesOf([...new Set(lines.map(line => line.product_id))])
  const imageOf = (productId: string) => {
    const narrowest = pictures.find(picture => picture.product_id === productId)
    return narrowest === undefined ? null : imageUrl(narrowest.file)
  }
  return orders.map(order => {
    const store = stores.find(({ id }) => id === order.store_id)
    if (store === undefined) throw new Error(`order ${order.id} has no store`)
    return {
      id: order.id,
      number: order.number,
      state: order.state,
      total: { amount: order.total, currency: order.currency },
      lines: lines
        .filter(line => line.order_id === order.id)
        .map(line => lineView(line, order.currency, imageOf(line.product_id))),
      fulfilment:
        order.kind === 'pickup'
          ? { kind: 'pickup', store: storeView(store) }
          : { kind: 'delivery', store: storeView(store), address: order.address ?? '' },
      contact: { name: order.contact_name, phone: order.contact_phone },
      payment: { method: order.payment_method },
      roomSlug: order.room_slug,
      placedAt: isoTime(order.placed_at),
      ...waiting(order, disclosure),
    }
  })
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

/** What only an order that waits to be collected has. */
function waiting(order: OrderRow, disclosure: Disclosure): Pick<OrderView, 'pickupCode' | 'holdExpiresAt'> {
  if (order.state !== 'placed' || order.hold_expires_at === null || order.pickup_code === null) return {}
  const hold = { holdExpiresAt: isoTime(order.hold_expires_at) }
  return disclosure === 'with-code' ? { ...hold, pickupCode: showPickupCode(order.pickup_code) } : hold
}

function lineView(line: OrderLineRow, currency: string, image: string | null): OrderView['lines'][number] {
  return {
    variantId: line.variant_id,
    productId: line.product_id,
    sku: line.sku,
    title: line.title,
    variantTitle: line.variant_title,
    imageUrl: image,
    quantity: line.quantity,
    unitPrice: { amount: line.unit_price, currency },
    total: { amount: line.unit_price * line.quantity, currency },
  }
}
