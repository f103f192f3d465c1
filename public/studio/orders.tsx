import type { OrderView } from '../../src/wire.ts'
import { Loaded } from '../desk/loaded.tsx'
import { OrderState } from '../desk/order-state.tsx'
import { Switch } from '../desk/switch.tsx'
import { timeText } from '../desk/time-text.ts'
import { ReceiptIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { EmptyState } from '../shared/states.tsx'
import { tally } from './order-list.ts'
import type { RoomOrders } from './use-orders.ts'
import { studioWords } from './words.ts'

type Props = {
  readonly orders: RoomOrders
  /** Start of the show that runs or ran last. */
  readonly since: string | null
}

export function Orders({ orders, since }: Props) {
  const say = useWords(studioWords)
  const language = useLanguage()
  const { list } = orders
  const counted = tally(list, since)
  return (
    <>
      <header class="panel-head">
        <h2 class="panel-title">{say('orders')}</h2>
        <Switch label={say('popUp')} on={orders.popUp} onChange={orders.setPopUp} />
      </header>
      <Loaded loading={orders.loading}>
        {() =>
          list.length === 0 ? (
            <EmptyState icon={<ReceiptIcon />} title={say('ordersEmpty')} text={say('ordersEmptyText')} />
          ) : (
            <>
              <p class="tally">
                <span class="quiet">
                  {say(since === null ? 'tallyAll' : 'tallyShow')}{' '}
                  {say('tallyText', { orders: counted.orders, units: counted.units })}
                </span>
                <strong>{counted.totals.map(total => formatMoney(total, language)).join(' + ')}</strong>
              </p>
              <ul class="orders">
                {list.map(order => (
                  <OrderRow key={order.id} order={order} />
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </>
  )
}

function OrderRow({ order }: { order: OrderView }) {
  const say = useWords(studioWords)
  const language = useLanguage()
  const { fulfilment } = order
  return (
    <li class="order" data-testid="order-row" data-state={order.state}>
      <span class="order-top">
        <span class="order-number">{order.number}</span>
        <OrderState order={order} />
        <strong class="order-total">{formatMoney(order.total, language)}</strong>
      </span>
      <span class="one-line">{order.lines.map(line => `${line.quantity} × ${line.title}`).join(', ')}</span>
      <span class="order-foot quiet small">
        <span class="one-line">
          {order.contact?.name} ·{' '}
          {say(fulfilment.kind === 'pickup' ? 'pickupAt' : 'deliveryFrom', { store: fulfilment.store.name })}
        </span>
        <time datetime={order.placedAt}>{timeText(order.placedAt, language)}</time>
      </span>
    </li>
  )
}
