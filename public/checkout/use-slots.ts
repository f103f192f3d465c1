import { useCallback, useEffect, useState } from 'preact/hooks'
import { call } from '../shared/api.ts'
import { useRetry } from './use-retry.ts'

export type Slot = { readonly startsAt: string; readonly endsAt: string; readonly free: number }

type Answer = { readonly storeId: string; readonly slots: readonly Slot[] }

/** When a store can be visited; null while it is not known. */
export function useSlots(storeId: string | null) {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (storeId === null) return
    const stop = new AbortController()
    const path = `/api/v1/stores/${encodeURIComponent(storeId)}/slots`
    call<{ slots: readonly Slot[] }>('GET', path, { signal: stop.signal }).then(
      ({ slots }) => {
        setAnswer({ storeId, slots })
        setFailed(false)
      },
      () => !stop.signal.aborted && setFailed(true),
    )
    return () => stop.abort()
  }, [storeId, tries])
  const again = useCallback(() => setTries(count => count + 1), [])
  useRetry(failed, again)
  return { slots: answer !== null && answer.storeId === storeId ? answer.slots : null, failed, again }
}
