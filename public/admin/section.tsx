import type { ComponentChildren } from 'preact'

/** What each section is given. */
export type SectionProps = {
  /** Says something short that goes away by itself. */
  show(text: string, kind?: 'plain' | 'bad'): void
}

/** A section's tools above its table. */
export function Tools({ children }: { children: ComponentChildren }) {
  return <div class="tools">{children}</div>
}

export function SearchField({
  label,
  value,
  onInput,
}: {
  label: string
  value: string
  onInput(value: string): void
}) {
  return (
    <input
      class="field-input tools-search"
      type="search"
      placeholder={label}
      aria-label={label}
      value={value}
      onInput={event => onInput(event.currentTarget.value)}
    />
  )
}
