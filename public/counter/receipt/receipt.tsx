import { exceptionText } from '../../shared/exception-text.ts'
import { type Language, localeOf, speaker } from '../../shared/i18n.ts'
import { formatMoney } from '../../shared/money.ts'
import { payWords } from '../pay/words.ts'
import type { ReceiptData } from './receipt-data.ts'
import { receiptWords } from './words.ts'

type Props = {
  readonly data: ReceiptData
  readonly language: Language
  /** As SVG's `d`, with the width of its square. */
  readonly qr: { readonly path: string; readonly size: number } | null
}

/** A receipt for a roll of 58 or 80 mm or a sheet of paper: only printed, never on the screen. */
export function Receipt({ data, language, qr }: Props) {
  const say = speaker(receiptWords, language)
  const sayPay = speaker(payWords, language)
  const change = data.payments.reduce(
    (sum, { amount, tendered }) => sum + (tendered?.amount ?? amount.amount) - amount.amount,
    0,
  )
  return (
    <article class="receipt" lang={localeOf(language)}>
      <ReceiptHead store={data.store} />
      <dl class="receipt-facts">
        {data.number && <Fact name={say('number')} value={data.number} />}
        <Fact name={say('time')} value={receiptTime(data.at, language)} />
        {data.till && <Fact name={say('till')} value={data.till} />}
      </dl>
      {data.number === null && <p class="receipt-note">{say('provisional', { key: data.reference })}</p>}
      <ul class="receipt-lines">
        {data.lines.map((line, index) => (
          <li key={index}>
            <span class="receipt-title">{line.title}</span>
            <span class="receipt-sum">
              <span>
                {line.quantity} × {formatMoney(line.unitPrice, language)}
              </span>
              <span>{formatMoney(line.total, language)}</span>
            </span>
          </li>
        ))}
      </ul>
      <dl class="receipt-facts receipt-money">
        <Fact name={say('total')} value={formatMoney(data.total, language)} strong />
        {data.payments.map(({ method, amount, tendered }, index) => (
          <Fact key={index} name={sayPay(method)} value={formatMoney(tendered ?? amount, language)} />
        ))}
        {change > 0 && (
          <Fact
            name={say('change')}
            value={formatMoney({ amount: change, currency: data.total.currency }, language)}
          />
        )}
      </dl>
      <p class="receipt-note">
        {data.returnableUntil &&
          `${say('returnsUntil', {
            date: new Date(data.returnableUntil).toLocaleDateString(localeOf(language), {
              dateStyle: 'medium',
            }),
          })} `}
        {say('returnsHow')}
      </p>
      {data.exceptions.map(({ title, reason }) => (
        <p key={title} class="receipt-note">
          {say('noReturn', { title, reason: exceptionText(reason, say) })}
        </p>
      ))}
      {qr && (
        <figure class="receipt-qr">
          <svg viewBox={`0 0 ${qr.size} ${qr.size}`} shape-rendering="crispEdges" aria-hidden="true">
            <path d={qr.path} fill="#000" />
          </svg>
          <figcaption>{say('scanHint')}</figcaption>
        </figure>
      )}
      <p class="receipt-thanks">{say('thanks')}</p>
    </article>
  )
}

export function ReceiptHead({ store }: { store: ReceiptData['store'] }) {
  return (
    <header class="receipt-head">
      <strong class="receipt-store">{store.name}</strong>
      <span>{store.address}</span>
      {store.phone && <span>{store.phone}</span>}
    </header>
  )
}

export function receiptTime(at: string, language: Language): string {
  return new Date(at).toLocaleString(localeOf(language), {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  })
}

export function Fact({ name, value, strong }: { name: string; value: string; strong?: boolean }) {
  return (
    <div class={strong ? 'receipt-fact receipt-strong' : 'receipt-fact'}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
