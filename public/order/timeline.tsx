import type { FulfilmentView, OrderView } from '../../src/wire.ts'
import { CheckIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { whenText } from '../shared/show-time.ts'
import { type Step, stepsOf } from './order-facts.ts'
import { words } from './words.ts'

// What is waited for is not said as if it were done.
const waitedFor = {
  ready: 'now-ready',
  shipped: 'now-shipped',
  delivered: 'now-delivered',
  collected: 'now-collected',
  visited: 'now-visited',
} as const

function wordOf({ key, state }: Step): keyof typeof words {
  return state === 'now' && key !== 'placed' && key !== 'paid' ? waitedFor[key] : `step-${key}`
}

type Props = { readonly order: OrderView; readonly fulfilment: FulfilmentView | undefined }

export function Timeline({ order, fulfilment }: Props) {
  const say = useWords(words)
  const language = useLanguage()
  const steps = stepsOf(order, fulfilment)
  if (steps.length === 0) return null
  return (
    <ol class="steps" aria-label={say('steps')}>
      {steps.map(step => (
        <li
          key={step.key}
          class="step"
          data-state={step.state}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <span class="step-mark" aria-hidden="true">
            {step.state === 'done' && <CheckIcon />}
          </span>
          <span class="step-name">{say(wordOf(step))}</span>
          {step.at && step.state === 'done' && (
            <time class="step-time" dateTime={step.at}>
              {whenText(step.at, language, Date.now())}
            </time>
          )}
        </li>
      ))}
    </ol>
  )
}
