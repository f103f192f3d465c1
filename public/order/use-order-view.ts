import { useCallback, useEffect, useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { ApiProblem, call } from '../shared/api.ts'
import { usePoll } from '../shared/use-poll.ts'
import { isOpen } from './order-facts.ts'

const pollMs = 5_000

export type OrderLoad =
  | { readonly kind: 'loading' | 'failed' | 'unknown' }
  /** `stale`: the last question was not answered. */
  | { readonly kind: 'ready'; readonly order: OrderView; readonly at: number; readonly stale: boolean }

/** An order as it changes, asked for again while the page is looked at and something can still happen. */
export function useOrderView(id: string, token: string | undefined) {
  const [load, setLoad] = useState<OrderLoad>({ kind: 'loading' })
  const [round, setRound] = useState(0)
  const open = load.kind !== 'ready' || isOpen(load.order)
  const show = useCallback(
    (order: OrderView) => setLoad({ kind: 'ready', order, at: Date.now(), stale: false }),
    [],
  )

  useEffect(() => {
    const stop = new AbortController()
    call<OrderView>('GET', `/api/v1/orders/${encodeURIComponent(id)}`, { token, signal: stop.signal }).then(
      show,
      (error: unknown) => {
        if (stop.signal.aborted) return
        const refused = error instanceof ApiProblem && [400, 401, 403, 404].includes(error.status)
        setLoad(last => {
          if (last.kind === 'ready') return { ...last, stale: true }
          return { kind: refused ? 'unknown' : 'failed' }
        })
      },
    )
    return () => stop.abort()
  }, [id, token, round, show])

  const retry = useCallback(() => setRound(count => count + 1), [])
  usePoll(open && load.kind !== 'unknown' ? pollMs : null, retry)
  return { load, show, retry }
}
