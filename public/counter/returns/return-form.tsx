import { useEffect, useRef, useState } from 'preact/hooks'
import type { OrderView, ReturnPreview, ReturnView, ShiftView, StoreView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { Button } from '../../shared/button.tsx'
import { Field } from '../../shared/field.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { randomId } from '../../shared/random-id.ts'
import { payWords } from '../pay/words.ts'
import { ReturnDone } from './return-done.tsx'
import { ReturnLine } from './return-line.tsx'
import { type Chosen, choose, chosenBy, chosenUnits, received, returnableUnits } from './return-plan.ts'
import { usePreview } from './use-preview.ts'
import { returnWords } from './words.ts'

type Props = {
  readonly store: StoreView
  readonly shift: ShiftView | null
  readonly order: OrderView
  onOther(): void
  say(text: string): void
}

export function ReturnForm({ store, shift, order, onOther, say: show }: Props) {
  const say = useWords(returnWords)
  const language = useLanguage()
  const call = useCall()
  const sayProblem = useProblemText()
  const [chosen, setChosen] = useState<readonly Chosen[]>([])
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [done, setDone] = useState<ReturnView | null>(null)
  /** What the buyer asked for beforehand: it is received as it was asked, and nothing else with it. */
  const [request, setRequest] = useState<ReturnView | null>(null)
  const preview = usePreview(order.id, request ? [] : chosen)
  const key = useRef(randomId())
  const change = (next: readonly Chosen[]) => {
    key.current = randomId()
    setChosen(next)
  }

  useEffect(() => {
    call<{ items: readonly ReturnView[] }>('GET', `/api/v1/orders/${order.id}/returns`).then(
      ({ items }) => {
        const asked = items.find(({ state }) => state === 'requested')
        if (!asked) return
        setRequest(asked)
        setChosen(chosenBy(asked))
        setReason(asked.reason)
      },
      error => setFault(sayProblem(error)),
    )
  }, [call, order.id, sayProblem])

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy || chosen.length === 0) return
    setBusy(true)
    setFault(null)
    try {
      const lines = chosen.map(({ variantId, quantity }) => ({ variantId, quantity }))
      const asked = {
        kind: 'return',
        via: 'store',
        storeId: store.id,
        reason: reason.trim() || say('bySeller'),
        lines,
      }
      const made =
        request ??
        (await call<ReturnView>('POST', `/api/v1/orders/${order.id}/returns`, {
          body: asked,
          idempotencyKey: key.current,
        }))
      const taken = {
        storeId: store.id,
        ...(shift === null ? {} : { shiftId: shift.id }),
        lines: received(chosen),
      }
      setDone(
        made.state === 'requested'
          ? await call<ReturnView>('POST', `/api/v1/returns/${made.id}/receive`, {
              body: taken,
              idempotencyKey: `${key.current}-receive`,
            })
          : made,
      )
    } catch (error) {
      setFault(sayProblem(error))
    }
    setBusy(false)
  }

  if (done) return <ReturnDone order={order} made={done} shift={shift} onNext={onOther} say={show} />
  const amount = request?.amount ?? (preview.state === 'ready' ? preview.plan.amount : null)
  const possible = order.lines.some(line => returnableUnits(line) > 0)
  return (
    <form class="returns card" onSubmit={submit} data-testid="return-form" data-order={order.id}>
      <header class="order-card-head">
        <h2>
          {say('title')} · {order.number}
        </h2>
        <Button kind="quiet" onClick={onOther}>
          {say('other')}
        </Button>
      </header>
      {request ? (
        <p class="callout">{say('asked', { number: request.number, reason: request.reason })}</p>
      ) : (
        <p class="quiet">{say(possible ? 'choose' : 'nothing')}</p>
      )}
      <ul class="lines">
        {order.lines.map(line => (
          <ReturnLine
            key={line.variantId}
            line={line}
            fixed={request !== null}
            chosen={chosen.find(({ variantId }) => variantId === line.variantId) ?? null}
            onQuantity={by => change(choose(chosen, line, chosenUnits(chosen, line.variantId) + by))}
            onCondition={condition =>
              change(chosen.map(each => (each.variantId === line.variantId ? { ...each, condition } : each)))
            }
          />
        ))}
      </ul>
      <Field label={say('reason')} hint={say('reasonHint')}>
        {attributes => (
          <input
            {...attributes}
            maxLength={200}
            value={reason}
            data-testid="return-reason"
            onInput={event => {
              key.current = randomId()
              setReason(event.currentTarget.value)
            }}
          />
        )}
      </Field>
      <div class="return-plan" aria-live="polite" data-testid="return-plan">
        <h3>{say('plan')}</h3>
        {preview.state === 'none' && !request && <p class="quiet small">{say('planEmpty')}</p>}
        {request && <Plan refunds={request.refunds} />}
        {preview.state === 'failed' && <Fault text={sayProblem(preview.problem)} />}
        {preview.state === 'ready' && <Plan refunds={preview.plan.refunds} />}
      </div>
      <Fault text={fault} />
      <Button
        type="submit"
        kind="primary"
        wide
        busy={busy}
        disabled={chosen.length === 0 || preview.state === 'failed'}
        data-testid="take-back-goods"
      >
        {say('confirm')}
        {amount && ` · ${formatMoney(amount, language)}`}
      </Button>
    </form>
  )
}

function Plan({ refunds }: { refunds: ReturnPreview['refunds'] }) {
  const sayPay = useWords(payWords)
  const language = useLanguage()
  return (
    <dl class="figures">
      {refunds.map(({ tenderId, method, amount }) => (
        <div key={tenderId} class="figure figure-strong">
          <dt>{sayPay(method)}</dt>
          <dd>{formatMoney(amount, language)}</dd>
        </div>
      ))}
    </dl>
  )
}
