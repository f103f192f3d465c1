import { useEffect, useState } from 'preact/hooks'
import type { OrderView, ReturnView, ShiftView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { Button } from '../../shared/button.tsx'
import { CheckIcon } from '../../shared/icons.tsx'
import { useLanguage, useWords } from '../../shared/language.tsx'
import { formatMoney } from '../../shared/money.ts'
import { payWords } from '../pay/words.ts'
import { printReturn } from '../receipt/print.tsx'
import { returnWords } from './words.ts'

type Props = {
  readonly order: OrderView
  readonly made: ReturnView
  readonly shift: ShiftView | null
  onNext(): void
  say(text: string): void
}

/** The goods are back; what is to be given back now, by each way, until all of it is. */
export function ReturnDone({ order, made, shift, onNext, say: show }: Props) {
  const say = useWords(returnWords)
  const sayPay = useWords(payWords)
  const language = useLanguage()
  const call = useCall()
  const sayProblem = useProblemText()
  const [refunds, setRefunds] = useState<OrderView['refunds']>([])
  const [busy, setBusy] = useState<string | null>(null)

  useEffect(() => {
    call<OrderView>('GET', `/api/v1/orders/${order.id}`).then(
      now => setRefunds(now.refunds.filter(({ returnId }) => returnId === made.id)),
      error => show(sayProblem(error)),
    )
  }, [call, order.id, made.id, show, sayProblem])

  const given = async (id: string) => {
    setBusy(id)
    try {
      const body = shift === null ? {} : { shiftId: shift.id }
      await call('POST', `/api/v1/refunds/${id}/done`, { body, idempotencyKey: `refund-${id}` })
      setRefunds(all => all.map(each => (each.id === id ? { ...each, state: 'done' } : each)))
    } catch (error) {
      show(sayProblem(error))
    }
    setBusy(null)
  }
  return (
    <section class="returns">
      <div class="result result-good" role="status" data-testid="return-done">
        <span class="result-icon">
          <CheckIcon />
        </span>
        <h2 class="result-title">{say('done')}</h2>
        <p class="result-facts">{formatMoney(made.amount, language)}</p>
      </div>
      <ul class="rows card">
        {refunds.map(({ id, method, amount, state }) => (
          <li key={id} class="row open-one">
            <span class="line-text">
              <strong>
                {sayPay(method)} · {formatMoney(amount, language)}
              </strong>
              <span class="quiet small">{say(state === 'done' ? 'giveBack' : 'dueText')}</span>
            </span>
            {state === 'due' && (
              <Button busy={busy === id} onClick={() => void given(id)} data-testid={`refund-${method}`}>
                {say('given')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button
        onClick={() => printReturn(asGiven(made, refunds), shift?.till ?? null, language)}
        data-testid="print-return"
      >
        {say('print')}
      </Button>
      <Button kind="primary" onClick={onNext} data-testid="return-next">
        {say('next')}
      </Button>
    </section>
  )
}

/** With the money as it is now, not as it was when the goods were taken. */
function asGiven(made: ReturnView, refunds: OrderView['refunds']): ReturnView {
  if (refunds.length === 0) return made
  return {
    ...made,
    refunds: refunds.map(({ id, method, amount, state }) => ({ tenderId: id, method, amount, state })),
  }
}
