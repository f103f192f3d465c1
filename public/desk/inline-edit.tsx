import { useId, useRef, useState } from 'preact/hooks'
import { CheckIcon } from '../shared/icons.tsx'
import { Spinner } from '../shared/states.tsx'
import { useProblemText } from './use-problem-text.ts'

type Props = {
  readonly label: string
  /** Hides the label from sight where a table's head already says it. */
  readonly quietLabel?: boolean
  readonly value: string
  readonly inputMode?: 'decimal' | 'text'
  readonly maxLength?: number
  readonly testId?: string
  /** Saves what was typed; a string says what is wrong with it. */
  save(text: string): string | Promise<void>
}

type State =
  | { readonly kind: 'shown' }
  | { readonly kind: 'typing' | 'saving'; readonly text: string }
  | { readonly kind: 'saved' }
  | { readonly kind: 'refused'; readonly text: string; readonly why: string }

/**
 * A field that saves itself on Enter or when it is left, and takes nothing for saved before the server said so.
 * Escape puts the old value back; after a refusal the typed text stays, with the reason.
 */
export function InlineEdit({
  label,
  quietLabel,
  value,
  inputMode = 'text',
  maxLength = 20,
  testId,
  save,
}: Props) {
  const id = useId()
  const sayProblem = useProblemText()
  const [state, setState] = useState<State>({ kind: 'shown' })
  // Enter saves, and the blur that follows must not save again.
  const saving = useRef(false)

  const commit = async () => {
    if (saving.current || state.kind !== 'typing') return
    if (state.text === value) return setState({ kind: 'shown' })
    const { text } = state
    const answer = save(text)
    if (typeof answer === 'string') return setState({ kind: 'refused', text, why: answer })
    saving.current = true
    setState({ kind: 'saving', text })
    try {
      await answer
      setState({ kind: 'saved' })
    } catch (error) {
      setState({ kind: 'refused', text, why: sayProblem(error) })
    } finally {
      saving.current = false
    }
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      void commit()
    } else if (event.key === 'Escape' && state.kind !== 'saving') {
      event.stopPropagation()
      setState({ kind: 'shown' })
    }
  }

  const refused = state.kind === 'refused'
  return (
    <div class="inline-edit">
      <label class={quietLabel ? 'visually-hidden' : 'field-label'} for={id}>
        {label}
      </label>
      <span class="inline-edit-box">
        <input
          id={id}
          class="field-input"
          value={'text' in state ? state.text : value}
          inputMode={inputMode}
          autocomplete="off"
          maxLength={maxLength}
          readOnly={state.kind === 'saving'}
          aria-invalid={refused || undefined}
          aria-describedby={refused ? `${id}-why` : undefined}
          data-testid={testId}
          onFocus={event => event.currentTarget.select()}
          onInput={event => setState({ kind: 'typing', text: event.currentTarget.value })}
          onKeyDown={press}
          onBlur={commit}
        />
        {state.kind === 'saving' && <Spinner />}
        {state.kind === 'saved' && <CheckIcon />}
      </span>
      {refused && (
        <p class="field-error" id={`${id}-why`} role="alert">
          {state.why}
        </p>
      )}
    </div>
  )
}
