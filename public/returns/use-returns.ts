import { useCallback, useEffect, useState } from 'preact/hooks'
import type { OrderView, ReturnView } from '../../src/wire.ts'
import { ApiProblem, call } from '../shared/api.ts'

type Answer = { readonly items: readonly ReturnView[] }

/** The returns of an order, read again whenever the order changes. */
export function useReturns(order: OrderView, token: string | undefined) {
  const [returns, setReturns] = useState<readonly ReturnView[] | null>(null)
  const [failed, setFailed] = useState(false)
  const [round, setRound] = useState(0)
  // What the order tells of its returns: another answer of it is another question here.
  const told = [
    order.state,
    order.refunds.map(({ id, state }) => id + state),
    order.lines.map(l => l.returned),
  ]
  useEffect(() => {
    const stop = new AbortController()
    const path = `/api/v1/orders/${encodeURIComponent(order.id)}/returns`
    call<Answer>('GET', path, { token, signal: stop.signal }).then(
      ({ items }) => {
        setReturns(items)
        setFailed(false)
      },
      (error: unknown) => {
        if (stop.signal.aborted) return
        // Who may not ask has none to show.
        setFailed(!(error instanceof ApiProblem && [401, 403, 404].includes(error.status)))
      },
    )
    return () => stop.abort()
  }, [order.id, token, round, JSON.stringify(told)])
  const again = useCallback(() => setRound(count => count + 1), [])
  return { returns, failed, again }
}
