import { useCallback, useState } from 'preact/hooks'
import type { OrderEventView, OrderView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { type Loading, useResource } from '../../desk/use-resource.ts'

export type OpenOrder = {
  readonly loading: Loading<OrderView>
  readonly timeline: Loading<readonly OrderEventView[]>
  readonly busy: boolean
  /** Why the last step was refused; null: it was not. */
  readonly fault: string | null
  /** Does one thing with the order and then shows it anew; false if it was refused. */
  act(work: () => Promise<unknown>): Promise<boolean>
}

/** One order with its history, and what is done with it. */
export function useOrder(id: string, onChange: (order: OrderView) => void): OpenOrder {
  const call = useCall()
  const sayProblem = useProblemText()
  const path = `/api/v1/orders/${encodeURIComponent(id)}`
  const loading = useResource(
    useCallback((signal: AbortSignal) => call<OrderView>('GET', path, { signal }), [call, path]),
  )
  const timeline = useResource(
    useCallback(
      async (signal: AbortSignal) =>
        (await call<{ items: readonly OrderEventView[] }>('GET', `${path}/timeline`, { signal })).items,
      [call, path],
    ),
  )
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const act = async (work: () => Promise<unknown>) => {
    if (busy) return false
    setBusy(true)
    setFault(null)
    let done = true
    try {
      await work()
    } catch (error) {
      done = false
      setFault(sayProblem(error))
    }
    try {
      // A refusal often means that somebody else was first: show what is so now.
      const now = await call<OrderView>('GET', path)
      loading.update(() => now)
      onChange(now)
      timeline.reload()
    } catch (error) {
      setFault(known => known ?? sayProblem(error))
    }
    setBusy(false)
    return done
  }
  return { loading, timeline, busy, fault, act }
}
