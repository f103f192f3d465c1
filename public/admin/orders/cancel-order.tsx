import type { OrderView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { Confirm } from '../../shared/confirm.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { methodText } from './event-text.ts'
import type { OpenOrder } from './use-order.ts'
import { orderWords } from './words.ts'

type Props = { readonly order: OrderView; readonly open: OpenOrder; onClose(): void }

/** Says what goes back to the buyer before it is done. */
export function CancelOrder({ order, open, onClose }: Props) {
  const say = useWords(orderWords)
  const language = useLanguage()
  const call = useCall()
  const shares = order.tenders
    .filter(({ state }) => state === 'captured')
    .map(({ method, amount, refunded }) => ({
      method,
      amount: amount.amount - refunded.amount,
    }))
    .filter(({ amount }) => amount > 0)
  const money = (amount: number) => formatMoney({ amount, currency: order.total.currency }, language)
  const sum = shares.reduce((sum, { amount }) => sum + amount, 0)
  return (
    <Confirm
      title={say('cancelTitle', { number: order.number })}
      confirmLabel={say('cancelOrder')}
      cancelLabel={say('keep')}
      busy={open.busy}
      onConfirm={async () => {
        await open.act(() => call('POST', `/api/v1/orders/${encodeURIComponent(order.id)}/cancel`))
        onClose()
      }}
      onClose={onClose}
    >
      <div class="form">
        <p>{say('cancelStock')}</p>
        <p data-testid="cancel-refund">
          {sum === 0
            ? say('cancelFree')
            : say('cancelRefund', {
                amount: money(sum),
                methods: shares
                  .map(({ method, amount }) => `${methodText(method, language)} ${money(amount)}`)
                  .join(', '),
              })}
        </p>
      </div>
    </Confirm>
  )
}
