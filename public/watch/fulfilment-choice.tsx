import { StoreIcon, TruckIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { shopWords } from './shop-words.ts'

export type FulfilmentKind = 'pickup' | 'delivery'

type Props = { readonly chosen: FulfilmentKind; onChoose(kind: FulfilmentKind): void }

export function FulfilmentChoice({ chosen, onChoose }: Props) {
  const say = useWords(shopWords)
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">{say('fulfilment')}</legend>
      <div class="pair">
        {(['pickup', 'delivery'] as const).map(kind => (
          <label key={kind} class="option option-half">
            <input
              type="radio"
              class="visually-hidden"
              name="fulfilment"
              data-testid={kind}
              checked={kind === chosen}
              onChange={() => onChoose(kind)}
            />
            {kind === 'pickup' ? <StoreIcon /> : <TruckIcon />}
            <span>
              {say(kind)}
              <small>{say(kind === 'pickup' ? 'payAtPickup' : 'payOnDelivery')}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
