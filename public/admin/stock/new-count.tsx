import { useState } from 'preact/hooks'
import type { CountView, StoreDetailView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { Button } from '../../shared/button.tsx'
import { useWords } from '../../shared/language.tsx'
import { randomId } from '../../shared/random-id.ts'
import { Fault } from './fault.tsx'
import { StoreSelect } from './store-select.tsx'
import { useSteps } from './use-steps.ts'
import { stockWords } from './words.ts'

type Props = { readonly stores: readonly StoreDetailView[]; onOpened(id: string): void }

export function NewCount({ stores, onOpened }: Props) {
  const say = useWords(stockWords)
  const call = useCall()
  const { busy, problem, run } = useSteps()
  const [storeId, setStoreId] = useState(stores[0]?.id ?? '')
  const begin = () =>
    run(async () => {
      const options = { body: { storeId }, idempotencyKey: randomId() }
      onOpened((await call<CountView>('POST', '/api/v1/stock/counts', options)).id)
    })
  return (
    <div class="form">
      <StoreSelect
        label={say('store')}
        stores={stores}
        value={storeId}
        testId="count-store"
        onChange={setStoreId}
      />
      <Fault text={problem} />
      <Button kind="primary" wide busy={busy} data-testid="begin-count" onClick={begin}>
        {say('newCount')}
      </Button>
    </div>
  )
}
