import type { FulfilmentView, OrderView } from '../../src/wire.ts'
import { useWords } from '../shared/language.tsx'
import { CopyButton } from './copy-button.tsx'
import { Timeline } from './timeline.tsx'
import { words } from './words.ts'

type Props = {
  readonly order: OrderView
  readonly fulfilment: FulfilmentView
  /** Of several: which, from 1; null: the only one. */
  readonly number: number | null
}

/** One parcel: where it comes from, what is in it, how far it is. */
export function ParcelCard({ order, fulfilment, number }: Props) {
  const say = useWords(words)
  const titleOf = (variantId: string) => {
    const line = order.lines.find(each => each.variantId === variantId)
    return line ? [line.title, line.variantTitle].filter(Boolean).join(' ') : ''
  }
  const { carrier, trackingNumber, store } = fulfilment
  return (
    <section class="card" data-testid="parcel" data-state={fulfilment.state}>
      <h2 class="card-title">{number === null ? say('parcel') : say('parcelOf', { number })}</h2>
      <p>{say('sentFromStore', { store: store.name })}</p>
      {number !== null && (
        <ul class="parcel-lines">
          {fulfilment.lines.map(line => (
            <li key={line.variantId}>
              {titleOf(line.variantId)} × {line.quantity}
            </li>
          ))}
        </ul>
      )}
      {(carrier !== null || trackingNumber !== null) && (
        <div class="tracking">
          <span>
            {carrier ?? say('carrier')}{' '}
            {trackingNumber !== null && <strong data-testid="tracking">{trackingNumber}</strong>}
          </span>
          {trackingNumber !== null && <CopyButton text={trackingNumber} label={say('copy')} />}
        </div>
      )}
      {fulfilment.state === 'cancelled' ? (
        <p class="card-hint">{say('parcelCancelled')}</p>
      ) : (
        <Timeline order={order} fulfilment={fulfilment} />
      )}
    </section>
  )
}
