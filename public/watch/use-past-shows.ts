import { useEffect, useState } from 'preact/hooks'
import type { ShowView } from '../../src/wire.ts'
import { call } from '../shared/api.ts'

const most = 8

/** The room's past shows that can be watched, newest first; none while they are not known. */
export function usePastShows(slug: string, wanted: boolean): readonly ShowView[] {
  const [shows, setShows] = useState<readonly ShowView[]>([])
  useEffect(() => {
    if (!wanted) return
    const stop = new AbortController()
    const query = new URLSearchParams({ when: 'past', room: slug, limit: String(most * 2) })
    call<{ items: readonly ShowView[] }>('GET', `/api/v1/shows?${query}`, { signal: stop.signal }).then(
      ({ items }) => setShows(items.filter(show => show.hasReplay).slice(0, most)),
      // The room is no worse without them.
      () => {},
    )
    return () => stop.abort()
  }, [slug, wanted])
  return shows
}
