import { useCallback, useEffect, useState } from 'preact/hooks'
import { ApiProblem } from '../shared/api.ts'
import { emptyStockBook, leftIn, type StockBook, withAnswer } from '../watch/stock-book.ts'
import { fetchLevels } from './levels.ts'
import { useRetry } from './use-retry.ts'

/**
 * What each store has left of these variants: asked for when they are chosen, and again after a refusal; the room's
 * news, which come by the socket, are newer. `unsold`: those that cannot be bought any more, in no store.
 */
export function useLevels(variantIds: readonly string[], news: StockBook) {
  const [answer, setAnswer] = useState<StockBook>(emptyStockBook)
  const [unsold, setUnsold] = useState<ReadonlySet<string>>(new Set())
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  const key = variantIds.join(' ')
  useEffect(() => {
    const stop = new AbortController()
    const asked = key === '' ? [] : key.split(' ')
    Promise.all(
      asked.map(async variantId => {
        const levels = await levelsOrNone(variantId, stop.signal)
        setAnswer(last => withAnswer(last, variantId, levels ?? [], last))
        setUnsold(last => withMember(last, variantId, levels === null))
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
  return { left, known, unsold, book: answer, failed, again }
}

/** null: it is not sold any more, or not yet; the shop says of both that there is no such thing. */
async function levelsOrNone(variantId: string, signal: AbortSignal) {
  try {
    return await fetchLevels(variantId, signal)
  } catch (error) {
    if (error instanceof ApiProblem && (error.status === 404 || error.status === 400)) return null
    throw error
  }
}

function withMember(set: ReadonlySet<string>, member: string, wanted: boolean): ReadonlySet<string> {
  if (set.has(member) === wanted) return set
  return wanted ? new Set([...set, member]) : new Set([...set].filter(each => each !== member))
}
