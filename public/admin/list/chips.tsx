type Props<Name extends string> = {
  readonly label: string
  readonly chosen: string
  readonly options: readonly (readonly [Name, string])[]
  onChoose(name: Name): void
}

/** One of a few, in a row that can be pushed aside on a phone. */
export function Chips<Name extends string>({ label, chosen, options, onChoose }: Props<Name>) {
  return (
    <fieldset class="chips">
      <legend class="visually-hidden">{label}</legend>
      {options.map(([name, text]) => (
        <button
          key={name}
          type="button"
          class="chip"
          aria-pressed={name === chosen}
          data-testid={`chip-${name === '' ? 'all' : name}`}
          onClick={() => onChoose(name)}
        >
          {text}
        </button>
      ))}
    </fieldset>
  )
}
