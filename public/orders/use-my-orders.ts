import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { call } from '../shared/api.ts'
import { type MyOrder, readMyOrders } from '../shared/my-orders.ts'

/** An order of this device; `view` is null where the server does not know it by its token, or was not reached. */
export type ListedOrder = { readonly kept: MyOrder; readonly view: OrderView | null }

type Answer = { readonly items: readonly OrderView[] }

export function useMyOrders() {
  const [kept, setKept] = useState(readMyOrders)
  const [views, setViews] = useState<ReadonlyMap<string, OrderView> | null>(null)
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading')
  const asking = useRef<AbortController | null>(null)

  const refresh = useCallback(async () => {
    asking.current?.abort()
    const stop = new AbortController()
    asking.current = stop
    const mine = readMyOrders()
    setKept(mine)
    setState('loading')
    try {
      const orders = mine.map(({ id, token }) => ({ id, accessToken: token }))
      const { items } =
        orders.length === 0
          ? { items: [] }
          : await call<Answer>('POST', '/api/v1/orders/mine', { body: { orders }, signal: stop.signal })
      setViews(new Map(items.map(order => [order.id, order])))
      setState('ready')
    } catch {
      if (!stop.signal.aborted) setState('failed')
    }
  }, [])

  useEffect(() => {
    refresh()
    const back = () => document.visibilityState === 'visible' && refresh()
    document.addEventListener('visibilitychange', back)
    return () => {
      document.removeEventListener('visibilitychange', back)
      asking.current?.abort()
    }
  }, [refresh])

  const orders = kept.map((order): ListedOrder => ({ kept: order, view: views?.get(order.id) ?? null }))
  return { orders, known: views !== null, state, refresh }
}
