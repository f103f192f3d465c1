import type { RoomView } from '../../src/wire.ts'
import { loadPart } from '../player/load-part.ts'
import { ApiProblem, call } from '../shared/api.ts'
import { backoffMs } from '../shared/backoff.ts'
import type { SocketStatus } from '../shared/socket.ts'
import type { Live } from './live.ts'
import { type RoomState, withRoom } from './room-state.ts'

export type Feed = {
  readonly state: RoomState | null
  readonly load: 'loading' | 'ready' | 'unknown' | 'failed'
  readonly socket: SocketStatus
}

export type RoomFeed = { retry(): void; close(): void }

// With a proxy that lets no sockets through, the page still keeps up, slowly.
const pollMs = 10_000

export const firstFeed: Feed = { state: null, load: 'loading', socket: 'connecting' }

/** A room as it changes: fetched once, then told by the socket. */
export function openRoomFeed(slug: string, onChange: (feed: Feed) => void): RoomFeed {
  const stop = new AbortController()
  const { signal } = stop
  let feed = firstFeed
  let timer: ReturnType<typeof setTimeout> | undefined
  let live: Live | null = null

  const update = (change: Partial<Feed>) => {
    if (signal.aborted) return
    feed = { ...feed, ...change }
    onChange(feed)
  }
  const read = () => call<RoomView>('GET', `/api/v1/rooms/${encodeURIComponent(slug)}`, { signal })
  const show = (room: RoomView) => update({ state: withRoom(feed.state, room), load: 'ready' })
  const begin = async (attempt: number) => {
    clearTimeout(timer)
    try {
      show(await read())
    } catch (error) {
      if (signal.aborted) return
      const unknown = error instanceof ApiProblem && (error.status === 404 || error.status === 400)
      update({ load: unknown ? 'unknown' : 'failed' })
      if (!unknown) timer = setTimeout(begin, backoffMs(attempt), attempt + 1)
      return
    }
    const { openLive } = await loadPart(() => import('./live.ts'), signal)
    live ??= openLive({
      slug,
      state: () => feed.state,
      onState: state => update({ state }),
      onStatus: socket => update({ socket }),
    })
  }

  const poll = async () => {
    const room = await read()
    // What the socket told meanwhile is newer, and nobody would tell it again.
    if (feed.socket !== 'open') show(room)
  }
  const polling = setInterval(() => {
    if (feed.load === 'ready' && feed.socket !== 'open') poll().catch(() => {})
  }, pollMs)
  begin(0)

  return {
    retry: () => begin(0),
    close() {
      stop.abort()
      clearTimeout(timer)
      clearInterval(polling)
      live?.close()
    },
  }
}
