import { useEffect } from 'preact/hooks'

/** Asks again and again while the page is looked at, when it is looked at anew, and when the line is back; null: not at all. */
export function usePoll(milliseconds: number | null, ask: () => void): void {
  useEffect(() => {
    if (milliseconds === null) return
    const again = () => {
      if (document.visibilityState === 'visible') ask()
    }
    const timer = setInterval(again, milliseconds)
    document.addEventListener('visibilitychange', again)
    addEventListener('online', again)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', again)
      removeEventListener('online', again)
    }
  }, [milliseconds, ask])
}
