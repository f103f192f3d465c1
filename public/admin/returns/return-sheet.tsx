import { useCallback, useState } from 'preact/hooks'
import type { ReturnView, StoreView } from '../../../src/wire.ts'
import { Loaded } from '../../desk/loaded.tsx'
import { useCall, useMayIn } from '../../desk/session.tsx'
import { timeText } from '../../desk/time-text.ts'
import { useResource } from '../../desk/use-resource.ts'
import { deskWords } from '../../desk/words.ts'
import { Button } from '../../shared/button.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { Sheet } from '../../shared/sheet.tsx'
import { methodText } from '../orders/event-text.ts'
import type { SectionProps } from '../section.tsx'
import { ReceiveForm } from './receive-form.tsx'
import { RefuseReturn } from './refuse-return.tsx'
import { returnWords } from './words.ts'

type Props = SectionProps & {
  readonly id: string
  readonly stores: readonly StoreView[]
  onChange(one: ReturnView): void
  onClose(): void
}

export function ReturnSheet({ id, stores, onChange, onClose, show }: Props) {
  const say = useWords(returnWords)
  const sayDesk = useWords(deskWords)
  const call = useCall()
  const path = `/api/v1/returns/${encodeURIComponent(id)}`
  const loading = useResource(
    useCallback((signal: AbortSignal) => call<ReturnView>('GET', path, { signal }), [call, path]),
  )
  const { resource } = loading
  const mayIn = useMayIn()
  const [refusing, setRefusing] = useState(false)
  const settle = (one: ReturnView, text: string) => {
    loading.update(() => one)
    onChange(one)
    show(text)
  }
  return (
    <Sheet
      title={resource.state === 'ready' ? say('title', { number: resource.value.number }) : say('number')}
      closeLabel={sayDesk('close')}
      onClose={onClose}
    >
      <div class="order-sheet" data-testid="return-sheet">
        <Loaded loading={loading}>
          {one => (
            <>
              <Facts one={one} />
              {one.state === 'requested' ? (
                <>
                  <ReceiveForm
                    one={one}
                    stores={stores}
                    onReceived={received => settle(received, say('tookIn'))}
                  />
                  {(one.store === null || mayIn('returns.write', one.store.id)) && (
                    <div class="order-steps">
                      <Button kind="danger" onClick={() => setRefusing(true)} data-testid="refuse">
                        {say('refuse')}
                      </Button>
                    </div>
                  )}
                </>
              ) : (
                <Outcome one={one} />
              )}
              {refusing && (
                <RefuseReturn
                  one={one}
                  onRefused={refused => settle(refused, say('refusedToast'))}
                  onClose={() => setRefusing(false)}
                />
              )}
            </>
          )}
        </Loaded>
      </div>
    </Sheet>
  )
}

function Facts({ one }: { one: ReturnView }) {
  const say = useWords(returnWords)
  const language = useLanguage()
  const parcel = [one.carrier, one.trackingNumber].filter(Boolean).join(' ')
  return (
    <>
      <p class="order-facts">
        <span class={`badge badge-${one.state === 'requested' ? 'placed' : one.state}`}>
          {say(one.state)}
        </span>
        <span class="quiet small">
          {say(one.kind)} · {say(one.via)} · {timeText(one.requestedAt, language)}
        </span>
        <a href={`#orders?order=${one.orderId}`}>
          {say('order')} {one.orderNumber}
        </a>
      </p>
      {one.reason !== '' && (
        <p>
          <span class="quiet small">{say('reason')}</span> {one.reason}
        </p>
      )}
      {parcel !== '' && (
        <p>
          <span class="quiet small">{say('parcel')}</span> <span class="mono">{parcel}</span>
        </p>
      )}
    </>
  )
}

/** What became of the goods and of the money. */
function Outcome({ one }: { one: ReturnView }) {
  const say = useWords(returnWords)
  const language = useLanguage()
  return (
    <section class="order-section" aria-label={say('goods')}>
      <ul class="order-rows">
        {one.lines.map(line => (
          <li key={line.variantId}>
            <span class="order-who">
              <span>
                {line.quantity} × {line.title} {line.variantTitle}
              </span>
              <span class="quiet small">
                {[
                  line.restocked > 0 && say('restocked', { count: line.restocked }),
                  line.writtenOff > 0 && say('writtenOff', { count: line.writtenOff }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            <span class="number">{formatMoney(line.amount, language)}</span>
          </li>
        ))}
        {one.refunds.map(refund => (
          <li key={refund.tenderId}>
            <span class="order-who">
              <span>{say('refundBy', { method: methodText(refund.method, language) })}</span>
              <span class="quiet small">{say(refund.state)}</span>
            </span>
            <span class="number">−{formatMoney(refund.amount, language)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
