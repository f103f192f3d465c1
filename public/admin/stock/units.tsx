import { readUnits } from './lines.ts'

type Props = {
  /** Shown above it; what a screen reader says is `name`. */
  readonly label?: string | undefined
  readonly name: string
  readonly testId: string
  /** null: not known. */
  readonly units: number | null
  /** null: it cannot be changed any more. With null for an empty field. */
  readonly onChange: ((units: number | null) => void) | null
}

/** A number of pieces; what is no number is put back. */
export function Units({ label, name, testId, units, onChange }: Props) {
  const shown = units === null ? '' : String(units)
  return (
    <span class="line-number">
      {label !== undefined && <span class="quiet small">{label}</span>}
      {onChange === null ? (
        <strong>{shown || '–'}</strong>
      ) : (
        <input
          class="field-input line-quantity"
          inputMode="numeric"
          value={shown}
          aria-label={name}
          data-testid={testId}
          onChange={event => {
            const typed = event.currentTarget.value.trim()
            const read = readUnits(typed)
            if (read === null && typed !== '') event.currentTarget.value = shown
            else onChange(read)
          }}
        />
      )}
    </span>
  )
}
