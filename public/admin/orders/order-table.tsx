import type { OrderView } from '../../../src/wire.ts'
import { OrderState } from '../../desk/order-state.tsx'
import { timeText } from '../../desk/time-text.ts'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { orderWords } from './words.ts'

type Props = { readonly items: readonly OrderView[]; onOpen(order: OrderView): void }

export function OrderTable({ items, onOpen }: Props) {
  const say = useWords(orderWords)
  return (
    <table class="table order-table">
      <thead>
        <tr>
          <th>{say('order')}</th>
          <th>{say('customer')}</th>
          <th>{say('items')}</th>
          <th>{say('place')}</th>
          <th>{say('state')}</th>
          <th class="number">{say('total')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(order => (
          <Row key={order.id} order={order} onOpen={() => onOpen(order)} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ order, onOpen }: { order: OrderView; onOpen(): void }) {
  const say = useWords(orderWords)
  const language = useLanguage()
  const { kind } = order.fulfilment
  const stores = [...new Set(order.fulfilments.map(({ store }) => store.name))].join(', ')
  return (
    // The button in it is what the keyboard and a screen reader use.
    <tr class="row-link" onClick={onOpen} data-testid="order-row">
      <td class="table-head-cell order-name">
        <button type="button" class="row-open" data-row data-testid={`order-${order.number}`}>
          {order.number}
        </button>
        <span class="quiet small order-when">
          {timeText(order.placedAt, language)} · {say(order.channel)}
        </span>
      </td>
      <td data-label={say('customer')}>
        {order.contact === null ? (
          <span class="quiet">{say('noName')}</span>
        ) : (
          <span class="order-who">
            <span>{order.contact.name}</span>
            <span class="quiet small">{order.contact.phone}</span>
          </span>
        )}
      </td>
      <td data-label={say('items')}>
        <span class="order-items">
          {order.lines.map(({ quantity, title }) => `${quantity} × ${title}`).join(', ')}
        </span>
      </td>
      <td data-label={say('place')}>
        <span class="order-who">
          <span>{stores}</span>
          <span class="quiet small">{say(kind === 'counter' ? 'counterWay' : kind)}</span>
        </span>
      </td>
      <td data-label={say('state')}>
        <OrderState order={order} />
      </td>
      <td data-label={say('total')} class="number">
        <strong>{formatMoney(order.total, language)}</strong>
      </td>
    </tr>
  )
}
