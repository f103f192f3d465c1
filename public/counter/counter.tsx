import { useCallback, useState } from 'preact/hooks'
import type { StoreView } from '../../src/wire.ts'
import { Loaded } from '../desk/loaded.tsx'
import { orRecalled } from '../desk/recalled.ts'
import { useCall, useMay, useStaff } from '../desk/session.tsx'
import { useResource } from '../desk/use-resource.ts'
import { recall, remember } from '../shared/device-store.ts'
import { StoreIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { allPages } from '../shared/pages.ts'
import { EmptyState } from '../shared/states.tsx'
import { OneTill } from './device/one-till.tsx'
import { Till } from './till.tsx'
import { counterWords } from './words.ts'

/** Which store this device stands in, remembered here; then the counter of that store. */
export function Counter() {
  const say = useWords(counterWords)
  const call = useCall()
  const stores = useResource(
    useCallback(
      (signal: AbortSignal) =>
        orRecalled(
          'stores',
          areStores,
          limited => allPages<StoreView>(call, '/api/v1/stores', limited),
          signal,
        ),
      [call],
    ),
  )
  const { storeId: own } = useStaff()
  const mayAdd = useMay()('stores.write')
  const [chosenId, setStoreId] = useState(() => recall('store'))
  const storeId = own ?? chosenId
  const choose = (id: string) => {
    remember('store', id)
    setStoreId(id)
  }

  return (
    <Loaded loading={stores}>
      {all => {
        // Who works in one store has nothing to choose.
        const known = all.filter(({ id }) => own === null || id === own)
        if (known.length === 0)
          return (
            <EmptyState icon={<StoreIcon />} title={say('noStores')} text={say('noStoresText')}>
              {mayAdd && (
                <a class="button button-secondary" href="/admin#stores">
                  {say('goAdmin')}
                </a>
              )}
            </EmptyState>
          )
        // With one store there is nothing to choose.
        const store = known.find(({ id }) => id === storeId) ?? (known.length === 1 ? known[0] : undefined)
        return (
          <>
            {known.length > 1 && <StoreBar stores={known} chosen={store} onChoose={choose} />}
            {store ? (
              <OneTill>{held => <Till key={store.id} store={store} held={held} />}</OneTill>
            ) : (
              <StoreChoice stores={known} onChoose={choose} />
            )}
          </>
        )
      }}
    </Loaded>
  )
}

function areStores(value: unknown): value is readonly StoreView[] {
  return (
    Array.isArray(value) &&
    value.every(store => typeof store?.id === 'string' && typeof store.name === 'string')
  )
}

type ChoiceProps = { readonly stores: readonly StoreView[]; onChoose(id: string): void }

function StoreBar({ stores, chosen, onChoose }: ChoiceProps & { chosen: StoreView | undefined }) {
  const say = useWords(counterWords)
  return (
    <label class="store-bar">
      <StoreIcon />
      <span class="quiet small">{say('store')}</span>
      <select
        class="store-select"
        data-testid="store"
        value={chosen?.id ?? ''}
        onChange={event => onChoose(event.currentTarget.value)}
      >
        {!chosen && <option value="">—</option>}
        {stores.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

function StoreChoice({ stores, onChoose }: ChoiceProps) {
  const say = useWords(counterWords)
  return (
    <div class="store-choice">
      <h1>{say('chooseStore')}</h1>
      <p class="quiet">{say('chooseStoreText')}</p>
      <ul class="store-choices">
        {stores.map(({ id, name, address }) => (
          <li key={id}>
            <button type="button" class="store-card card" onClick={() => onChoose(id)}>
              <strong>{name}</strong>
              <span class="quiet small">{address}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
