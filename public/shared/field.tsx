import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

type Attributes = {
  readonly id: string
  readonly class: string
  readonly 'aria-invalid'?: true
  readonly 'aria-describedby'?: string
}

type Props = {
  readonly label: string
  readonly hint?: string | undefined
  /** What to do about it, not only that it is wrong. */
  readonly error?: string | undefined
  /** `{attributes => <input {...attributes} … />}`; a select or textarea as well. */
  children(attributes: Attributes): ComponentChildren
}

/** A labelled input; hint or error is tied to it for screen readers. */
export function Field({ label, hint, error, children }: Props) {
  const id = useId()
  const note = error ?? hint
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {children({
        id,
        class: 'field-input',
        ...(error ? { 'aria-invalid': true } : {}),
        ...(note ? { 'aria-describedby': `${id}-note` } : {}),
      })}
      {note && (
        <p class={error ? 'field-error' : 'field-hint'} id={`${id}-note`}>
          {note}
        </p>
      )}
    </div>
  )
}
