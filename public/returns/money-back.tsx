import { useEffect, useState } from 'preact/hooks'
import type { ReturnPreview } from '../../src/wire.ts'
import { statusWords } from '../order/status-words.ts'
import { ApiProblem, call } from '../shared/api.ts'
import type { Say } from '../shared/i18n.ts'
import { useLanguage, useWords } from '../shared/language.tsx'
import { formatMoney } from '../shared/money.ts'
import { Skeleton } from '../shared/states.tsx'
import { reasonText, refusalText } from './refusal-text.ts'
import type { ReturnLine } from './return-request.ts'
import { returnWords } from './words.ts'

type Props = {
  readonly orderId: string
  readonly token: string | undefined
  readonly lines: readonly ReturnLine[]
}

type Answer =
  | { readonly body: string; readonly preview: ReturnPreview }
  | { readonly body: string; readonly refused: ApiProblem | null }

const settleMs = 300

/** What would come back, and how, as the server reckons it. */
export function MoneyBack({ orderId, token, lines }: Props) {
  const say = useWords(returnWords)
  const sayStatus = useWords(statusWords)
  const language = useLanguage()
  const [answer, setAnswer] = useState<Answer | null>(null)
  const body = JSON.stringify({ lines })
  const empty = lines.length === 0
  useEffect(() => {
    if (empty) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      const path = `/api/v1/orders/${encodeURIComponent(orderId)}/returns/preview`
      call<ReturnPreview>('POST', path, { body: JSON.parse(body), token, signal: stop.signal }).then(
        preview => setAnswer({ body, preview }),
        (error: unknown) => {
          if (stop.signal.aborted) return
          setAnswer({ body, refused: error instanceof ApiProblem ? error : null })
        },
      )
    }, settleMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [orderId, token, body, empty])
  if (empty) return null
  if (!answer || answer.body !== body) {
    return (
      <div class="money-back" role="status" aria-label={say('counting')}>
        <Skeleton class="money-reading" />
      </div>
    )
  }
  const refused = refusedText(answer, say)
  if (refused !== null) {
    return (
      <p class="notice notice-bad" role="alert">
        {refused}
      </p>
    )
  }
  if (!('preview' in answer)) return null
  const { amount, refunds } = answer.preview
  return (
    <dl class="money-back" data-testid="money-back">
      <div class="money-sum">
        <dt>{say('moneyBack')}</dt>
        <dd>{formatMoney(amount, language)}</dd>
      </div>
      {refunds.length === 0 && <p class="field-hint">{say('noMoney')}</p>}
      {refunds.map(refund => (
        <div key={refund.tenderId}>
          <dt>{say('byTender', { method: sayStatus(refund.method) })}</dt>
          <dd>{formatMoney(refund.amount, language)}</dd>
        </div>
      ))}
    </dl>
  )
}

function refusedText(answer: Answer, say: Say<keyof typeof returnWords>): string | null {
  if ('refused' in answer) return answer.refused && refusalText(answer.refused, say)
  const { refusal } = answer.preview
  return refusal === null ? null : (reasonText(refusal, say) ?? say('movedOn'))
}
