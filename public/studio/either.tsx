import { useId } from 'preact/hooks'

type EitherProps<Value extends string> = {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string; readonly hint?: string }[]
  onChoose(value: Value): void
}

/** One of few, all in sight. */
export function Either<Value extends string>({ label, value, options, onChoose }: EitherProps<Value>) {
  const name = useId()
  return (
    <fieldset class="either">
      <legend class="field-label">{label}</legend>
      <div class="either-options">
        {options.map(option => (
          <label key={option.value} class="either-option">
            <input
              class="visually-hidden"
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChoose(option.value)}
            />
            <strong>{option.label}</strong>
            {option.hint && <small>{option.hint}</small>}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
