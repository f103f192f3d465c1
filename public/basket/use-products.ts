import { useCallback, useEffect, useState } from 'preact/hooks'
import type { ProductView } from '../../src/wire.ts'
import { useRetry } from '../checkout/use-retry.ts'
import { ApiProblem, call } from '../shared/api.ts'
import type { KnownProducts } from './basket-facts.ts'

/** The products as they are now; what the room knows is not asked for. */
export function useProducts(ids: readonly string[], room: readonly ProductView[]) {
  const [fetched, setFetched] = useState<KnownProducts>(new Map())
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  const known = new Map<string, ProductView | null>([
    ...fetched,
    ...room.map(product => [product.id, product] as const),
  ])
  const missing = [...new Set(ids)].filter(id => !known.has(id)).join(' ')
  useEffect(() => {
    if (missing === '') return
    const stop = new AbortController()
    Promise.all(
      missing.split(' ').map(async id => {
        const product = await fetchProduct(id, stop.signal)
        setFetched(last => new Map(last).set(id, product))
      }),
    ).then(
      () => setFailed(false),
      () => !stop.signal.aborted && setFailed(true),
    )
    return () => stop.abort()
    // Not at each answer: the others are on their way.
  }, [ids.join(' '), tries])
  const again = useCallback(() => setTries(count => count + 1), [])
  useRetry(failed, again)
  return { products: known, failed, again }
}

async function fetchProduct(id: string, signal: AbortSignal): Promise<ProductView | null> {
  try {
    return await call<ProductView>('GET', `/api/v1/products/${encodeURIComponent(id)}`, { signal })
  } catch (error) {
    if (error instanceof ApiProblem && (error.status === 404 || error.status === 400)) return null
    throw error
  }
}
