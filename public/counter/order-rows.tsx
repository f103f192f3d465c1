import type { OrderView } from '../../src/wire.ts'
import { timeText } from '../desk/time-text.ts'
import { Button } from '../shared/button.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { phoneTail } from './find.ts'
import { counterWords } from './words.ts'

export function WaitingRow({ order, onOpen }: { order: OrderView; onOpen(): void }) {
  const say = useWords(counterWords)
  const language = useLanguage()
  return (
    <li>
      <button type="button" class="row row-button" onClick={onOpen} data-testid="waiting-row">
        <RowHead order={order} />
        <Items order={order} />
        {order.holdExpiresAt && (
          <span class="quiet small">
            {say('keptUntil', { time: timeText(order.holdExpiresAt, language) })}
          </span>
        )}
      </button>
    </li>
  )
}

export function ShipRow({ order, onShip }: { order: OrderView; onShip(): void }) {
  const say = useWords(counterWords)
  return (
    <li class="row" data-testid="ship-row">
      <RowHead order={order} />
      <Items order={order} />
      {order.fulfilment.kind === 'delivery' && (
        <span class="small">
          {order.fulfilment.address} · {order.contact?.phone}
        </span>
      )}
      <Button class="row-action" onClick={onShip} data-testid={`ship-${order.id}`}>
        {say('markShipped')}
      </Button>
    </li>
  )
}

function RowHead({ order }: { order: OrderView }) {
  const language = useLanguage()
  return (
    <span class="row-head">
      <strong class="one-line">{order.contact?.name}</strong>
      <span class="quiet small">
        {phoneTail(order.contact?.phone ?? '')} · {order.number}
      </span>
      <strong class="row-total">{formatMoney(order.total, language)}</strong>
    </span>
  )
}

function Items({ order }: { order: OrderView }) {
  return (
    <span class="small one-line">
      {order.lines.map(line => `${line.quantity} × ${line.title}`).join(', ')}
    </span>
  )
}
