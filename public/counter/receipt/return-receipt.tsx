import type { ReturnView } from '../../../src/wire.ts'
import { type Language, localeOf, speaker } from '../../shared/i18n.ts'
import { formatMoney } from '../../shared/money.ts'
import { payWords } from '../pay/words.ts'
import { Fact, ReceiptHead, receiptTime } from './receipt.tsx'
import { receiptWords } from './words.ts'

type Props = { readonly made: ReturnView; readonly till: string | null; readonly language: Language }

/** What came back and how the money goes back: only printed, as a receipt is. */
export function ReturnReceipt({ made, till, language }: Props) {
  const say = speaker(receiptWords, language)
  const sayPay = speaker(payWords, language)
  return (
    <article class="receipt" lang={localeOf(language)}>
      {made.store && <ReceiptHead store={made.store} />}
      <p class="receipt-kind">{say('returnTitle')}</p>
      <dl class="receipt-facts">
        <Fact name={say('returnNumber')} value={made.number} />
        <Fact name={say('number')} value={made.orderNumber} />
        <Fact name={say('time')} value={receiptTime(made.decidedAt ?? made.requestedAt, language)} />
        {till && <Fact name={say('till')} value={till} />}
      </dl>
      <ul class="receipt-lines">
        {made.lines.map(line => (
          <li key={line.variantId}>
            <span class="receipt-title">
              {[line.title, line.variantTitle].filter(text => text !== '').join(' ')}
            </span>
            <span class="receipt-sum">
              <span>× {line.quantity}</span>
              <span>{formatMoney(line.amount, language)}</span>
            </span>
          </li>
        ))}
      </ul>
      <dl class="receipt-facts receipt-money">
        <Fact name={say('moneyBack')} value={formatMoney(made.amount, language)} strong />
        {made.refunds.map(({ tenderId, method, amount, state }) => (
          <Fact
            key={tenderId}
            name={state === 'done' ? sayPay(method) : `${sayPay(method)} (${say('onItsWay')})`}
            value={formatMoney(amount, language)}
          />
        ))}
      </dl>
      {made.refunds.some(({ state }) => state !== 'done') && <p class="receipt-note">{say('returnKeep')}</p>}
      <p class="receipt-sign">{say('signature')}</p>
    </article>
  )
}
