import { useRef, useState } from 'preact/hooks'
import type { OrderView, ReturnView } from '../../src/wire.ts'
import { Button } from '../shared/button.tsx'
import { Field } from '../shared/field.tsx'
import { localeOf } from '../shared/i18n.ts'
import { BackIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { Sheet } from '../shared/sheet.tsx'
import { useFocus } from '../shared/use-focus.ts'
import { LineChoice } from './line-choice.tsx'
import { MoneyBack } from './money-back.tsx'
import { refusalText } from './refusal-text.ts'
import { firstChoice, linesOf, type ReturnKind, type ReturnVia } from './return-request.ts'
import { useReturn } from './use-return.ts'
import { WayChoice } from './way-choice.tsx'
import { returnWords } from './words.ts'

const reasons = ['mind', 'size', 'broken', 'wrong', 'other'] as const
type Reason = (typeof reasons)[number]

const mostReason = 400

type Props = {
  readonly order: OrderView
  readonly token: string | undefined
  readonly kind: ReturnKind
  onDone(made: ReturnView): void
  onClose(): void
}

/**
 * What comes back, and how. A withdrawal has a second step, which the law asks for: nothing is withdrawn from before
 * the statement was read and confirmed (Directive (EU) 2023/2673, Art. 11a).
 */
export function ReturnSheet({ order, token, kind, onDone, onClose }: Props) {
  const say = useWords(returnWords)
  const [choice, setChoice] = useState(() => firstChoice(order, kind, Date.now()))
  const [via, setVia] = useState<ReturnVia>('store')
  const [storeId, setStoreId] = useState<string | null>(null)
  const [reason, setReason] = useState<Reason | null>(null)
  const [detail, setDetail] = useState('')
  const [checked, setChecked] = useState(false)
  const [confirming, setConfirming] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const { send, busy, problem, forget } = useReturn(order.id, token, onDone)
  const lines = linesOf(choice)
  const withdrawal = kind === 'withdrawal'
  // Any store takes it; where it is sent to must be known.
  const needsStore = via === 'post' && storeId === null
  // After any change the refusal is about something else.
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      forget()
      set(value)
    }
  const sayReason = (key: Reason) => say(`reason-${key}`)

  const submit = (event: Event) => {
    event.preventDefault()
    setChecked(true)
    const needsReason = !withdrawal && reason === null
    const field = lines.length === 0 ? 'units' : needsReason ? 'reason' : needsStore ? 'store' : null
    if (field !== null) {
      const selector = field === 'units' ? '[data-testid=return-more]:enabled' : `[name=${field}]:enabled`
      form.current?.querySelector<HTMLElement>(selector)?.focus()
      return
    }
    if (withdrawal && !confirming) setConfirming(true)
    else {
      send({
        kind,
        via,
        ...(storeId !== null && { storeId }),
        reason: withdrawal
          ? say('kindWithdrawal')
          : [reason && sayReason(reason), detail.trim()].filter(Boolean).join(' · '),
        lines,
      })
    }
  }

  return (
    <Sheet
      title={say(withdrawal ? 'kindWithdrawal' : 'start')}
      closeLabel={say('close')}
      onClose={onClose}
      lead={
        confirming && (
          <Button kind="quiet" icon aria-label={say('back')} onClick={() => setConfirming(false)}>
            <BackIcon />
          </Button>
        )
      }
      foot={
        <>
          {problem && (
            <p class="notice notice-bad" role="alert">
              {refusalText(problem, say)}
            </p>
          )}
          <Button
            kind="primary"
            wide
            type="submit"
            form="return"
            data-testid="return-submit"
            busy={busy}
            // The second tap of a double one would confirm what nobody has read.
            onClick={event => event.detail > 1 && event.preventDefault()}
          >
            {say(!withdrawal ? 'send' : confirming ? 'confirm' : 'next')}
          </Button>
        </>
      }
    >
      <form id="return" class="purchase" ref={form} noValidate onSubmit={submit}>
        {confirming ? (
          <Statement order={order} lines={lines} />
        ) : (
          <>
            <LineChoice
              order={order}
              choice={choice}
              missing={checked && lines.length === 0}
              onChange={change(setChoice)}
            />
            {!withdrawal && (
              <>
                <fieldset class="choice">
                  <legend class="choice-title">{say('why')}</legend>
                  {checked && reason === null && (
                    <p class="field-error" role="alert">
                      {say('chooseReason')}
                    </p>
                  )}
                  <div class="chips">
                    {reasons.map(key => (
                      <label key={key} class="option option-chip">
                        <input
                          type="radio"
                          class="visually-hidden"
                          name="reason"
                          data-testid={`reason-${key}`}
                          checked={key === reason}
                          onChange={() => setReason(key)}
                        />
                        <span>{sayReason(key)}</span>
                      </label>
                    ))}
                  </div>
                </fieldset>
                {(reason === 'other' || reason === 'broken') && (
                  <Field label={say('more_')}>
                    {attributes => (
                      <textarea
                        {...attributes}
                        rows={2}
                        maxLength={mostReason}
                        value={detail}
                        onInput={event => setDetail(event.currentTarget.value)}
                      />
                    )}
                  </Field>
                )}
              </>
            )}
            <WayChoice
              via={via}
              storeId={storeId}
              missing={checked && needsStore}
              onVia={change(setVia)}
              onStore={change(setStoreId)}
            />
          </>
        )}
        <MoneyBack orderId={order.id} token={token} lines={lines} />
      </form>
    </Sheet>
  )
}

type StatementProps = {
  readonly order: OrderView
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[]
}

function Statement({ order, lines }: StatementProps) {
  const say = useWords(returnWords)
  const statement = useFocus<HTMLElement>()
  const language = useLanguage()
  return (
    <section class="statement" data-testid="statement" tabIndex={-1} ref={statement}>
      <p>{say('confirmText')}</p>
      <dl class="facts">
        {order.contact && (
          <div>
            <dt>{say('name')}</dt>
            <dd>{order.contact.name}</dd>
          </div>
        )}
        <div>
          <dt>{say('orderNumber')}</dt>
          <dd>{order.number}</dd>
        </div>
        <div>
          <dt>{say('orderedAt')}</dt>
          <dd>{new Date(order.placedAt).toLocaleDateString(localeOf(language), { dateStyle: 'medium' })}</dd>
        </div>
        <div>
          <dt>{say('goods')}</dt>
          <dd>
            {lines.map(({ variantId, quantity }) => {
              const line = order.lines.find(each => each.variantId === variantId)
              return (
                <div key={variantId}>
                  {line?.title} {line?.variantTitle} × {quantity}
                </div>
              )
            })}
          </dd>
        </div>
      </dl>
    </section>
  )
}
