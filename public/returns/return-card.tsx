import { useState } from 'preact/hooks'
import type { ReturnView } from '../../src/wire.ts'
import { statusWords } from '../order/status-words.ts'
import { ApiProblem, call } from '../shared/api.ts'
import { Button } from '../shared/button.tsx'
import { Confirm } from '../shared/confirm.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { whenText } from '../shared/show-time.ts'
import { useToast } from '../shared/toast.tsx'
import { TrackingForm } from './tracking-form.tsx'
import { returnWords } from './words.ts'

type Props = {
  readonly made: ReturnView
  readonly token: string | undefined
  onChanged(): void
  onAcknowledge(): void
}

const stateWords = {
  requested: 'requested',
  received: 'received',
  refused: 'refusedState',
  cancelled: 'cancelled',
} as const

/** One return: where it is, what is to be done, what money comes back. */
export function ReturnCard({ made, token, onChanged, onAcknowledge }: Props) {
  const say = useWords(returnWords)
  const sayStatus = useWords(statusWords)
  const language = useLanguage()
  const { state, store, via } = made
  const open = state === 'requested'
  return (
    <article class="return" data-testid="return-card" data-state={state}>
      <header class="return-head">
        <strong>{say('number', { number: made.number })}</strong>
        <span class="return-state">{say(stateWords[state])}</span>
      </header>
      <p class="card-hint">
        {say(made.kind === 'withdrawal' ? 'kindWithdrawal' : 'kindReturn')} ·{' '}
        {whenText(made.requestedAt, language, Date.now())}
        {made.kind === 'return' && made.reason && ` · ${made.reason}`}
      </p>
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
        {open && <CallOff made={made} token={token} onChanged={onChanged} />}
      </div>
    </article>
  )
}

function CallOff({ made, token, onChanged }: Omit<Props, 'onAcknowledge'>) {
  const say = useWords(returnWords)
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const { show, toast } = useToast()
  const cancel = async () => {
    setBusy(true)
    try {
      await call('POST', `/api/v1/returns/${encodeURIComponent(made.id)}/cancel`, { token })
      setAsking(false)
      onChanged()
    } catch (error) {
      const detail = error instanceof ApiProblem ? error.detail : ''
      show(detail ? say('refused', { detail }) : say('failed'), 'bad')
      setAsking(false)
    }
    setBusy(false)
  }
  return (
    <>
      <Button kind="quiet" data-testid="call-off" onClick={() => setAsking(true)}>
        {say('call')}
      </Button>
      {asking && (
        <Confirm
          title={say('callTitle')}
          confirmLabel={say('call')}
          cancelLabel={say('keep')}
          busy={busy}
          onConfirm={cancel}
          onClose={() => setAsking(false)}
        >
          <p>{say('callText')}</p>
        </Confirm>
      )}
      {toast}
    </>
  )
}
