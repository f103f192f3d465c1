import { useState } from 'preact/hooks'
import type { OrderView, StoreView } from '../../../src/wire.ts'
import { useMay, useMayIn, useStaff } from '../../desk/session.tsx'
import { timeText } from '../../desk/time-text.ts'
import { Button } from '../../shared/button.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import type { SectionProps } from '../section.tsx'
import { CancelOrder } from './cancel-order.tsx'
import { methodText, reasonText } from './event-text.ts'
import { PayForm } from './pay-form.tsx'
import { RefundDone } from './refund-done.tsx'
import type { OpenOrder } from './use-order.ts'
import { orderWords } from './words.ts'

type Props = {
  readonly order: OrderView
  readonly open: OpenOrder
  readonly stores: readonly StoreView[]
  readonly show: SectionProps['show']
}

/** What was paid and given back, and what is still to be. */
export function OrderMoney({ order, open, stores, show }: Props) {
  const say = useWords(orderWords)
  const language = useLanguage()
  const may = useMay()
  const mayIn = useMayIn()
  const { storeId } = useStaff()
  // Who works in one store cancels what that store sends.
  const all = storeId === null || order.fulfilments.every(({ store }) => store.id === storeId)
  const [doing, setDoing] = useState<'pay' | 'cancel' | null>(null)
  const [refund, setRefund] = useState<OrderView['refunds'][number] | null>(null)
  const money = (amount: number) => formatMoney({ amount, currency: order.total.currency }, language)
  const left = order.total.amount - order.captured.amount
  const due = order.refunds.filter(({ state }) => state === 'due')
  const dueSum = due.reduce((sum, { amount }) => sum + amount.amount, 0)
  const mayGiveBack = ({ state, method, storeId }: OrderView['refunds'][number]) =>
    state === 'due' &&
    (method === 'cash' || storeId === null ? may('returns.write') : mayIn('returns.write', storeId))
  const over = ['cancelled', 'expired'].includes(order.state)
  return (
    <section class="order-section" aria-label={say('money')}>
      <h3 class="order-heading">{say('money')}</h3>
      {due.length > 0 && <p class="callout">{say('refundsDue', { amount: money(dueSum) })}</p>}
      <dl class="order-sums">
        <Sum label={say('total')} amount={money(order.total.amount)} />
        <Sum label={say('paid')} amount={money(order.captured.amount)} />
        {left > 0 && !over && <Sum label={say('open')} amount={money(left)} strong />}
        {order.refunded.amount > 0 && <Sum label={say('refunded')} amount={money(order.refunded.amount)} />}
      </dl>
      <ul class="order-rows">
        {order.tenders.map(tender => (
          <li key={tender.id}>
            <span class="order-who">
              <span>{methodText(tender.method, language)}</span>
              <span class="quiet small">
                {timeText(tender.at, language)}
                {tender.state !== 'captured' && ` · ${say(tender.state)}`}
              </span>
            </span>
            <span class="number">{formatMoney(tender.amount, language)}</span>
          </li>
        ))}
        {order.refunds.map(one => (
          <li key={one.id}>
            <span class="order-who">
              <span>
                {say('refunds')} · {methodText(one.method, language)}
              </span>
              <span class="quiet small">
                {timeText(one.at, language)} · {say(one.state)}
                {one.reason !== '' && ` · ${reasonText(one.reason, language)}`}
              </span>
            </span>
            <span class="number">−{formatMoney(one.amount, language)}</span>
            {mayGiveBack(one) && (
              <Button onClick={() => setRefund(one)} data-testid="refund-done">
                {say('refundDone')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {doing === 'pay' ? (
        <PayForm order={order} open={open} stores={stores} onPaid={() => setDoing(null)} show={show} />
      ) : (
        <div class="order-steps">
          {order.steps.includes('pay') && may('sales.write') && left > 0 && (
            <Button onClick={() => setDoing('pay')} data-testid="take-payment">
              {say('takePayment')}
            </Button>
          )}
          {all && order.steps.includes('cancel') && may('orders.cancel') && (
            <Button kind="danger" onClick={() => setDoing('cancel')} data-testid="cancel-order">
              {say('cancelOrder')}
            </Button>
          )}
        </div>
      )}
      {doing === 'cancel' && <CancelOrder order={order} open={open} onClose={() => setDoing(null)} />}
      {refund !== null && <RefundDone refund={refund} open={open} onClose={() => setRefund(null)} />}
    </section>
  )
}

function Sum({ label, amount, strong = false }: { label: string; amount: string; strong?: boolean }) {
  return (
    <div class={strong ? 'order-sum order-sum-open' : 'order-sum'}>
      <dt>{label}</dt>
      <dd>{amount}</dd>
    </div>
  )
}
