import { useState } from 'preact/hooks'
import { Field } from '../shared/field.tsx'
import { useWords } from '../shared/language.tsx'
import { deskWords } from './words.ts'

type Props = {
  readonly label: string
  readonly value: string
  readonly autocomplete: 'current-password' | 'new-password'
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly testId?: string
  readonly autofocus?: boolean
  onInput(value: string): void
}

export function PasswordField({
  label,
  value,
  autocomplete,
  hint,
  error,
  testId,
  autofocus = false,
  onInput,
}: Props) {
  const say = useWords(deskWords)
  const [shown, setShown] = useState(false)
  return (
    <Field label={label} hint={hint} error={error}>
      {attributes => (
        <div class="input-with-button">
          <input
            {...attributes}
            {...(shown ? ({ type: 'text' } as const) : ({ type: 'password' } as const))}
            value={value}
            autocomplete={autocomplete}
            autocapitalize="off"
            spellcheck={false}
            autofocus={autofocus}
            maxLength={200}
            data-testid={testId}
            onInput={event => onInput(event.currentTarget.value)}
          />
          <button type="button" class="input-button" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {say(shown ? 'hide' : 'show')}
          </button>
        </div>
      )}
    </Field>
  )
}
