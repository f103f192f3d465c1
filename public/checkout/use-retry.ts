import { useEffect } from 'preact/hooks'

const everyMs = 5_000

/** What failed for want of a connection is asked for again, at once when there is one. */
export function useRetry(failed: boolean, again: () => void) {
  useEffect(() => {
    if (!failed) return
    const timer = setInterval(again, everyMs)
    addEventListener('online', again)
    return () => {
      clearInterval(timer)
      removeEventListener('online', again)
    }
  }, [failed, again])
}
