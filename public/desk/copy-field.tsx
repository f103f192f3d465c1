import { useEffect, useState } from 'preact/hooks'
import { copyText } from '../shared/copy.ts'
import { Field } from '../shared/field.tsx'
import { CheckIcon, CopyIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { deskWords } from './words.ts'

type Props = {
  readonly label: string
  readonly value: string
  readonly hint?: string | undefined
  /** Shown as dots until somebody asks: keys end up in screen shares. */
  readonly secret?: boolean
  readonly testId?: string
}

const saidMs = 2_000

export function CopyField({ label, value, hint, secret = false, testId }: Props) {
  const say = useWords(deskWords)
  const [shown, setShown] = useState(!secret)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), saidMs)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => setCopied(await copyText(value))
  return (
    <Field label={label} hint={hint}>
      {attributes => (
        <div class="input-with-button">
          <input
            {...attributes}
            class="field-input mono"
            {...(shown ? ({ type: 'text' } as const) : ({ type: 'password' } as const))}
            value={value}
            readOnly
            autocomplete="off"
            data-testid={testId}
            onFocus={event => shown && event.currentTarget.select()}
          />
          {secret && (
            <button type="button" class="input-button" aria-pressed={shown} onClick={() => setShown(!shown)}>
              {say(shown ? 'hide' : 'show')}
            </button>
          )}
          <button type="button" class="input-button" onClick={copy}>
            {copied ? <CheckIcon /> : <CopyIcon />}
            <span aria-live="polite">{say(copied ? 'copied' : 'copy')}</span>
          </button>
        </div>
      )}
    </Field>
  )
}
