import { useCallback, useEffect } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { type Loading, useResource } from '../desk/use-resource.ts'
import type { call } from '../shared/api.ts'
import { allPages } from '../shared/pages.ts'

const refreshMs = 20_000

/** The orders that wait in one store: looked up again now and then, and whenever the page comes into sight. */
export function useStoreOrders(storeId: string, caller: typeof call): Loading<readonly OrderView[]> {
  const loading = useResource(
    useCallback(
      (signal: AbortSignal) =>
        allPages<OrderView>(
          caller,
          `/api/v1/orders?state=placed,paid,ready,shipped&storeId=${encodeURIComponent(storeId)}`,
          signal,
        ),
      [caller, storeId],
    ),
  )
  const { reload } = loading
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') reload()
    }
    const timer = setInterval(refresh, refreshMs)
    document.addEventListener('visibilitychange', refresh)
    addEventListener('online', refresh)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', refresh)
      removeEventListener('online', refresh)
    }
  }, [reload])
  return loading
}
