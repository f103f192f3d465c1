import type { Language } from './i18n.ts'
import { type MyOrder, orderPath } from './my-orders.ts'
import { whenText } from './show-time.ts'

/** Links to the orders that were placed on this device. */
export function MyOrderList({ orders, language }: { orders: readonly MyOrder[]; language: Language }) {
  const now = Date.now()
  return (
    <ul class="my-orders">
      {orders.map(order => (
        <li key={order.id}>
          <a class="my-order" href={orderPath(order)}>
            <span class="my-order-title">{order.title}</span>
            <span class="my-order-facts">
              {order.number} · {whenText(order.placedAt, language, now)}
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}
