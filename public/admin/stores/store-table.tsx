import type { StoreDetailView } from '../../../src/wire.ts'
import { useMayIn } from '../../desk/session.tsx'
import { Button } from '../../shared/button.tsx'
import { useWords } from '../../shared/language.tsx'
import { storeWords } from './words.ts'

type Props = { readonly stores: readonly StoreDetailView[]; onOpen(store: StoreDetailView): void }

const pickups = { disabled: 'pickupDisabled', local: 'pickupLocal', all: 'pickupAll' } as const

export function StoreTable({ stores, onOpen }: Props) {
  const say = useWords(storeWords)
  const mayIn = useMayIn()
  const delivery = ({ delivery }: StoreDetailView) =>
    delivery.kind === 'radius'
      ? say('deliveryWithin', { km: delivery.kilometres })
      : say(delivery.kind === 'none' ? 'deliveryNone' : 'deliveryEverywhere')
  const state = ({ status, now }: StoreDetailView) =>
    status === 'closed' ? 'gone' : now.open ? 'openNow' : 'shutNow'
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{say('name')}</th>
          <th>{say('address')}</th>
          <th>{say('hours')}</th>
          <th>{say('pickup')}</th>
          <th>{say('delivery')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {stores.map(store => (
          <tr key={store.id}>
            <td class="table-head-cell">
              <span>
                <strong>{store.name}</strong>
                {store.phone && <span class="quiet small"> {store.phone}</span>}
              </span>
            </td>
            <td data-label={say('address')}>{store.address}</td>
            <td data-label={say('hours')} class="hours">
              <span>
                {store.opens}–{store.closes}{' '}
                <span class={`quiet small ${store.now.open && store.status === 'open' ? 'change-in' : ''}`}>
                  {say(state(store))}
                </span>
              </span>
            </td>
            <td data-label={say('pickup')}>{say(pickups[store.pickup])}</td>
            <td data-label={say('delivery')}>{delivery(store)}</td>
            <td class="table-action">
              {mayIn('stores.write', store.id) && (
                <Button onClick={() => onOpen(store)}>{say('edit')}</Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
