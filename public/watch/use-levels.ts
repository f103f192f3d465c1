import { useCallback, useEffect, useState } from 'preact/hooks'
import { fetchLevels } from './levels.ts'
import { emptyStockBook, leftIn, type StockBook, withAnswer } from './stock-book.ts'
import { useRetry } from './use-retry.ts'

/**
 * What each store has left of a variant: asked for when it is chosen, and again after a refusal; the room's news,
 * which come by the socket, are newer.
 */
export function useLevels(variantId: string, news: StockBook) {
  const [answer, setAnswer] = useState<StockBook>(emptyStockBook)
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    fetchLevels(variantId, stop.signal).then(
      levels => {
        setAnswer(last => withAnswer(last, variantId, levels, last))
        setFailed(false)
      },
      () => !stop.signal.aborted && setFailed(true),
    )
    return () => stop.abort()
  }, [variantId, tries])
  const left = (storeId: string) => leftIn(news, variantId, storeId) ?? leftIn(answer, variantId, storeId)
  const again = useCallback(() => setTries(count => count + 1), [])
  useRetry(failed, again)
  return { left, known: news.get(variantId)?.whole || answer.has(variantId), failed, again }
}
