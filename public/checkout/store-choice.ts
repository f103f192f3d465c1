import { handsOut, type ShopStore } from './shop-store.ts'

export type Position = { readonly latitude: number; readonly longitude: number }
/** What is to be bought of a variant. */
export type Wanted = { readonly variantId: string; readonly quantity: number; readonly title: string }
export type StoreOption = {
  readonly store: ShopStore
  /** Units of it, where one thing is bought; null: not known yet, or several are. */
  readonly left: number | null
  /** What it has too little of; null while that is not known. */
  readonly lacks: readonly (Wanted & { readonly left: number })[] | null
  /** Great-circle distance; null without both positions. */
  readonly kilometres: number | null
}

const earthRadiusKm = 6371

/** Haversine. */
export function distanceKm(a: Position, b: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const latitude = radians(b.latitude - a.latitude)
  const longitude = radians(b.longitude - a.longitude)
  const h =
    Math.sin(latitude / 2) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(longitude / 2) ** 2
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)))
}

type Options = {
  readonly stores: readonly ShopStore[]
  readonly wanted: readonly Wanted[]
  left(variantId: string, storeId: string): number | null
  readonly here: Position | null
  /** Which of the stores are meant; those that hand out orders unless said otherwise. */
  suits?(store: ShopStore): boolean
}

/** Where the goods can be had: nearest first when the viewer's place is known, else as the server lists. */
export function storeOptions({
  stores,
  wanted,
  left,
  here,
  suits = handsOut,
}: Options): readonly StoreOption[] {
  const options = stores.filter(suits).map(store => {
    const there = wanted.map(line => ({ ...line, left: left(line.variantId, store.id) }))
    const known = there.flatMap(line => (line.left === null ? [] : [{ ...line, left: line.left }]))
    return {
      store,
      left: there.length === 1 ? (there[0]?.left ?? null) : null,
      lacks: known.length < there.length ? null : known.filter(line => line.left < line.quantity),
      kilometres: kilometresTo(store, here),
    }
  })
  return here ? nearestFirst(options) : options
}

export function kilometresTo(store: ShopStore, here: Position | null): number | null {
  const { latitude, longitude } = store
  return here && latitude !== null && longitude !== null ? distanceKm(here, { latitude, longitude }) : null
}

export function nearestFirst<T extends { readonly kilometres: number | null }>(
  options: readonly T[],
): readonly T[] {
  return options.toSorted((a, b) => (a.kilometres ?? Infinity) - (b.kilometres ?? Infinity))
}

/** It is known to have all that is wanted. */
export function hasAll(option: StoreOption): boolean {
  return option.lacks?.length === 0
}

/** The one that is chosen while the buyer has not: where they bought last, if it has all, else the first that has. */
export function defaultStore(options: readonly StoreOption[], usual: string | null): string | null {
  const enough = options.filter(hasAll)
  return (enough.find(option => option.store.id === usual) ?? enough[0])?.store.id ?? null
}
