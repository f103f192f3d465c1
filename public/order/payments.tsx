import type { OrderView } from '../../src/wire.ts'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { whenText } from '../shared/show-time.ts'
import { statusWords } from './status-words.ts'
import { words } from './words.ts'

/** What was paid, and what of it comes or came back. */
export function Payments({ order }: { order: OrderView }) {
  const say = useWords(words)
  const sayStatus = useWords(statusWords)
  const language = useLanguage()
  const paid = order.tenders.filter(({ state }) => state === 'captured')
  if (paid.length === 0 && order.refunds.length === 0) return null
  return (
    <section class="card" data-testid="payments">
      <h2 class="card-title">{say('payments')}</h2>
      <ul class="payments">
        {paid.map(tender => (
          <li key={tender.id}>
            <span>
              {sayStatus(tender.method)}
              <small>{whenText(tender.at, language, Date.now())}</small>
            </span>
            <strong>{formatMoney(tender.amount, language)}</strong>
          </li>
        ))}
        {order.refunds.map(refund => (
          <li key={refund.id} data-testid="refund" data-state={refund.state}>
            <span>
              {say(refund.state === 'done' ? 'refunded' : 'refundDue', { method: sayStatus(refund.method) })}
              <small>{whenText(refund.at, language, Date.now())}</small>
            </span>
            <strong>−{formatMoney(refund.amount, language)}</strong>
          </li>
        ))}
      </ul>
    </section>
  )
}
