import { ClockIcon, StoreIcon, TruckIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import type { FulfilmentKind } from './order-request.ts'
import { checkoutWords } from './words.ts'

type Props = {
  readonly kinds: readonly FulfilmentKind[]
  readonly chosen: FulfilmentKind
  onChoose(kind: FulfilmentKind): void
}

const icons = { pickup: StoreIcon, delivery: TruckIcon, visit: ClockIcon }

export function FulfilmentChoice({ kinds, chosen, onChoose }: Props) {
  const say = useWords(checkoutWords)
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">{say('fulfilment')}</legend>
      <div class="pair" data-count={kinds.length}>
        {kinds.map(kind => {
          const KindIcon = icons[kind]
          return (
            <label key={kind} class="option option-half">
              <input
                type="radio"
                class="visually-hidden"
                name="fulfilment"
                data-testid={kind}
                checked={kind === chosen}
                onChange={() => onChoose(kind)}
              />
              <KindIcon />
              <span>
                {say(kind)}
                <small>{say(`${kind}Hint`)}</small>
              </span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
