import type { StoreView } from '../../src/wire.ts'

export type Position = { readonly latitude: number; readonly longitude: number }
export type StoreOption = {
  readonly store: StoreView
  readonly left: number | null
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

/** Where the goods can be collected: nearest first when the viewer's place is known, else as the server lists. */
export function storeOptions(
  stores: readonly StoreView[],
  left: (storeId: string) => number | null,
  here: Position | null,
): readonly StoreOption[] {
  const options = stores
    .filter(store => store.pickup !== 'disabled')
    .map(store => {
      const { latitude, longitude } = store
      const known = here && latitude !== null && longitude !== null
      return {
        store,
        left: left(store.id),
        kilometres: known ? distanceKm(here, { latitude, longitude }) : null,
      }
    })
  if (!here) return options
  return options.toSorted((a, b) => (a.kilometres ?? Infinity) - (b.kilometres ?? Infinity))
}

/** The one that is chosen while the buyer has not: where they bought last, if it has enough, else the first that has. */
export function defaultStore(
  options: readonly StoreOption[],
  quantity: number,
  usual: string | null,
): string | null {
  const enough = options.filter(option => (option.left ?? 0) >= quantity)
  return (enough.find(option => option.store.id === usual) ?? enough[0])?.store.id ?? null
}
