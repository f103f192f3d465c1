import { useCallback, useEffect, useState } from 'preact/hooks'
import { call } from '../shared/api.ts'
import type { RoomItem } from './room-order.ts'

type Page = { readonly items: readonly RoomItem[]; readonly next: string | null }

const refreshMs = 10_000

/** The rooms, kept fresh while the page is looked at. */
export function useRooms() {
  const [page, setPage] = useState<Page | null>(null)
  const [failed, setFailed] = useState(false)
  const [round, setRound] = useState(0)

  useEffect(() => {
    const stop = new AbortController()
    call<Page>('GET', '/api/v1/rooms', { signal: stop.signal }).then(
      first => {
        setFailed(false)
        // Further pages that were opened stay; what is on the first is newer.
        setPage(last => (last ? { items: merged(first.items, last.items), next: last.next } : first))
      },
      () => !stop.signal.aborted && setFailed(true),
    )
    return () => stop.abort()
  }, [round])

  useEffect(() => {
    const again = () => document.visibilityState === 'visible' && setRound(count => count + 1)
    const timer = setInterval(again, refreshMs)
    document.addEventListener('visibilitychange', again)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', again)
    }
  }, [])

  const retry = useCallback(() => setRound(count => count + 1), [])
  const more = useCallback(async () => {
    if (!page?.next) return
    try {
      const { items, next } = await call<Page>('GET', `/api/v1/rooms?cursor=${encodeURIComponent(page.next)}`)
      setPage(last => ({ items: merged(last?.items ?? [], items), next }))
    } catch {
      setFailed(true)
    }
  }, [page])
  return { page, failed, retry, more }
}

function merged(first: readonly RoomItem[], rest: readonly RoomItem[]): readonly RoomItem[] {
  const known = new Set(first.map(room => room.slug))
  return [...first, ...rest.filter(room => !known.has(room.slug))]
}
