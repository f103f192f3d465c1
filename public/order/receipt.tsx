import type { OrderView } from '../../src/wire.ts'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { dateTimeText } from '../shared/show-time.ts'
import { Paper } from './paper.tsx'
import { statusWords } from './status-words.ts'
import { words } from './words.ts'

export function Receipt({ order, onBack }: { order: OrderView; onBack: () => void }) {
  const say = useWords(words)
  const sayStatus = useWords(statusWords)
  const language = useLanguage()
  const { store } = order.fulfilment
  const money = (amount: OrderView['total']) => formatMoney(amount, language)
  const paid = order.tenders.filter(({ state }) => state === 'captured')
  const open = order.total.amount - order.captured.amount
  return (
    <Paper title={say('receipt')} onBack={onBack}>
      <p class="paper-centre">
        <strong>{store.name}</strong>
        <br />
        {store.address}
        {store.phone && (
          <>
            <br />
            {store.phone}
          </>
        )}
      </p>
      <p>
        {say('order', { number: order.number })}
        <br />
        {dateTimeText(order.placedAt, language)}
      </p>
      <table class="paper-table">
        <tbody>
          {order.lines.map(line => (
            <tr key={line.variantId}>
              <td>
                {line.title} {line.variantTitle}
                <br />
                <small>
                  {line.sku} · {money(line.unitPrice)} × {line.quantity}
                </small>
              </td>
              <td>{money(line.total)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr class="paper-total">
            <th scope="row">{say('total')}</th>
            <td>{money(order.total)}</td>
          </tr>
          {paid.map(tender => (
            <tr key={tender.id}>
              <th scope="row">{sayStatus(tender.method)}</th>
              <td>{money(tender.amount)}</td>
            </tr>
          ))}
          {order.refunds
            .filter(({ state }) => state === 'done')
            .map(refund => (
              <tr key={refund.id}>
                <th scope="row">{say('refunded', { method: sayStatus(refund.method) })}</th>
                <td>−{money(refund.amount)}</td>
              </tr>
            ))}
          {open > 0 && !['cancelled', 'expired'].includes(order.state) && (
            <tr>
              <th scope="row">{say('toPay')}</th>
              <td>{money({ ...order.total, amount: open })}</td>
            </tr>
          )}
        </tfoot>
      </table>
      <p class="paper-note">{say('receiptNote')}</p>
    </Paper>
  )
}
