import type { LevelView, ServerMessage } from '../../src/wire.ts'

type StockLevels = Extract<ServerMessage, { type: 'stock' }>['levels']
type Known = {
  /** By store. */
  readonly available: ReadonlyMap<string, number>
  /** True once every store's level was asked for; before that no sum can be told. */
  readonly whole: boolean
}

/** What is left, by variant and store, as far as this page knows. Immutable: every change makes a new one. */
export type StockBook = ReadonlyMap<string, Known>

export const emptyStockBook: StockBook = new Map()

/** News of single stores. */
export function withNews(book: StockBook, levels: StockLevels): StockBook {
  const next = new Map(book)
  for (const { variantId, storeId, available } of levels) {
    const known = next.get(variantId)
    next.set(variantId, {
      available: new Map(known?.available).set(storeId, available),
      whole: known?.whole ?? false,
    })
  }
  return next
}

/** The answer to a question about every store of one variant. News that came while it was on its way is newer. */
export function withAnswer(
  book: StockBook,
  variantId: string,
  levels: readonly LevelView[],
  asked: StockBook,
): StockBook {
  const before = asked.get(variantId)?.available
  const now = book.get(variantId)?.available ?? new Map<string, number>()
  const available = new Map(levels.map(level => [level.storeId, level.available]))
  for (const [storeId, left] of now) {
    if (before?.get(storeId) !== left || !available.has(storeId)) available.set(storeId, left)
  }
  return new Map(book).set(variantId, { available, whole: true })
}

/** Over all stores; null while only the room's own figure is known. */
export function totalLeft(book: StockBook, variantId: string): number | null {
  const known = book.get(variantId)
  if (!known?.whole) return null
  return [...known.available.values()].reduce((sum, left) => sum + Math.max(0, left), 0)
}

/** In one store; null while unknown, 0 when the store has never had it. */
export function leftIn(book: StockBook, variantId: string, storeId: string): number | null {
  const known = book.get(variantId)
  return known?.available.get(storeId) ?? (known?.whole ? 0 : null)
}
