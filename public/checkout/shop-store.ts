import type { StoreView } from '../../src/wire.ts'

/** A store with what is told of it where stores are chosen from. */
export type ShopStore = StoreView & {
  /** By its hours; `changesAt`: when it next opens or closes, null if never. */
  readonly now?: { readonly open: boolean; readonly changesAt: string | null }
  /** null: no visits can be booked. */
  readonly visits?: { readonly daysAhead: number } | null
  readonly delivery?: { readonly kind: 'none' | 'everywhere' | 'radius' }
  /** `closed`: for good. */
  readonly status?: 'open' | 'closed'
}

/** Stores that are still there. */
export function openStores(stores: readonly ShopStore[]): readonly ShopStore[] {
  return stores.filter(store => store.status !== 'closed')
}

export function takesVisits(store: ShopStore): boolean {
  return store.status !== 'closed' && store.visits != null
}

export function handsOut(store: ShopStore): boolean {
  return store.status !== 'closed' && store.pickup !== 'disabled'
}
