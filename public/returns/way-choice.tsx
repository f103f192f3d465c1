import { handsOut } from '../checkout/shop-store.ts'
import { kilometresTo, nearestFirst, type StoreOption } from '../checkout/store-choice.ts'
import { StoreList } from '../checkout/store-list.tsx'
import { usePosition } from '../checkout/use-position.ts'
import { useStores } from '../checkout/use-stores.ts'
import { PackageIcon, StoreIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import type { ReturnVia } from './return-request.ts'
import { returnWords } from './words.ts'

type Props = {
  readonly via: ReturnVia
  readonly storeId: string | null
  readonly missing: boolean
  onVia(via: ReturnVia): void
  onStore(storeId: string): void
}

const icons = { store: StoreIcon, post: PackageIcon }

/** To a counter, any one, or by post. */
export function WayChoice({ via, storeId, missing, onVia, onStore }: Props) {
  const say = useWords(returnWords)
  const here = usePosition()
  const { stores, failed, retry } = useStores()
  const options =
    stores &&
    optionsOf(
      stores.filter(store => store.status !== 'closed'),
      here.position,
    )
  return (
    <>
      <fieldset class="choice">
        <legend class="choice-title">{say('how')}</legend>
        <div class="pair">
          {(['store', 'post'] as const).map(way => {
            const WayIcon = icons[way]
            return (
              <label key={way} class="option option-half">
                <input
                  type="radio"
                  class="visually-hidden"
                  name="via"
                  data-testid={`via-${way}`}
                  checked={way === via}
                  onChange={() => onVia(way)}
                />
                <WayIcon />
                <span>
                  {say(way)}
                  <small>{say(`${way}Hint`)}</small>
                </span>
              </label>
            )
          })}
        </div>
      </fieldset>
      <StoreList
        title={say(via === 'store' ? 'whichStore' : 'whichPost')}
        ask={say('chooseStore')}
        options={options}
        stock={false}
        failed={failed}
        chosen={storeId}
        missing={missing}
        none="noStores"
        here={here}
        onChoose={onStore}
        onRetry={retry}
      />
    </>
  )
}

function optionsOf(
  stores: Parameters<typeof kilometresTo>[0][],
  here: Parameters<typeof kilometresTo>[1],
): readonly StoreOption[] {
  // Any store takes goods back; those that hand orders out are used to it, so they come first.
  const known = stores.toSorted((a, b) => Number(handsOut(b)) - Number(handsOut(a)))
  const options = known.map(store => ({
    store,
    left: null,
    lacks: [],
    kilometres: kilometresTo(store, here),
  }))
  return here ? nearestFirst(options) : options
}
