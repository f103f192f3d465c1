import type { StoreView } from '../../src/wire.ts'
import { SelectField } from './select.tsx'

type Props = {
  readonly label: string
  readonly stores: readonly Pick<StoreView, 'id' | 'name'>[]
  readonly value: string
  readonly disabled?: boolean
  readonly testId?: string
  onChoose(id: string): void
}

export function StoreSelect({ stores, ...rest }: Props) {
  return <SelectField {...rest} options={stores.map(({ id, name }) => [id, name])} />
}
