import { useState } from 'preact/hooks'
import { Button } from '../shared/button.tsx'
import { PinIcon } from '../shared/icons.tsx'
import { useLanguage, useWords } from '../shared/language.tsx'
import { Skeleton } from '../shared/states.tsx'
import { hasAll, type StoreOption } from './store-choice.ts'
import { distanceText, hoursText } from './store-words.ts'
import type { Here } from './use-position.ts'
import { checkoutWords } from './words.ts'

type Props = {
  readonly title?: string
  /** What is said to who went on without one. */
  readonly ask?: string
  /** What is left there is told; stores that have too little cannot be chosen. */
  readonly stock?: boolean
  /** null: still on their way. */
  readonly options: readonly StoreOption[] | null
  readonly failed: boolean
  readonly chosen: string | null
  /** The buyer went on without one. */
  readonly missing: boolean
  /** What is said when there is none. */
  readonly none: 'noStores' | 'noVisits'
  readonly here: Here
  onChoose(storeId: string): void
  onRetry(): void
}

// A chain has dozens; the form below them must not be out of reach.
const firstShown = 4

export function StoreList({
  title,
  ask,
  stock = true,
  options,
  failed,
  chosen,
  missing,
  none,
  here,
  onChoose,
  onRetry,
}: Props) {
  const say = useWords(checkoutWords)
  const [all, setAll] = useState(false)
  if (failed && !options) {
    return (
      <div class="notice notice-bad" role="alert">
        <p>{say('storesFailed')}</p>
        <Button onClick={onRetry}>{say('retry')}</Button>
      </div>
    )
  }
  if (!options) {
    return (
      <div class="stores" role="status" aria-label={say('storesLoading')}>
        <Skeleton class="skeleton-store" />
        <Skeleton class="skeleton-store" />
      </div>
    )
  }
  const shown = all
    ? options
    : options.filter(({ store }, index) => index < firstShown || store.id === chosen)
  return (
    <fieldset class="choice" data-field="store" tabIndex={-1}>
      <div class="choice-head">
        <legend class="choice-title">{title ?? say('store')}</legend>
        <NearestFirst here={here} useful={options.length > 1} />
      </div>
      {here.refused && <p class="field-hint">{say('notLocated')}</p>}
      {missing && options.some(hasAll) && (
        <p class="field-error" role="alert">
          {ask ?? say('chooseStore')}
        </p>
      )}
      {options.length === 0 && <p class="notice">{say(none)}</p>}
      {options.length > 0 && !options.some(option => option.lacks === null || hasAll(option)) && (
        <NoneHasAll single={options[0]?.left !== null} />
      )}
      <div class="stores">
        {shown.map(option => (
          <StoreRow
            key={option.store.id}
            option={option}
            stock={stock}
            chosen={option.store.id === chosen}
            onChoose={() => onChoose(option.store.id)}
          />
        ))}
      </div>
      {shown.length < options.length && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          {say('allStores', { count: options.length })}
        </button>
      )}
    </fieldset>
  )
}

function NearestFirst({ here, useful }: { here: Here; useful: boolean }) {
  const say = useWords(checkoutWords)
  if (!here.can || !useful || here.position) return null
  return (
    <button type="button" class="link" data-testid="nearest" onClick={here.ask} disabled={here.asking}>
      <PinIcon />
      {say(here.asking ? 'locating' : 'nearest')}
    </button>
  )
}

/** Of one thing each row says enough. */
function NoneHasAll({ single }: { single: boolean }) {
  const say = useWords(checkoutWords)
  return single ? null : <p class="notice">{say('noneHasAll')}</p>
}

type RowProps = {
  readonly option: StoreOption
  readonly stock: boolean
  readonly chosen: boolean
  onChoose(): void
}

function StoreRow({ option, stock, chosen, onChoose }: RowProps) {
  const say = useWords(checkoutWords)
  const language = useLanguage()
  const { store, left, lacks, kilometres } = option
  const enough = hasAll(option)
  const lackText =
    left === null && lacks && lacks.length > 0
      ? say('lacks', {
          titles: lacks
            .map(line =>
              line.left > 0 ? say('lackOf', { title: line.title, count: line.left }) : line.title,
            )
            .join(say('and')),
        })
      : null
  return (
    <label class="option option-store">
      <input
        type="radio"
        name="store"
        data-testid="store"
        data-store-id={store.id}
        value={store.id}
        checked={chosen}
        disabled={!enough}
        onChange={onChoose}
      />
      <span class="store-text">
        <span class="store-name">
          {store.name}
          {kilometres !== null && <small> {distanceText(kilometres, say)}</small>}
        </span>
        <small class="store-address">{store.address}</small>
        <small class="store-hours" data-open={store.now?.open}>
          {hoursText(store, say, language, Date.now())}
        </small>
        {lackText && <small class="store-lacks">{lackText}</small>}
      </span>
      {left !== null ? (
        <span class={enough ? 'store-left' : 'store-left store-short'} data-available={left}>
          {left > 0 ? say('left', { count: left }) : say('soldOut')}
        </span>
      ) : (
        stock && enough && <span class="store-left">{say('hasAll')}</span>
      )}
    </label>
  )
}
