import type { StoreDetailView, StoreView } from '../../src/wire.ts'

/** A store with what is told of it where stores are chosen from; orders tell less. */
export type ShopStore = StoreView & Partial<Pick<StoreDetailView, 'now' | 'visits' | 'delivery' | 'status'>>

export function takesVisits(store: ShopStore): boolean {
  return store.status !== 'closed' && store.visits != null
}

export function handsOut(store: ShopStore): boolean {
  return store.status !== 'closed' && store.pickup !== 'disabled'
}
