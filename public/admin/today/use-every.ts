import { useEffect } from 'preact/hooks'

/** Does it again each so many milliseconds while the page is seen, and when it is seen again. */
export function useEvery(milliseconds: number, work: () => void): void {
  useEffect(() => {
    const ifSeen = () => {
      if (document.visibilityState === 'visible') work()
    }
    const timer = setInterval(ifSeen, milliseconds)
    document.addEventListener('visibilitychange', ifSeen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', ifSeen)
    }
  }, [milliseconds, work])
}
