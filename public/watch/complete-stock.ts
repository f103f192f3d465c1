import { fetchLevels } from '../checkout/levels.ts'
import { type StockBook, withAnswer } from './stock-book.ts'

type Options = {
  readonly signal: AbortSignal
  stock(): StockBook
  isSold(variantId: string): boolean
  onStock(stock: StockBook): void
}

/**
 * News of stock names single stores. What is left over all of them can be told only once the others are known: they
 * are asked for when the first news of a variant comes. Call it after each news.
 */
export function stockCompleter({ signal, stock, isSold, onStock }: Options): () => void {
  const asking = new Set<string>()
  const complete = async (variantId: string, before: StockBook) => {
    asking.add(variantId)
    try {
      const levels = await fetchLevels(variantId, signal)
      onStock(withAnswer(stock(), variantId, levels, before))
    } catch {
      // The next news asks again.
    } finally {
      asking.delete(variantId)
    }
  }
  return () => {
    const now = stock()
    for (const [variantId, known] of now) {
      if (!known.whole && !asking.has(variantId) && isSold(variantId)) complete(variantId, now)
    }
  }
}
