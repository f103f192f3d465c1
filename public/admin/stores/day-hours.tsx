import type { OpenSpan } from '../../../src/wire.ts'
import { Button } from '../../shared/button.tsx'
import { CloseIcon, PlusIcon } from '../../shared/icons.tsx'
import { useWords } from '../../shared/language.tsx'
import { nextSpan } from './store-draft.ts'
import { storeWords } from './words.ts'

type Props = {
  readonly label: string
  readonly spans: readonly OpenSpan[]
  readonly testId?: string
  onChange(spans: OpenSpan[]): void
}

/** The hours of one day. */
export function DayHours({ label, spans, testId, onChange }: Props) {
  const say = useWords(storeWords)
  const put = (at: number, change: Partial<OpenSpan>) =>
    onChange(spans.map((span, index) => (index === at ? { ...span, ...change } : span)))
  return (
    <div class="day-hours">
      {spans.length === 0 && <span class="quiet">{say('dayShut')}</span>}
      {spans.map((span, index) => (
        <div class="day-span" key={index}>
          <input
            class="field-input"
            type="time"
            required
            value={span.opens}
            aria-label={say('opensOf', { day: label })}
            data-testid={testId && `${testId}-opens-${index}`}
            onChange={event => put(index, { opens: event.currentTarget.value })}
          />
          <span aria-hidden="true">–</span>
          <input
            class="field-input"
            type="time"
            required
            value={span.closes}
            aria-label={say('closesOf', { day: label })}
            data-testid={testId && `${testId}-closes-${index}`}
            onChange={event => put(index, { closes: event.currentTarget.value })}
          />
          <Button
            kind="quiet"
            icon
            aria-label={`${label}: ${say('removeSpan')}`}
            onClick={() => onChange(spans.filter((_, at) => at !== index))}
          >
            <CloseIcon />
          </Button>
          {span.closes <= span.opens && <small class="quiet">{say('nextDay')}</small>}
        </div>
      ))}
      {spans.length < 3 && (
        <Button
          kind="quiet"
          aria-label={`${label}: ${say('addSpan')}`}
          onClick={() => onChange([...spans, nextSpan(spans)])}
        >
          <PlusIcon />
          {say('addSpan')}
        </Button>
      )}
    </div>
  )
}
