import { useEffect, useRef } from 'preact/hooks'

/** Asks before somebody leaves the page while on the air; who does so all the same has stopped. */
export function useLeaving(onAir: boolean, leave: () => void): void {
  useEffect(() => {
    if (!onAir) return
    const stop = new AbortController()
    const { signal } = stop
    addEventListener('beforeunload', event => event.preventDefault(), { signal })
    addEventListener('pagehide', leave, { signal })
    return () => stop.abort()
  }, [onAir, leave])
}

/** Calls `back` when there is a network again, or the page is in sight again. */
export function useReturning(wanted: boolean, back: () => void): void {
  const latest = useRef(back)
  latest.current = back
  useEffect(() => {
    if (!wanted) return
    const stop = new AbortController()
    const { signal } = stop
    addEventListener('online', () => latest.current(), { signal })
    document.addEventListener('visibilitychange', () => !document.hidden && latest.current(), { signal })
    return () => stop.abort()
  }, [wanted])
}
