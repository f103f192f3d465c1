import { useEffect, useState } from 'preact/hooks'
import { openServerClock, type ServerClock } from '../player/server-clock.ts'
import { useNow } from '../shared/use-now.ts'

/** The server's time, again every second: by a host's wrong clock a show would seem to be over, or to have an hour. */
export function useServerNow(): number {
  const now = useNow()
  const [clock, setClock] = useState<ServerClock | null>(null)
  useEffect(() => {
    const opened = openServerClock()
    setClock(opened)
    return () => opened.close()
  }, [])
  return clock?.now() ?? now
}
