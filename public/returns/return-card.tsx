import type { ReturnView } from '../../src/wire.ts'
import { AskFirst } from '../order/ask-first.tsx'
import { statusWords } from '../order/status-words.ts'
import { call } from '../shared/api.ts'
import { Button } from '../shared/button.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { whenText } from '../shared/show-time.ts'
import { refusalText } from './refusal-text.ts'
import { TrackingForm } from './tracking-form.tsx'
import { returnWords } from './words.ts'

type Props = {
  readonly made: ReturnView
  readonly token: string | undefined
  onChanged(): void
  onAcknowledge(): void
  /** Something could not be done, and why. */
  onRefused(text: string): void
}

const states = {
  requested: { word: 'requested', tone: 'wait' },
  received: { word: 'received', tone: 'good' },
  refused: { word: 'refusedState', tone: 'over' },
  cancelled: { word: 'cancelled', tone: 'over' },
} as const

/** One return: where it is, what is to be done, what money comes back. */
export function ReturnCard({ made, token, onChanged, onAcknowledge, onRefused }: Props) {
  const say = useWords(returnWords)
  const sayStatus = useWords(statusWords)
  const language = useLanguage()
  const { state, store, via } = made
  const open = state === 'requested'
  return (
    <article class="return" data-testid="return-card" data-state={state}>
      <header class="return-head">
        <strong>{say('number', { number: made.number })}</strong>
        <span class="state-tag" data-tone={states[state].tone}>
          {say(states[state].word)}
        </span>
      </header>
      <p class="card-hint">
        {say(made.kind === 'withdrawal' ? 'kindWithdrawal' : 'kindReturn')} ·{' '}
        {whenText(made.requestedAt, language, Date.now())}
        {made.kind === 'return' && made.reason && ` · ${made.reason}`}
      </p>
      {made.refusal && <p data-testid="refusal">{say('refusedFor', { reason: made.refusal })}</p>}
      <ul class="parcel-lines">
        {made.lines.map(line => (
          <li key={line.variantId}>
            {line.title} {line.variantTitle} × {line.quantity}
          </li>
        ))}
      </ul>
      {open && via === 'store' && <p>{store ? say('bring', { store: store.name }) : say('bringAny')}</p>}
      {open && via === 'post' && store && (
        <p>{say('sendTo', { store: store.name, address: store.address })}</p>
      )}
      {state === 'received' && store && <p>{say('takenAt', { store: store.name })}</p>}
      {made.trackingNumber && (
        <p class="tracking">
          {made.carrier} <strong>{made.trackingNumber}</strong>
        </p>
      )}
      {(open || state === 'received') && (
        <ul class="payments">
          {made.refunds.map(refund => (
            <li key={refund.tenderId}>
              <span>
                {say('byTender', { method: sayStatus(refund.method) })}
                <small>{say(refund.state)}</small>
              </span>
              <strong>{formatMoney(refund.amount, language)}</strong>
            </li>
          ))}
        </ul>
      )}
      <div class="return-actions">
        {made.kind === 'withdrawal' && (
          <Button data-testid="acknowledgement" onClick={onAcknowledge}>
            {say('acknowledgementShow')}
          </Button>
        )}
        {open && via === 'post' && <TrackingForm made={made} token={token} onChanged={onChanged} />}
        {open && <CallOff made={made} token={token} onChanged={onChanged} onRefused={onRefused} />}
      </div>
    </article>
  )
}

function CallOff({ made, token, onChanged, onRefused }: Omit<Props, 'onAcknowledge'>) {
  const say = useWords(returnWords)
  return (
    <AskFirst
      testId="call-off"
      kind="quiet"
      label={say('call')}
      title={say('callTitle')}
      text={say('callText')}
      keepLabel={say('keep')}
      act={async () => {
        await call('POST', `/api/v1/returns/${encodeURIComponent(made.id)}/cancel`, { token })
        onChanged()
      }}
      onRefused={problem => {
        onRefused(refusalText(problem, say))
        onChanged()
      }}
    />
  )
}
