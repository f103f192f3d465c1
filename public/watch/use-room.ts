import { useCallback, useEffect, useState } from 'preact/hooks'
import type { RoomView } from '../../src/wire.ts'
import { ApiProblem, call } from '../shared/api.ts'
import { backoffMs } from '../shared/backoff.ts'
import { openRoomSocket, type SocketStatus } from '../shared/socket.ts'
import { fetchLevels } from './levels.ts'
import { type RoomState, withMessage, withRoom } from './room-state.ts'
import { withAnswer } from './stock-book.ts'

export type RoomLoad = 'loading' | 'ready' | 'unknown' | 'failed'

// With a proxy that lets no sockets through, the page still keeps up, slowly.
const pollMs = 10_000

/** A room as it changes: fetched once, then told by the socket. */
export function useRoom(slug: string) {
  const [state, setState] = useState<RoomState | null>(null)
  const [load, setLoad] = useState<RoomLoad>('loading')
  const [socket, setSocket] = useState<SocketStatus>('connecting')
  const [tries, setTries] = useState(0)
  const path = `/api/v1/rooms/${encodeURIComponent(slug)}`

  useEffect(() => {
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    let attempt = 0
    const fetchRoom = async () => {
      try {
        const room = await call<RoomView>('GET', path, { signal: stop.signal })
        setState(last => withRoom(last, room))
        setLoad('ready')
      } catch (error) {
        if (stop.signal.aborted) return
        const unknown = error instanceof ApiProblem && (error.status === 404 || error.status === 400)
        setLoad(unknown ? 'unknown' : 'failed')
        if (!unknown) timer = setTimeout(fetchRoom, backoffMs(attempt++))
      }
    }
    fetchRoom()
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [path, tries])

  const ready = load === 'ready'
  useEffect(() => {
    if (!ready) return
    const opened = openRoomSocket({
      room: slug,
      onMessage: message => setState(last => withMessage(last, message)),
      onStatus: setSocket,
    })
    return () => opened.close()
  }, [slug, ready])

  useEffect(() => {
    if (!ready || socket === 'open') return
    const timer = setInterval(() => {
      call<RoomView>('GET', path).then(
        room => setState(last => withRoom(last, room)),
        () => {},
      )
    }, pollMs)
    return () => clearInterval(timer)
  }, [path, ready, socket])

  useMissingLevels(state, setState)
  const retry = useCallback(() => setTries(count => count + 1), [])
  return { state, load, socket, retry }
}

/**
 * News of stock names single stores. What is left over all of them can be told only once the others are known:
 * they are asked for when the first news of a variant comes.
 */
function useMissingLevels(
  state: RoomState | null,
  setState: (change: (last: RoomState | null) => RoomState | null) => void,
) {
  const missing = state
    ? [...state.stock].filter(([id, known]) => !known.whole && isSold(state.room, id)).map(([id]) => id)
    : []
  const asked = missing.join(' ')
  useEffect(() => {
    if (asked === '' || !state) return
    const stop = new AbortController()
    const before = state.stock
    for (const variantId of asked.split(' ')) {
      fetchLevels(variantId, stop.signal).then(
        levels =>
          setState(last => last && { ...last, stock: withAnswer(last.stock, variantId, levels, before) }),
        () => {},
      )
    }
    return () => stop.abort()
  }, [asked])
}

function isSold(room: RoomView, variantId: string): boolean {
  return room.lineup.some(product => product.variants.some(variant => variant.id === variantId))
}
