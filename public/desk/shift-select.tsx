import type { ShiftView } from '../../src/wire.ts'
import { SelectField } from './select.tsx'

type Props = {
  readonly label: string
  /** null: still asked for. */
  readonly shifts: readonly ShiftView[] | null
  readonly value: string | undefined
  onChoose(id: string): void
}

/** Which till cash goes into or comes out of; with one there is nothing to choose. */
export function ShiftSelect({ shifts, value, ...rest }: Props) {
  if (shifts === null || shifts.length < 2) return null
  const options = shifts.map(({ id, till, openedBy }) => [id, `${till} · ${openedBy}`] as const)
  return <SelectField {...rest} value={value ?? ''} options={options} />
}
