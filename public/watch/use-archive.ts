import { useEffect, useState } from 'preact/hooks'
import type { ShowPageView, ShowView } from '../../src/wire.ts'
import { call } from '../shared/api.ts'
import type { Archive } from './archive.ts'

const everyMs = 20_000

/** The recording of the room's live show, also of the one before while somebody still watches that. */
export function useArchive(show: ShowView | null, behind: boolean, news: number): Archive | null {
  const [archive, setArchive] = useState<Archive | null>(null)
  const [kept, setKept] = useState<string | null>(null)
  const current = show?.state === 'live' ? show.id : null
  const id = behind ? kept : current
  useEffect(() => setKept(id), [id])

  useEffect(() => {
    if (id === null) {
      setArchive(null)
      return
    }
    const stop = new AbortController()
    const ask = () => {
      if (document.hidden) return
      const path = `/api/v1/shows/${encodeURIComponent(id)}`
      call<ShowPageView>('GET', path, { signal: stop.signal }).then(
        view => setArchive({ view, at: performance.now() }),
        // Without it there is no way back, and the next try may bring it.
        () => {},
      )
    }
    ask()
    const timer = setInterval(ask, everyMs)
    document.addEventListener('visibilitychange', ask)
    return () => {
      stop.abort()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', ask)
    }
  }, [id, news])

  return archive?.view.show.id === id ? archive : null
}
