import { recall, remember } from '../shared/device-store.ts'
import { type Basket, parseBasket } from './basket.ts'

const key = 'basket'
const changed = 'stallcast-basket'

/** The basket of this device: that of every tab and every room. */
export function readBasket(): Basket {
  return parseBasket(recall(key))
}

export function changeBasket(change: (basket: Basket) => Basket): void {
  remember(key, JSON.stringify(change(readBasket())))
  dispatchEvent(new Event(changed))
}

/** Told after each change, of this tab or another. */
export function watchBasket(onChange: () => void): () => void {
  const stored = (event: StorageEvent) => {
    // A null key: all of the storage was cleared.
    if (event.key === null || event.key === `stallcast.${key}`) onChange()
  }
  addEventListener(changed, onChange)
  addEventListener('storage', stored)
  return () => {
    removeEventListener(changed, onChange)
    removeEventListener('storage', stored)
  }
}
