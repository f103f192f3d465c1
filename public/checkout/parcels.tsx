import { useWords } from '../shared/language.tsx'
import type { Parcel } from './refusal.ts'
import { distanceText } from './store-words.ts'
import type { Checkout } from './use-checkout.ts'
import { checkoutWords } from './words.ts'

/** Where a delivery comes from; of several parcels the buyer is asked first. */
export function Parcels({ checkout }: { checkout: Checkout }) {
  const say = useWords(checkoutWords)
  const { splitParcels, parcels, split, setSplit, checked } = checkout
  const [only] = parcels
  if (!splitParcels && parcels.length === 1 && only) {
    const { store, distanceMetres } = only
    return (
      <p class="ships-from" data-testid="ships-from">
        {distanceMetres === null
          ? say('shipsFrom', { store: store.name })
          : say('shipsFromFar', { store: store.name, distance: distanceText(distanceMetres / 1000, say) })}
      </p>
    )
  }
  const shown = splitParcels ?? parcels
  if (shown.length < 2) return null
  const count = shown.length
  return (
    <fieldset class="notice split" data-testid="split-needed">
      <p>{say(splitParcels || split ? 'splitAsk' : 'parcels', { count })}</p>
      <ul class="parcels">
        {shown.map((parcel, index) => (
          <ParcelRow key={parcel.store.id} parcel={parcel} number={index + 1} checkout={checkout} />
        ))}
      </ul>
      <label class="tick">
        <input
          type="checkbox"
          name="split"
          data-testid="split"
          checked={split}
          aria-invalid={checked && !split ? true : undefined}
          onChange={event => setSplit(event.currentTarget.checked)}
        />
        {say('splitAgree', { count })}
      </label>
    </fieldset>
  )
}

type RowProps = { readonly parcel: Parcel; readonly number: number; readonly checkout: Checkout }

function ParcelRow({ parcel, number, checkout }: RowProps) {
  const say = useWords(checkoutWords)
  const titleOf = (variantId: string) =>
    checkout.lines.find(line => line.variantId === variantId)?.title ?? variantId
  return (
    <li>
      <strong>{say('parcelOf', { number, store: parcel.store.name })}</strong>
      <small>
        {parcel.lines.map(line => `${titleOf(line.variantId)} × ${line.quantity}`).join(say('and'))}
      </small>
    </li>
  )
}
