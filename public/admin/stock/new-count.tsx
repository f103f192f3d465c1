import { useState } from 'preact/hooks'
import type { CountView, StoreDetailView } from '../../../src/wire.ts'
import { Fault } from '../../desk/fault.tsx'
import { SelectField } from '../../desk/select.tsx'
import { useCall, useMayIn } from '../../desk/session.tsx'
import { StoreSelect } from '../../desk/store-select.tsx'
import { useSteps } from '../../desk/use-steps.ts'
import { Button } from '../../shared/button.tsx'
import { useWords } from '../../shared/language.tsx'
import { indented, useCategories } from '../catalog/use-categories.ts'
import { useKey } from './use-key.ts'
import { stockWords } from './words.ts'

type Props = { readonly stores: readonly StoreDetailView[]; onOpened(id: string): void }

export function NewCount({ stores: all, onOpened }: Props) {
  const say = useWords(stockWords)
  const call = useCall()
  const mayIn = useMayIn()
  const stores = all.filter(({ id }) => mayIn('stock.move', id))
  const { busy, problem, run } = useSteps()
  const [storeId, setStoreId] = useState(stores[0]?.id ?? '')
  const [categoryId, setCategoryId] = useState('')
  const { resource } = useCategories()
  const categories = resource.state === 'ready' ? resource.value : []
  const keyFor = useKey()
  const begin = () =>
    run(async () => {
      const body = categoryId === '' ? { storeId } : { storeId, categoryId }
      const options = { body, idempotencyKey: keyFor(body) }
      onOpened((await call<CountView>('POST', '/api/v1/stock/counts', options)).id)
    })
  return (
    <div class="form">
      <StoreSelect
        label={say('store')}
        stores={stores}
        value={storeId}
        testId="count-store"
        onChoose={setStoreId}
      />
      {categories.length > 0 && (
        <SelectField
          label={say('scope')}
          value={categoryId}
          options={[
            ['', say('wholeStore')],
            ...categories.map(category => [category.id, indented(category)] as const),
          ]}
          testId="count-category"
          onChoose={setCategoryId}
        />
      )}
      <Fault text={problem} />
      <Button kind="primary" wide busy={busy} data-testid="begin-count" onClick={begin}>
        {say('newCount')}
      </Button>
    </div>
  )
}
