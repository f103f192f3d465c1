import { useCallback } from 'preact/hooks'
import type { OrderView, ReturnView } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { useCall, useMay } from '../../desk/session.tsx'
import { timeText } from '../../desk/time-text.ts'
import { useResource } from '../../desk/use-resource.ts'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { returnWords } from '../returns/words.ts'
import { orderWords } from './words.ts'

/** What came back of the order, or is to; nothing is shown of orders of which nothing can come back. */
export function OrderReturns({ order }: { order: OrderView }) {
  const say = useWords(orderWords)
  const sayReturn = useWords(returnWords)
  const language = useLanguage()
  const call = useCall()
  const mayReturn = useMay()('returns.write')
  const possible = mayReturn && order.steps.includes('return')
  const some = possible || order.lines.some(({ returned }) => returned > 0)
  const path = `/api/v1/orders/${encodeURIComponent(order.id)}/returns`
  const loading = useResource(
    useCallback(
      async (signal: AbortSignal) =>
        (await call<{ items: readonly ReturnView[] }>('GET', path, { signal })).items,
      [call, path],
    ),
  )
  const none = loading.resource.state === 'ready' && loading.resource.value.length === 0
  if (!some && none) return null
  return (
    <section class="order-section" aria-label={say('returns')}>
      <h3 class="order-heading">{say('returns')}</h3>
      <Loaded loading={loading}>
        {returns => (
          <ul class="order-rows">
            {returns.map(one => (
              <li key={one.id}>
                <span class="order-who">
                  {mayReturn ? (
                    <a href={`#returns?return=${one.id}`}>{one.number}</a>
                  ) : (
                    <span>{one.number}</span>
                  )}
                  <span class="quiet small">
                    {sayReturn(one.state)} · {timeText(one.decidedAt ?? one.requestedAt, language)}
                  </span>
                </span>
                <span class="number">{formatMoney(one.amount, language)}</span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {possible && (
        <div class="order-steps">
          <a class="button button-secondary" href={`#returns?of=${order.id}`} data-testid="take-back">
            {say('takeBack')}
          </a>
        </div>
      )}
    </section>
  )
}
