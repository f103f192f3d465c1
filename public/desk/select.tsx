import { Field } from '../shared/field.tsx'

type Choice<Name extends string> = {
  readonly value: NoInfer<Name> | ''
  readonly options: readonly (readonly [Name, string])[]
  readonly testId?: string | undefined
  readonly disabled?: boolean | undefined
  onChoose(value: Name): void
}

type Attributes = {
  readonly id?: string
  readonly class?: string
  readonly 'aria-label'?: string
  readonly 'aria-describedby'?: string
  readonly 'aria-invalid'?: true
}

/** One of these, each with what people call it. */
export function Select<Name extends string>(props: Choice<Name> & Attributes) {
  const { value, options, testId, disabled, onChoose, ...attributes } = props
  return (
    <select
      class="field-input"
      {...attributes}
      value={value}
      disabled={disabled}
      data-testid={testId}
      onChange={event => {
        const chosen = options.find(([name]) => name === event.currentTarget.value)
        if (chosen !== undefined) onChoose(chosen[0])
      }}
    >
      {options.map(([name, text]) => (
        <option key={name} value={name}>
          {text}
        </option>
      ))}
    </select>
  )
}

type FieldProps<Name extends string> = Choice<Name> & {
  readonly label: string
  readonly hint?: string | undefined
}

/** The same below its label. */
export function SelectField<Name extends string>({ label, hint, ...choice }: FieldProps<Name>) {
  return (
    <Field label={label} hint={hint}>
      {attributes => <Select {...attributes} {...choice} />}
    </Field>
  )
}
