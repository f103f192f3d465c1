import type { FulfilmentView, OrderView } from '../../src/wire.ts'
import { hoursText } from '../checkout/store-words.ts'
import { checkoutWords } from '../checkout/words.ts'
import { localeOf } from '../shared/i18n.ts'
import { ClockIcon, PhoneIcon, PinIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { mapLink } from './map-link.ts'
import { Timeline } from './timeline.tsx'
import { words } from './words.ts'

type Props = { readonly order: OrderView; readonly fulfilment: FulfilmentView }

/** Where it waits. */
export function StoreCard({ order, fulfilment }: Props) {
  const say = useWords(words)
  const sayCheckout = useWords(checkoutWords)
  const language = useLanguage()
  const { store, slot } = fulfilment
  return (
    <section class="card">
      <h2 class="card-title">{say(headingOf(fulfilment))}</h2>
      <p class="store-name">{store.name}</p>
      {slot && (
        <p class="store-slot">
          {new Date(slot.startsAt).toLocaleString(localeOf(language), {
            month: 'long',
            day: 'numeric',
            weekday: 'short',
            hour: '2-digit',
            minute: '2-digit',
            hourCycle: 'h23',
          })}
        </p>
      )}
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
          {hoursText(store, sayCheckout, language, Date.now())}
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
      <Timeline order={order} fulfilment={fulfilment} />
    </section>
  )
}

function headingOf({ kind, state }: FulfilmentView) {
  if (state === 'cancelled') return 'storeOf'
  if (kind === 'visit') return 'visitAt'
  if (kind === 'counter') return 'boughtAt'
  return state === 'collected' ? 'collectedAt' : 'collectAt'
}
