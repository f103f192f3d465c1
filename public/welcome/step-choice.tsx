import { AlertIcon, CheckIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { Spinner } from '../shared/states.tsx'
import { welcomeWords } from './words.ts'

export type Progress =
  | { readonly kind: 'idle' | 'working' | 'done' }
  | { readonly kind: 'failed'; readonly why: string }

type Props = {
  readonly title: string
  readonly text: string
  readonly checked: boolean
  readonly locked: boolean
  readonly progress: Progress
  readonly testId: string
  onChange(checked: boolean): void
}

/** One thing that can be done, and how far it is. */
export function StepChoice({ title, text, checked, locked, progress, testId, onChange }: Props) {
  const say = useWords(welcomeWords)
  return (
    <label class={`choice choice-${progress.kind}`}>
      <input
        type="checkbox"
        class="choice-box"
        checked={checked}
        disabled={locked}
        data-testid={testId}
        onChange={event => onChange(event.currentTarget.checked)}
      />
      <span class="choice-text">
        <strong>{title}</strong>
        <span class="quiet small">{text}</span>
        <span class="choice-progress small" role="status">
          {progress.kind === 'working' && say('working')}
          {progress.kind === 'failed' && `${say('failedStep')}: ${progress.why}`}
        </span>
      </span>
      <span class="choice-state">
        {progress.kind === 'working' && <Spinner />}
        {progress.kind === 'done' && <CheckIcon />}
        {progress.kind === 'failed' && <AlertIcon />}
      </span>
    </label>
  )
}
