import { useState } from 'preact/hooks'
import { Button } from '../shared/button.tsx'
import { PinIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { Skeleton } from '../shared/states.tsx'
import { shopWords } from './shop-words.ts'
import type { StoreOption } from './store-choice.ts'
import type { Here } from './use-position.ts'

type Props = {
  /** null: still on their way. */
  readonly options: readonly StoreOption[] | null
  readonly failed: boolean
  readonly chosen: string | null
  /** The buyer went on without one. */
  readonly missing: boolean
  readonly quantity: number
  readonly here: Here
  onChoose(storeId: string): void
  onRetry(): void
}

// A chain has dozens; the form below them must not be out of reach.
const firstShown = 4

export function StoreList({ options, failed, chosen, missing, quantity, here, onChoose, onRetry }: Props) {
  const say = useWords(shopWords)
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
    <fieldset class="choice">
      <div class="choice-head">
        <legend class="choice-title">{say('store')}</legend>
        {here.can && options.length > 1 && !here.position && (
          <button type="button" class="link" onClick={here.ask} disabled={here.asking}>
            <PinIcon />
            {say(here.asking ? 'locating' : 'nearest')}
          </button>
        )}
      </div>
      {here.refused && <p class="field-hint">{say('notLocated')}</p>}
      {missing && options.length > 0 && (
        <p class="field-error" role="alert">
          {say('chooseStore')}
        </p>
      )}
      {options.length === 0 && <p class="notice">{say('noStores')}</p>}
      <div class="stores">
        {shown.map(option => (
          <StoreRow
            key={option.store.id}
            option={option}
            chosen={option.store.id === chosen}
            quantity={quantity}
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

type RowProps = {
  readonly option: StoreOption
  readonly chosen: boolean
  readonly quantity: number
  onChoose(): void
}

function StoreRow({ option, chosen, quantity, onChoose }: RowProps) {
  const say = useWords(shopWords)
  const { store, left, kilometres } = option
  const enough = (left ?? 0) >= quantity
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
          {kilometres !== null && (
            <small> {say('kilometres', { distance: kilometres.toFixed(kilometres < 10 ? 1 : 0) })}</small>
          )}
        </span>
        <small class="store-address">
          {store.address}{' '}
          <span class="store-hours">{say('hours', { opens: store.opens, closes: store.closes })}</span>
        </small>
      </span>
      <span class={enough ? 'store-left' : 'store-left store-short'} data-available={left ?? undefined}>
        {left ? say('left', { count: left }) : say('soldOut')}
      </span>
    </label>
  )
}
