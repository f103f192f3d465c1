import type { FulfilmentView, OrderView } from '../../src/wire.ts'
import { timeText } from '../desk/time-text.ts'
import { Button } from '../shared/button.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { phoneTail } from './find.ts'
import { counterWords } from './words.ts'

type RowProps = { readonly order: OrderView; readonly part: FulfilmentView }

/** To be collected, or looked at by who has reserved a time. */
export function WaitingRow({ order, part, onOpen, onReady }: RowProps & { onOpen(): void; onReady(): void }) {
  const say = useWords(counterWords)
  const language = useLanguage()
  return (
    <li class="waiting-row">
      <button type="button" class="row row-button" onClick={onOpen} data-testid="waiting-row">
        <RowHead order={order} />
        <Items order={order} part={part} />
        <span class="quiet small">
          {part.slot && say('visitAt', { time: timeText(part.slot.startsAt, language) })}
          {!part.slot &&
            order.holdExpiresAt &&
            say('keptUntil', { time: timeText(order.holdExpiresAt, language) })}
        </span>
      </button>
      {part.state === 'ready' ? (
        <span class="badge badge-collected">{say('putAside')}</span>
      ) : (
        <Button onClick={onReady} data-testid={`ready-${order.id}`}>
          {say('markReady')}
        </Button>
      )}
    </li>
  )
}

type ShipProps = RowProps & { onShip(): void; onDelivered(): void }

export function ShipRow({ order, part, onShip, onDelivered }: ShipProps) {
  const say = useWords(counterWords)
  const shipped = part.state === 'shipped'
  return (
    <li class="row" data-testid="ship-row">
      <RowHead order={order} />
      <Items order={order} part={part} />
      {order.fulfilment.kind === 'delivery' && (
        <span class="small">
          {order.fulfilment.address} · {order.contact?.phone}
        </span>
      )}
      {order.fulfilments.length > 1 && <span class="small quiet">{say('partOf')}</span>}
      {shipped && (
        <span class="small quiet">
          {say('onTheWay')} · {[part.carrier, part.trackingNumber].filter(Boolean).join(' ')}
        </span>
      )}
      <span class="row-actions">
        {shipped ? (
          <Button onClick={onDelivered} data-testid={`delivered-${order.id}`}>
            {say('markDelivered')}
          </Button>
        ) : (
          <Button onClick={onShip} data-testid={`ship-${order.id}`}>
            {say('markShipped')}
          </Button>
        )}
      </span>
    </li>
  )
}

function RowHead({ order }: { order: OrderView }) {
  const language = useLanguage()
  return (
    <span class="row-head row-wrap">
      <strong class="one-line">{order.contact?.name}</strong>
      <span class="quiet small">
        {phoneTail(order.contact?.phone ?? '')} · {order.number}
      </span>
      <strong class="row-total">{formatMoney(order.total, language)}</strong>
    </span>
  )
}

function Items({ order, part }: RowProps) {
  const titles = new Map(order.lines.map(({ variantId, title }) => [variantId, title]))
  return (
    <span class="small one-line">
      {part.lines.map(({ variantId, quantity }) => `${quantity} × ${titles.get(variantId)}`).join(', ')}
    </span>
  )
}
