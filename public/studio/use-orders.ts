import { useCallback, useRef, useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { useCall } from '../desk/session.tsx'
import { type Loading, useResource } from '../desk/use-resource.ts'
import { recall, remember } from '../shared/device-store.ts'
import { allPages } from '../shared/pages.ts'
import { withOrders } from './order-list.ts'

export type RoomOrders = {
  readonly loading: Loading<readonly OrderView[]>
  /** Newest first; empty while they load. */
  readonly list: readonly OrderView[]
  /** The latest that came while the page was open and has not been seen; null otherwise. */
  readonly newest: OrderView | null
  readonly popUp: boolean
  came(order: OrderView): void
  seen(): void
  setPopUp(on: boolean): void
}

/** The room's orders: from the records, and as they come. */
export function useOrders(slug: string): RoomOrders {
  const call = useCall()
  // What came while the records were on their way is newer than they are.
  const meanwhile = useRef<OrderView[]>([])
  const loading = useResource(
    useCallback(
      async (signal: AbortSignal) => {
        meanwhile.current = []
        const path = `/api/v1/rooms/${encodeURIComponent(slug)}/orders`
        const records = await allPages<OrderView>(call, path, signal)
        return withOrders(records, meanwhile.current)
      },
      [call, slug],
    ),
  )
  const [newest, setNewest] = useState<OrderView | null>(null)
  const [popUp, setPopUp] = useState(() => recall('order-pop-up') !== 'off')
  const { update } = loading

  const came = useCallback(
    (order: OrderView) => {
      meanwhile.current.push(order)
      update(known => withOrders(known, [order]))
      if (order.state === 'placed') setNewest(order)
    },
    [update],
  )
  const seen = useCallback(() => setNewest(null), [])
  return {
    loading,
    list: loading.resource.state === 'ready' ? loading.resource.value : [],
    newest,
    popUp,
    came,
    seen,
    setPopUp: on => {
      remember('order-pop-up', on ? 'on' : 'off')
      setPopUp(on)
    },
  }
}
