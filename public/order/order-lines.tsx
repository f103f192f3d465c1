import type { OrderView } from '../../src/wire.ts'
import { checkoutWords } from '../checkout/words.ts'
import { exceptionText } from '../shared/exception-text.ts'
import { localeOf } from '../shared/i18n.ts'
import { PackageIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { dateTimeText } from '../shared/show-time.ts'
import { words } from './words.ts'

export function OrderLines({ order }: { order: OrderView }) {
  const say = useWords(words)
  const language = useLanguage()
  const due =
    order.captured.amount < order.total.amount && ['placed', 'ready', 'shipped'].includes(order.state)
  return (
    <section class="card">
      <h2 class="card-title">{say('goods')}</h2>
      <ul class="lines">
        {order.lines.map(line => (
          <li key={line.variantId} class="line" data-testid="order-line">
            {line.imageUrl ? (
              <img class="line-picture" src={line.imageUrl} alt="" width={64} height={64} />
            ) : (
              <span class="line-picture line-none">
                <PackageIcon />
              </span>
            )}
            <span class="line-text">
              <span class="line-title">{line.title}</span>
              <small>
                {line.variantTitle && `${line.variantTitle} · `}
                <span class="nowrap">
                  {formatMoney(line.unitPrice, language)} × {line.quantity}
                </span>
              </small>
              {line.returned > line.dropped && (
                <small class="line-returned">
                  {say('returnedUnits', { count: line.returned - line.dropped })}
                </small>
              )}
              {line.dropped > 0 && (
                <small class="line-returned">{say('droppedUnits', { count: line.dropped })}</small>
              )}
              <ReturnUntil line={line} />
            </span>
            <span class="line-total">{formatMoney(line.total, language)}</span>
          </li>
        ))}
      </ul>
      <dl class="facts">
        <div class="facts-total">
          <dt>
            {say('total')}{' '}
            {due && (
              <small>{say(order.fulfilment.kind === 'delivery' ? 'payOnDelivery' : 'payAtPickup')}</small>
            )}
          </dt>
          <dd>{formatMoney(order.total, language)}</dd>
        </div>
        {order.contact && (
          <div>
            <dt>{say('contact')}</dt>
            <dd>
              {order.contact.name} {order.contact.phone}
            </dd>
          </div>
        )}
        {order.note && (
          <div>
            <dt>{say('note')}</dt>
            <dd>{order.note}</dd>
          </div>
        )}
        <div>
          <dt>{say('placedAt')}</dt>
          <dd>{dateTimeText(order.placedAt, language)}</dd>
        </div>
      </dl>
    </section>
  )
}

function ReturnUntil({ line }: { line: OrderView['lines'][number] }) {
  const say = useWords(words)
  const sayCheckout = useWords(checkoutWords)
  const language = useLanguage()
  if (line.returnException !== null) {
    const reason = exceptionText(line.returnException, sayCheckout)
    return <small>{sayCheckout('returnNone', { reason })}</small>
  }
  if (line.returned >= line.quantity) return null
  if (line.returnableUntil === null || Date.parse(line.returnableUntil) < Date.now()) return null
  const date = new Date(line.returnableUntil).toLocaleDateString(localeOf(language), {
    month: 'short',
    day: 'numeric',
  })
  return <small>{say('returnUntil', { date })}</small>
}
