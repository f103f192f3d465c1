import type { OrderView } from '../../src/wire.ts'
import { ProductPicture } from '../desk/product-picture.tsx'
import { timeText } from '../desk/time-text.ts'
import { Button } from '../shared/button.tsx'
import { CheckIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { phoneTail } from './find.ts'
import { counterWords } from './words.ts'

type Props = {
  readonly order: OrderView
  /** Opened from the list without its code. */
  readonly blocked: boolean
  readonly busy: boolean
  onHandOver(): void
  onClear(): void
}

const paymentWords = {
  'pay-at-pickup': 'payHere',
  cash: 'payCash',
  card: 'payCard',
} as const

/** What to fetch from the shelf, what to be paid, and whom to give it to. */
export function OrderCard({ order, blocked, busy, onHandOver, onClear }: Props) {
  const say = useWords(counterWords)
  const language = useLanguage()
  const { method } = order.payment
  const payment = method in paymentWords ? paymentWords[method as keyof typeof paymentWords] : null
  return (
    <article class="order-card card" data-testid="order" data-order={order.id}>
      <header class="order-card-head">
        <h2>{say('order', { number: order.number })}</h2>
        {order.holdExpiresAt && (
          <span class="quiet small">
            {say('keptUntil', { time: timeText(order.holdExpiresAt, language) })}
          </span>
        )}
      </header>
      <p class="order-card-who">
        <strong>{order.contact.name}</strong>{' '}
        <span class="quiet">{say('phoneTail', { digits: phoneTail(order.contact.phone) })}</span>
      </p>
      <ul class="lines">
        {order.lines.map(line => (
          <li key={line.variantId} class="line">
            <ProductPicture url={line.imageUrl} />
            <span class="line-text">
              <span>{line.title}</span>
              <span class="quiet small">{[line.variantTitle, line.sku].filter(Boolean).join(' · ')}</span>
            </span>
            <strong class="line-count">× {line.quantity}</strong>
            <span class="line-price">{formatMoney(line.total, language)}</span>
          </li>
        ))}
      </ul>
      <p class="to-pay">
        <span>
          <span class="to-pay-label">{say('toPay')}</span>
          <span class="quiet small">{payment ? say(payment) : say('payOther', { method })}</span>
        </span>
        <strong class="to-pay-amount">{formatMoney(order.total, language)}</strong>
      </p>
      {blocked && (
        <p class="callout">{say(order.fulfilment.kind === 'pickup' ? 'needCode' : 'deliveryOrder')}</p>
      )}
      <div class="order-card-actions">
        <Button kind="quiet" onClick={onClear} disabled={busy}>
          {say('notNow')}
        </Button>
        {!blocked && (
          <Button kind="primary" class="hand-over" busy={busy} onClick={onHandOver} data-testid="hand-over">
            <CheckIcon />
            {say('handOver')} <kbd>{say('enterKey')}</kbd>
          </Button>
        )}
      </div>
    </article>
  )
}
