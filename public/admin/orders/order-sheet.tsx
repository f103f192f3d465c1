import type { OrderView, StoreView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { Loaded } from '../../desk/loaded.tsx'
import { OrderState } from '../../desk/order-state.tsx'
import { ProductPicture } from '../../desk/product-picture.tsx'
import { timeText } from '../../desk/time-text.ts'
import { deskWords } from '../../desk/words.ts'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { Sheet } from '../../shared/sheet.tsx'
import type { SectionProps } from '../section.tsx'
import { OrderHistory } from './order-history.tsx'
import { OrderMoney } from './order-money.tsx'
import { OrderParts } from './order-parts.tsx'
import { OrderReturns } from './order-returns.tsx'
import { type OpenOrder, useOrder } from './use-order.ts'
import { orderWords } from './words.ts'

type Props = SectionProps & {
  readonly id: string
  readonly stores: readonly StoreView[]
  onChange(order: OrderView): void
  onClose(): void
}

/** All of one order, and all that this person may do with it. */
export function OrderSheet({ id, stores, onChange, onClose, show }: Props) {
  const say = useWords(orderWords)
  const sayDesk = useWords(deskWords)
  const open = useOrder(id, onChange)
  const { resource } = open.loading
  const title = resource.state === 'ready' ? say('title', { number: resource.value.number }) : say('order')
  return (
    <Sheet title={title} closeLabel={sayDesk('close')} onClose={onClose}>
      <div class="order-sheet" data-testid="order-sheet">
        <Loaded loading={open.loading}>
          {order => <Content order={order} open={open} stores={stores} show={show} />}
        </Loaded>
      </div>
    </Sheet>
  )
}

type ContentProps = {
  readonly order: OrderView
  readonly open: OpenOrder
  readonly stores: readonly StoreView[]
  readonly show: SectionProps['show']
}

function Content({ order, open, stores, show }: ContentProps) {
  const say = useWords(orderWords)
  const language = useLanguage()
  return (
    <>
      <p class="order-facts">
        <OrderState order={order} />
        <span class="quiet small">
          {timeText(order.placedAt, language)} · {say(order.channel)}
          {order.roomSlug !== null && ` · /r/${order.roomSlug}`}
        </span>
      </p>
      {order.holdExpiresAt !== undefined && (
        <p class="quiet small">{say('keptUntil', { time: timeText(order.holdExpiresAt, language) })}</p>
      )}
      <Fault text={open.fault} />
      <Customer order={order} />
      <Lines order={order} />
      <OrderParts order={order} open={open} />
      <OrderMoney order={order} open={open} stores={stores} show={show} />
      <OrderReturns order={order} />
      <OrderHistory order={order} open={open} show={show} />
    </>
  )
}

function Customer({ order }: { order: OrderView }) {
  const say = useWords(orderWords)
  const { contact, note, fulfilment } = order
  return (
    <div class="order-customer">
      {contact !== null && (
        <p>
          <strong>{contact.name}</strong>{' '}
          <a href={`tel:${contact.phone.replace(/\s/g, '')}`}>{contact.phone}</a>
        </p>
      )}
      {fulfilment.kind === 'delivery' && (
        <p>
          <span class="quiet small">{say('address')}</span> {fulfilment.address}
        </p>
      )}
      {note !== null && (
        <p class="callout">
          {say('noteOfBuyer')}: {note}
        </p>
      )}
    </div>
  )
}

function Lines({ order }: { order: OrderView }) {
  const say = useWords(orderWords)
  const language = useLanguage()
  return (
    <ul class="order-lines">
      {order.lines.map(line => (
        <li key={line.variantId}>
          <ProductPicture url={line.imageUrl} />
          <span class="order-who">
            <span>{line.title}</span>
            <span class="quiet small">{[line.variantTitle, line.sku].filter(Boolean).join(' · ')}</span>
            {line.dropped > 0 && <span class="small">{say('droppedUnits', { count: line.dropped })}</span>}
          </span>
          <span class="quiet">× {line.quantity}</span>
          <span class="number">{formatMoney(line.total, language)}</span>
        </li>
      ))}
    </ul>
  )
}
