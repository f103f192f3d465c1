import type { StoreDetailView } from '../../../src/wire.ts'
import { Field } from '../../shared/field.tsx'

type Props = {
  readonly label: string
  readonly stores: readonly StoreDetailView[]
  readonly value: string
  readonly disabled?: boolean
  readonly testId?: string
  onChange(id: string): void
}

export function StoreSelect({ label, stores, value, disabled, testId, onChange }: Props) {
  return (
    <Field label={label}>
      {given => (
        <select
          {...given}
          value={value}
          disabled={disabled}
          data-testid={testId}
          onChange={event => onChange(event.currentTarget.value)}
        >
          {stores.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
