import { distanceMetres, type Position } from './distance.ts'
import { positionOf } from './store-views.ts'
import type { StoreRow } from './stores-store.ts'

export type NearStore = { readonly id: string; readonly row: StoreRow; readonly metres: number | null }

/** Nearest first; those without a position last, oldest first. */
export function nearest(rows: readonly StoreRow[], from: Position): NearStore[] {
  return rows.map(row => nearStore(row, from)).toSorted(compare)
}

/** What follows `last` in the order of `nearest`, also when `last` itself is no longer among them. */
export function after(stores: readonly NearStore[], last: NearStore): readonly NearStore[] {
  return stores.filter(store => compare(store, last) > 0)
}

export function nearStore(row: StoreRow, from: Position): NearStore {
  const position = positionOf(row)
  return { id: row.id, row, metres: position && distanceMetres(from, position) }
}

function compare(a: NearStore, b: NearStore): number {
  if (a.metres !== b.metres) return (a.metres ?? Infinity) - (b.metres ?? Infinity)
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
