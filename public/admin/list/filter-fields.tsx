import type { StoreView } from '../../../src/wire.ts'
import { SelectField } from '../../desk/select.tsx'
import { useStaff } from '../../desk/session.tsx'
import { Field } from '../../shared/field.tsx'
import { useWords } from '../../shared/language.tsx'
import { listWords } from './words.ts'

type ChoiceProps = {
  readonly label: string
  readonly all: string
  readonly value: string
  readonly options: readonly (readonly [string, string])[]
  readonly testId?: string
  onChange(value: string): void
}

/** One value of a filter, or all. */
export function Choice({ label, all, value, options, testId, onChange }: ChoiceProps) {
  return (
    <SelectField
      label={label}
      value={value}
      options={[['', all], ...options]}
      testId={testId}
      onChoose={onChange}
    />
  )
}

/** Shown to people of all stores, where there are several. */
export function StoreChoice({
  stores,
  value,
  onChange,
}: {
  readonly stores: readonly StoreView[]
  readonly value: string
  onChange(value: string): void
}) {
  const say = useWords(listWords)
  const { storeId } = useStaff()
  if (storeId !== null || stores.length < 2) return null
  return (
    <Choice
      label={say('store')}
      all={say('allStores')}
      value={value}
      options={stores.map(({ id, name }) => [id, name])}
      testId="filter-store"
      onChange={onChange}
    />
  )
}

export function DayField({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string
  onChange(value: string): void
}) {
  return (
    <Field label={label}>
      {attributes => (
        <input
          {...attributes}
          type="date"
          value={value}
          onInput={event => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
