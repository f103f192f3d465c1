import { useCallback, useEffect, useState } from 'preact/hooks'
import { call } from '../shared/api.ts'
import type { ShopStore } from './shop-store.ts'
import { useRetry } from './use-retry.ts'

type Page = { readonly items: readonly ShopStore[]; readonly next: string | null }

// More stores than this are for a search box, which a later page may have.
const mostPages = 10

export function useStores() {
  const [stores, setStores] = useState<readonly ShopStore[] | null>(null)
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    fetchStores(stop.signal).then(
      fetched => {
        setStores(fetched)
        setFailed(false)
      },
      () => !stop.signal.aborted && setFailed(true),
    )
    return () => stop.abort()
  }, [tries])
  const retry = useCallback(() => setTries(count => count + 1), [])
  useRetry(failed, retry)
  return { stores, failed, retry }
}

async function fetchStores(signal: AbortSignal): Promise<readonly ShopStore[]> {
  const stores: ShopStore[] = []
  let path = '/api/v1/stores'
  for (let page = 0; page < mostPages; page += 1) {
    const { items, next } = await call<Page>('GET', path, { signal })
    stores.push(...items)
    if (next === null) break
    path = `/api/v1/stores?cursor=${encodeURIComponent(next)}`
  }
  return stores
}
