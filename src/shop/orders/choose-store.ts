/** What is wanted of one variant; the lines of a basket never name a variant twice. */
export type Wanted = { readonly variantId: string; readonly quantity: number }

export type Level = { readonly storeId: string; readonly variantId: string; readonly available: number }

export type Shortage = Wanted & { readonly available: number }

export type Choice =
  | { readonly kind: 'store'; readonly storeId: string }
  /** No store has all of it; what the one that comes nearest lacks. */
  | { readonly kind: 'short'; readonly lines: readonly Shortage[] }

/**
 * The store that fills a whole order by itself: of those that can, the one that has most of what is wanted,
 * so that small stores are not emptied; of equals, the one that was opened first. An order is never split,
 * and never counted over several stores: what all have together is in no one's hands (medusa #14987, #15132).
 */
export function chooseStore(wanted: readonly Wanted[], levels: readonly Level[]): Choice {
  const offers = [...new Set(levels.map(level => level.storeId))]
    .sort()
    .map(storeId => offerOf(storeId, wanted, levels))
    .sort((a, b) => a.short.length - b.short.length || a.missing - b.missing || b.units - a.units)
  const [best] = offers
  if (best === undefined) return { kind: 'short', lines: wanted.map(line => ({ ...line, available: 0 })) }
  if (best.short.length === 0) return { kind: 'store', storeId: best.storeId }
  return { kind: 'short', lines: best.short }
}

function offerOf(storeId: string, wanted: readonly Wanted[], levels: readonly Level[]) {
  const lines = wanted.map(line => ({
    ...line,
    available:
      levels.find(level => level.storeId === storeId && level.variantId === line.variantId)?.available ?? 0,
  }))
  const short = lines.filter(line => line.available < line.quantity)
  return {
    storeId,
    short,
    missing: short.reduce((sum, line) => sum + line.quantity - line.available, 0),
    units: lines.reduce((sum, line) => sum + line.available, 0),
  }
}
