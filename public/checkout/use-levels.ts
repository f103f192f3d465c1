import { useCallback, useEffect, useState } from 'preact/hooks'
import { emptyStockBook, leftIn, type StockBook, withAnswer } from '../watch/stock-book.ts'
import { fetchLevels } from './levels.ts'
import { useRetry } from './use-retry.ts'

/**
 * What each store has left of these variants: asked for when they are chosen, and again after a refusal; the room's
 * news, which come by the socket, are newer.
 */
export function useLevels(variantIds: readonly string[], news: StockBook) {
  const [answer, setAnswer] = useState<StockBook>(emptyStockBook)
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  const key = variantIds.join(' ')
  useEffect(() => {
    const stop = new AbortController()
    const asked = key === '' ? [] : key.split(' ')
    Promise.all(
      asked.map(async variantId => {
        const levels = await fetchLevels(variantId, stop.signal)
        setAnswer(last => withAnswer(last, variantId, levels, last))
      }),
    ).then(
      () => setFailed(false),
      () => !stop.signal.aborted && setFailed(true),
    )
    return () => stop.abort()
  }, [key, tries])
  const left = (variantId: string, storeId: string) =>
    leftIn(news, variantId, storeId) ?? leftIn(answer, variantId, storeId)
  const again = useCallback(() => setTries(count => count + 1), [])
  useRetry(failed, again)
  const known = variantIds.every(id => news.get(id)?.whole || answer.has(id))
  return { left, known, book: answer, failed, again }
}
