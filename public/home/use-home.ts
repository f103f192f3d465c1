import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { ShowView } from '../../src/wire.ts'
import { call } from '../shared/api.ts'
import { allPages, type Page, refreshed } from '../shared/pages.ts'
import { replayPage } from '../shared/replays.ts'
import { type RoomItem, showsMark } from './home-data.ts'

type Known = {
  readonly rooms: readonly RoomItem[]
  readonly coming: readonly ShowView[]
  readonly past: Page<ShowView>
}

export type Home = {
  /** null before the first answer. */
  readonly known: Known | null
  /** The last try failed; what is known is old. */
  readonly failed: boolean
  readonly loadingMore: boolean
  retry(): void
  /** The next older replays. */
  more(): Promise<void>
}

const refreshMs = 10_000
/** Shows are asked for when a room's show has changed, and every so many refreshes: somebody may have planned one. */
const showsEvery = 6
const replaysAPage = 12

/** What the home page lists, kept fresh while the page is looked at. */
export function useHome(): Home {
  const [known, setKnown] = useState<Known | null>(null)
  const [failed, setFailed] = useState(false)
  const [loadingMore, setLoadingMore] = useState(false)
  const [attempt, setAttempt] = useState(0)
  const latest = useRef(known)
  latest.current = known

  useEffect(() => {
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    let round = 0
    let running = false

    const refresh = async () => {
      clearTimeout(timer)
      if (running || document.visibilityState === 'hidden') return
      running = true
      try {
        const before = latest.current
        const rooms = await allPages<RoomItem>(call, '/api/v1/rooms?limit=100', stop.signal)
        const changed = before === null || showsMark(before.rooms) !== showsMark(rooms)
        if (changed || round % showsEvery === 0) {
          const [coming, past] = await Promise.all([
            comingPage(stop.signal),
            replayPage(call, null, replaysAPage, stop.signal),
          ])
          setKnown(last => ({ rooms, coming, past: last === null ? past : refreshed(past, last.past) }))
        } else setKnown(last => last && { ...last, rooms })
        round += 1
        setFailed(false)
      } catch {
        if (!stop.signal.aborted) setFailed(true)
      } finally {
        running = false
        if (!stop.signal.aborted) timer = setTimeout(refresh, refreshMs)
      }
    }
    refresh()
    document.addEventListener('visibilitychange', refresh)
    return () => {
      stop.abort()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', refresh)
    }
  }, [attempt])

  const more = async () => {
    const next = known?.past.next ?? null
    if (next === null || loadingMore) return
    setLoadingMore(true)
    try {
      const page = await replayPage(call, next, replaysAPage)
      setKnown(
        last => last && { ...last, past: { items: [...last.past.items, ...page.items], next: page.next } },
      )
    } catch {
      setFailed(true)
    } finally {
      setLoadingMore(false)
    }
  }
  const retry = useCallback(() => {
    setFailed(false)
    setAttempt(count => count + 1)
  }, [])
  return { known, failed, loadingMore, retry, more }
}

async function comingPage(signal: AbortSignal): Promise<readonly ShowView[]> {
  const page = await call<Page<ShowView>>('GET', '/api/v1/shows?when=upcoming&limit=50', { signal })
  return page.items
}
