import type { OrderView } from '../../src/wire.ts'
import { localeOf } from '../shared/i18n.ts'
import { PackageIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { words } from './words.ts'

export function OrderLines({ order }: { order: OrderView }) {
  const say = useWords(words)
  const language = useLanguage()
  const onDelivery = order.fulfilment.kind === 'delivery'
  return (
    <section class="card">
      <h2 class="card-title">{say('goods')}</h2>
      <ul class="lines">
        {order.lines.map(line => (
          <li key={line.variantId} class="line">
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
                {formatMoney(line.unitPrice, language)} × {line.quantity}
              </small>
            </span>
            <span class="line-total">{formatMoney(line.total, language)}</span>
          </li>
        ))}
      </ul>
      <dl class="facts">
        <div class="facts-total">
          <dt>
            {say('total')} <small>{say(onDelivery ? 'payOnDelivery' : 'payAtPickup')}</small>
          </dt>
          <dd>{formatMoney(order.total, language)}</dd>
        </div>
        <div>
          <dt>{say('contact')}</dt>
          <dd>
            {order.contact?.name} {order.contact?.phone}
          </dd>
        </div>
        <div>
          <dt>{say('placedAt')}</dt>
          <dd>
            {new Date(order.placedAt).toLocaleString(localeOf(language), {
              dateStyle: 'medium',
              timeStyle: 'short',
            })}
          </dd>
        </div>
      </dl>
    </section>
  )
}
