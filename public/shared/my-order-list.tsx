import { type Language, localeOf } from './i18n.ts'
import { type MyOrder, orderPath } from './my-orders.ts'

/** Links to the orders that were placed on this device. */
export function MyOrderList({ orders, language }: { orders: readonly MyOrder[]; language: Language }) {
  const format = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <ul class="my-orders">
      {orders.map(order => (
        <li key={order.id}>
          <a class="my-order" href={orderPath(order)}>
            <span class="my-order-title">{order.title}</span>
            <span class="my-order-facts">
              {order.number} · {format.format(new Date(order.placedAt))}
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}
