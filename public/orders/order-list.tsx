import { statusOf, toneOf } from '../order/order-facts.ts'
import { statusWords } from '../order/status-words.ts'
import { Button } from '../shared/button.tsx'
import { ReceiptIcon, RefreshIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { forgetOrder, orderPath } from '../shared/my-orders.ts'
import { whenText } from '../shared/show-time.ts'
import { EmptyState, Skeleton } from '../shared/states.tsx'
import { AddOrder } from './add-order.tsx'
import { type ListedOrder, useMyOrders } from './use-my-orders.ts'
import { usePull } from './use-pull.ts'
import { ordersWords } from './words.ts'

type Props = {
  /** What scrolls the list. Always the same function. */
  scroller(): Element | null
}

/** The orders of this device, each as it is now. */
export function OrderList({ scroller }: Props) {
  const say = useWords(ordersWords)
  const { orders, known, state, refresh } = useMyOrders()
  const { list, pulled, enough } = usePull(scroller, refresh)
  const loading = state === 'loading'
  return (
    <div class="my-orders-box" ref={list}>
      {pulled > 0 && (
        <p class="pull" style={{ height: `${pulled}px` }}>
          {say(enough ? 'letGo' : 'pull')}
        </p>
      )}
      {orders.length === 0 ? (
        <EmptyState icon={<ReceiptIcon />} title={say('emptyTitle')} text={say('emptyText')} />
      ) : (
        <>
          <div class="my-orders-head">
            <p role="status">{state === 'failed' ? say('failed') : loading ? say('refreshing') : ''}</p>
            <Button
              kind="quiet"
              icon
              aria-label={say('refresh')}
              data-testid="refresh"
              busy={loading}
              onClick={refresh}
            >
              {!loading && <RefreshIcon />}
            </Button>
          </div>
          <ul class="my-orders" data-testid="my-order-list" data-state={state}>
            {orders.map(order => (
              <Row key={order.kept.id} order={order} known={known} loading={loading} onForget={refresh} />
            ))}
          </ul>
        </>
      )}
      <AddOrder onAdded={refresh} />
    </div>
  )
}

type RowProps = {
  readonly order: ListedOrder
  readonly known: boolean
  readonly loading: boolean
  onForget(): void
}

function Row({ order: { kept, view }, known, loading, onForget }: RowProps) {
  const say = useWords(ordersWords)
  const sayStatus = useWords(statusWords)
  const language = useLanguage()
  const status = view && statusOf(view)
  const units = view ? view.lines.reduce((sum, line) => sum + line.quantity - line.dropped, 0) : 0
  const title = view?.lines[0]?.title ?? kept.title
  return (
    <li>
      <a class="my-order" href={orderPath(kept)} data-testid="my-order" data-state={view?.state}>
        <span class="my-order-top">
          <span class="my-order-title">
            {view && view.lines.length > 1 ? say('goods', { title, count: units }) : title}
          </span>
          {status ? (
            <span class="state-tag" data-tone={toneOf(status)}>
              {sayStatus(status)}
            </span>
          ) : known ? (
            <span class="state-tag" data-tone="over">
              {say('unknown')}
            </span>
          ) : (
            loading && <Skeleton class="my-order-reading" />
          )}
        </span>
        <span class="my-order-facts">
          {kept.number} · {whenText(kept.placedAt, language, Date.now())}
          {view && <strong>{formatMoney(view.total, language)}</strong>}
        </span>
        {view?.pickupCode && <span class="my-order-facts">{say('code', { code: view.pickupCode })}</span>}
      </a>
      {known && !view && (
        <button
          type="button"
          class="link-plain"
          onClick={() => {
            forgetOrder(kept.id)
            onForget()
          }}
        >
          {say('forget')}
        </button>
      )}
    </li>
  )
}
