import type { OrderView } from '../../src/wire.ts'
import { ClockIcon, PhoneIcon, PinIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { mapLink } from './map-link.ts'
import { words } from './words.ts'

/** Where it waits, or where it comes from and goes to. */
export function StoreCard({ order }: { order: OrderView }) {
  const say = useWords(words)
  const language = useLanguage()
  const { fulfilment } = order
  const { store } = fulfilment
  const isPickup = fulfilment.kind !== 'delivery'
  return (
    <section class="card">
      {fulfilment.kind === 'delivery' && (
        <>
          <h2 class="card-title">{say('deliverTo')}</h2>
          <p class="card-text">{fulfilment.address}</p>
        </>
      )}
      <h2 class="card-title">{say(isPickup ? 'collectAt' : 'sentFrom')}</h2>
      <p class="store-name">{store.name}</p>
      {isPickup && (
        <ul class="store-facts">
          <li>
            <PinIcon />
            <span>
              {store.address}{' '}
              <a href={mapLink(store, language)} target="_blank" rel="noreferrer">
                {say('map')}
              </a>
            </span>
          </li>
          <li>
            <ClockIcon />
            {say('hours', { opens: store.opens, closes: store.closes })}
          </li>
          {store.phone && (
            <li>
              <PhoneIcon />
              <a href={`tel:${store.phone.replace(/[^+\d]/g, '')}`}>
                {say('callStore', { phone: store.phone })}
              </a>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}
