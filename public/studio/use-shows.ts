import { useCallback, useEffect, useRef } from 'preact/hooks'
import type { ShowView } from '../../src/wire.ts'
import { useCall } from '../desk/session.tsx'
import { type Loading, useResource } from '../desk/use-resource.ts'
import type { Page } from '../shared/pages.ts'

const pastShown = 3

export type RoomShows = {
  /** With a time, soonest first. */
  readonly coming: readonly ShowView[]
  /** The last few, newest first. */
  readonly past: readonly ShowView[]
}

/** The room's shows; loaded again whenever the room says that something changed. */
export function useShows(slug: string, changes: number): Loading<RoomShows> {
  const call = useCall()
  const loading = useResource(
    useCallback(
      async (signal: AbortSignal) => {
        const list = async (when: string, limit: number) => {
          const path = `/api/v1/shows?room=${encodeURIComponent(slug)}&when=${when}&limit=${limit}`
          return (await call<Page<ShowView>>('GET', path, { signal })).items
        }
        const [coming, past] = await Promise.all([list('upcoming', 50), list('past', pastShown)])
        return { coming, past }
      },
      [call, slug],
    ),
  )
  useReload(loading.reload, changes)
  return loading
}

/** Calls `reload` at each change but the first, which the first load serves. */
export function useReload(reload: () => void, changes: number): void {
  const known = useRef(changes)
  useEffect(() => {
    if (changes === known.current) return
    const first = known.current === 0
    known.current = changes
    if (!first) reload()
  }, [changes, reload])
}
