import type { ShiftView, StoreView } from '../../../src/wire.ts'
import { Button } from '../../shared/button.tsx'
import { AlertIcon, CheckIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import type { KeptSale } from '../outbox/kept-sale.ts'
import { changeOf } from '../pay/payment.ts'
import { printReceipt } from '../receipt/print.tsx'
import { receiptOfSale } from '../receipt/receipt-data.ts'
import { sellWords } from './words.ts'

type Props = { readonly sale: KeptSale; readonly store: StoreView; readonly shift: ShiftView | null }

/** The change, readable from two steps away, and what has become of the sale. The next scan replaces it. */
export function Sold({ sale, store, shift }: Props) {
  const say = useWords(sellWords)
  const language = useLanguage()
  const change = changeOf(sale.body.tenders)
  const { currency } = sale.total
  const late = sale.state === 'waiting' && sale.tries > 0
  const tone = sale.state === 'refused' ? 'bad' : late ? 'warn' : 'good'
  return (
    <div class={`result sold result-${tone}`} role="status" data-testid="sold" data-state={sale.state}>
      <span class="result-icon">{tone === 'good' ? <CheckIcon /> : <AlertIcon />}</span>
      <p class="sold-label">{say(change > 0 ? 'change' : 'noChange')}</p>
      {change > 0 && (
        <strong class="sold-change" data-testid="sold-change">
          {formatMoney({ amount: change, currency }, language)}
        </strong>
      )}
      <p class="result-facts">
        {say('total')} {formatMoney(sale.total, language)}
      </p>
      <p class="result-advice" data-testid="sold-state">
        {sale.state === 'sent'
          ? say('sentAs', { number: sale.order.number })
          : sale.state === 'refused'
            ? say('refusedSale')
            : say(late ? 'waitingSale' : 'sending')}
      </p>
      <div class="sold-actions">
        <Button
          data-testid="print-receipt"
          onClick={() =>
            void printReceipt(receiptOfSale(sale, store, shift?.till ?? null, location.origin), language)
          }
        >
          {say('printReceipt')} <kbd>F10</kbd>
        </Button>
      </div>
      <p class="small">{say('nextCustomer')}</p>
    </div>
  )
}
