type Props = {
  readonly label: string
  readonly on: boolean
  readonly testId?: string
  onChange(on: boolean): void
}

export function Switch({ label, on, testId, onChange }: Props) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        data-testid={testId}
        onChange={event => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  )
}
