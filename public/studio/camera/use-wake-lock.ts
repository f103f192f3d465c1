import { useEffect } from 'preact/hooks'

/** Keeps the screen on: a phone that sleeps has no camera. Where the browser cannot, or may not, it sleeps. */
export function useWakeLock(on: boolean): void {
  useEffect(() => {
    if (!on || !('wakeLock' in navigator)) return
    let lock: WakeLockSentinel | null = null
    const stop = new AbortController()
    const hold = async () => {
      if (document.hidden || (lock && !lock.released)) return
      lock = await navigator.wakeLock.request('screen').catch(() => null)
      if (stop.signal.aborted) await lock?.release()
    }
    void hold()
    // The browser lets go of it whenever the page is out of sight.
    document.addEventListener('visibilitychange', hold, { signal: stop.signal })
    return () => {
      stop.abort()
      void lock?.release()
    }
  }, [on])
}
