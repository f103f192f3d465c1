import { useEffect, useState } from 'preact/hooks'
import type { OrderView, ReturnView } from '../../src/wire.ts'
import { withLine } from '../basket/basket.ts'
import { changeBasket } from '../basket/basket-store.ts'
import { loadBasket } from '../basket/load-basket.ts'
import { useLate } from '../player/use-late.ts'
import { Acknowledgement } from '../returns/acknowledgement.tsx'
import { ReturnSection } from '../returns/return-section.tsx'
import { call } from '../shared/api.ts'
import { Button } from '../shared/button.tsx'
import { localeOf } from '../shared/i18n.ts'
import { CartIcon, ReceiptIcon } from '../shared/icons.tsx'
import { LanguageToggle, useLanguage, useWords } from '../shared/language.tsx'
import { orderPath, readMyOrders, rememberOrder } from '../shared/my-orders.ts'
import { FailedState, Spinner } from '../shared/states.tsx'
import { useToast } from '../shared/toast.tsx'
import { AskFirst } from './ask-first.tsx'
import { CopyButton } from './copy-button.tsx'
import { Countdown } from './countdown.tsx'
import { isUnheld } from './order-facts.ts'
import { OrderLines } from './order-lines.tsx'
import { OrderStatus } from './order-status.tsx'
import { ParcelCard } from './parcel-card.tsx'
import { Payments } from './payments.tsx'
import { PickupTicket } from './pickup-ticket.tsx'
import { Receipt } from './receipt.tsx'
import { StoreCard } from './store-card.tsx'
import { useOrderView } from './use-order-view.ts'
import { words } from './words.ts'

/** What is shown in place of the order, to be printed. */
type Shown = { readonly kind: 'receipt' } | { readonly kind: 'acknowledgement'; readonly of: ReturnView }

export function OrderPage({ id, token }: { id: string; token: string | undefined }) {
  const say = useWords(words)
  const language = useLanguage()
  const { load, show, retry } = useOrderView(id, token)
  const [shown, setShown] = useState<Shown | null>(null)
  const order = load.kind === 'ready' ? load.order : null

  useEffect(() => {
    if (!order) return
    document.title = say('order', { number: order.number })
    // A link that was sent to another device makes the order known there as well.
    if (token) rememberOrder(order, token)
  }, [order?.number, say])
  useEffect(() => scrollTo(0, 0), [shown])

  if (order && shown?.kind === 'receipt') return <Receipt order={order} onBack={() => setShown(null)} />
  if (order && shown?.kind === 'acknowledgement') {
    return <Acknowledgement order={order} of={shown.of} onBack={() => setShown(null)} />
  }
  return (
    <main class="narrow-page order-page">
      <header class="narrow-head">
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
          {say('stale', {
            time: new Date(load.at).toLocaleTimeString(localeOf(language), { hourCycle: 'h23' }),
          })}
        </p>
      )}
      {order && <Order order={order} token={token} onChanged={show} onRead={retry} onShow={setShown} />}
      {load.kind !== 'loading' && readMyOrders().some(kept => kept.id !== id) && (
        <a class="button button-secondary" href="/orders">
          {say('mine')}
        </a>
      )}
    </main>
  )
}

type Props = {
  readonly order: OrderView
  readonly token: string | undefined
  onChanged(order: OrderView): void
  /** It is to be read again. */
  onRead(): void
  onShow(shown: Shown): void
}

function Order({ order, token, onChanged, onRead, onShow }: Props) {
  const say = useWords(words)
  const { fulfilments, fulfilment } = order
  const toast = useToast()
  const unheld = isUnheld(order)
  const there = fulfilments.filter(({ state }) => state !== 'cancelled' || fulfilments.length === 1)
  return (
    <>
      <section class="card ticket">
        <OrderStatus order={order} />
        {there.map(
          ({ id, pickupCode }) =>
            pickupCode && (
              <PickupTicket key={id} code={pickupCode} until={order.holdExpiresAt ?? null} unheld={unheld} />
            ),
        )}
        {order.state === 'placed' && order.holdExpiresAt && !there.some(({ pickupCode }) => pickupCode) && (
          <div class="pickup">
            <Countdown until={order.holdExpiresAt} unheld={unheld} />
          </div>
        )}
      </section>
      {fulfilment.kind === 'delivery' && (
        <section class="card">
          <h2 class="card-title">{say('deliverTo')}</h2>
          <p class="card-text">{fulfilment.address}</p>
        </section>
      )}
      {there.map((each, index) =>
        each.kind === 'delivery' ? (
          <ParcelCard
            key={each.id}
            order={order}
            fulfilment={each}
            number={there.length > 1 ? index + 1 : null}
          />
        ) : (
          <StoreCard key={each.id} order={order} fulfilment={each} />
        ),
      )}
      <OrderLines order={order} />
      <Payments order={order} />
      <ReturnSection
        order={order}
        token={token}
        onChanged={onRead}
        onAcknowledged={of => onShow({ kind: 'acknowledgement', of })}
      />
      <div class="order-tools">
        <Button data-testid="receipt" onClick={() => onShow({ kind: 'receipt' })}>
          <ReceiptIcon />
          {say('receipt')}
        </Button>
        <Reorder order={order} />
        {token && (
          <CopyButton
            text={new URL(orderPath({ id: order.id, token }), location.href).href}
            label={say('link')}
          />
        )}
      </div>
      {order.steps.includes('cancel') && (
        <div class="order-actions">
          <AskFirst
            testId="cancel"
            kind="danger"
            label={say('cancel')}
            title={say('cancelTitle')}
            text={say('cancelText')}
            keepLabel={say('keep')}
            act={async () => {
              const path = `/api/v1/orders/${encodeURIComponent(order.id)}/cancel`
              onChanged(await call<OrderView>('POST', path, { token }))
            }}
            onRefused={({ status }) => {
              const lost = status === 0 || status >= 500
              toast.show(say(lost ? 'cancelFailed' : 'cancelLate'), 'bad')
              onRead()
            }}
          />
        </div>
      )}
      {toast.toast}
    </>
  )
}

/** The same goods into the basket, at today's prices. */
function Reorder({ order }: { order: OrderView }) {
  const say = useWords(words)
  const [open, setOpen] = useState(false)
  const Basket = useLate(open, loadBasket)
  const again = () => {
    for (const line of order.lines.toReversed()) {
      const { variantId, productId, quantity, title, variantTitle, imageUrl, unitPrice } = line
      changeBasket(basket =>
        basket.some(each => each.variantId === variantId)
          ? basket
          : withLine(basket, {
              variantId,
              productId,
              quantity,
              title,
              variantTitle,
              imageUrl,
              price: unitPrice,
            }),
      )
    }
    setOpen(true)
  }
  return (
    <>
      <Button data-testid="reorder" busy={open && !Basket} onClick={again}>
        <CartIcon />
        {say('reorder')}
      </Button>
      {open && Basket && <Basket roomSlug={order.roomSlug} onClose={() => setOpen(false)} />}
    </>
  )
}
