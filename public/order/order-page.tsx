import { useEffect } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { Button } from '../shared/button.tsx'
import { localeOf } from '../shared/i18n.ts'
import { LanguageToggle, useLanguage, useWords } from '../shared/language.tsx'
import { MyOrderList } from '../shared/my-order-list.tsx'
import { readMyOrders, rememberOrder } from '../shared/my-orders.ts'
import { FailedState, Spinner } from '../shared/states.tsx'
import { CancelOrder } from './cancel-order.tsx'
import { OrderLines } from './order-lines.tsx'
import { OrderStatus } from './order-status.tsx'
import { PickupTicket } from './pickup-ticket.tsx'
import { StoreCard } from './store-card.tsx'
import { useOrderView } from './use-order-view.ts'
import { words } from './words.ts'

export function OrderPage({ id, token }: { id: string; token: string | undefined }) {
  const say = useWords(words)
  const language = useLanguage()
  const { load, show, retry } = useOrderView(id, token)
  const order = load.kind === 'ready' ? load.order : null
  const number = order?.number

  useEffect(() => {
    if (!order) return
    document.title = say('order', { number: order.number })
    // A link that was sent to another device makes the order known there as well.
    if (token) {
      rememberOrder({
        id,
        token,
        number: order.number,
        placedAt: order.placedAt,
        title: order.lines[0]?.title ?? '',
      })
    }
  }, [number, say])

  const others = readMyOrders().filter(kept => kept.id !== id)
  return (
    <main class="order-page">
      <header class="order-head">
        <a class="button button-quiet" href={order?.roomSlug ? `/r/${order.roomSlug}` : '/'}>
          ← {say(order?.roomSlug ? 'back' : 'home')}
        </a>
        <LanguageToggle />
      </header>
      {load.kind === 'loading' && (
        <div class="note">
          <Spinner label={say('loading')} />
        </div>
      )}
      {load.kind === 'unknown' && <FailedState title={say('unknownTitle')} text={say('unknownText')} />}
      {load.kind === 'failed' && (
        <FailedState title={say('failedTitle')} text={say('failedText')}>
          <Button kind="primary" onClick={retry}>
            {say('retry')}
          </Button>
        </FailedState>
      )}
      {load.kind === 'ready' && load.stale && (
        <p class="stale" role="status">
          {say('stale', { time: new Date(load.at).toLocaleTimeString(localeOf(language)) })}
        </p>
      )}
      {order && <Order order={order} token={token} onChanged={show} />}
      {others.length > 0 && load.kind !== 'loading' && (
        <section class="card">
          <h2 class="card-title">{say('mine')}</h2>
          <MyOrderList orders={others} language={language} />
        </section>
      )}
    </main>
  )
}

type Props = {
  readonly order: OrderView
  readonly token: string | undefined
  onChanged(order: OrderView): void
}

function Order({ order, token, onChanged }: Props) {
  return (
    <>
      <section class="card ticket">
        <OrderStatus order={order} />
        {order.state === 'placed' && order.pickupCode && (
          <PickupTicket code={order.pickupCode} until={order.holdExpiresAt ?? null} />
        )}
      </section>
      <StoreCard order={order} />
      <OrderLines order={order} />
      {order.state === 'placed' && <CancelOrder order={order} token={token} onCancelled={onChanged} />}
    </>
  )
}
