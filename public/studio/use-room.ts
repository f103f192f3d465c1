import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { HealthView, LevelView, OrderView, RoomView, ServerMessage } from '../../src/wire.ts'
import { useSession } from '../desk/session.tsx'
import { type ApiProblem, problemOf } from '../shared/api.ts'
import { openRoomSocket, type SocketStatus } from '../shared/socket.ts'
import { remember, type Sample } from './history.ts'
import { withAvailable, withMessage } from './room-state.ts'

export type LiveRoom = {
  /** null until the first answer. */
  readonly room: RoomView | null
  readonly status: SocketStatus
  readonly health: HealthView | null
  readonly history: readonly Sample[]
  /** Why the server will not show this room. */
  readonly problem: ApiProblem | null
  /** How often the socket has joined: what is fetched besides it must be fetched again after each join. */
  readonly joins: number
  /** How often the whole room came: its lineup or its shows may be others. */
  readonly changes: number
  /** Why the rest of the live show is not in its replay; null: it is. */
  readonly recordingStopped: string | null
  change(step: (room: RoomView) => RoomView): void
}

// In a rush each order changes the same few variants: ask once for all that came within this time.
const gatherMs = 500

/** The room as it is now, over the socket. */
export function useRoom(slug: string, onOrder: (order: OrderView) => void): LiveRoom {
  const { call, session } = useSession()
  const signedIn = session.kind === 'staff'
  const [room, setRoom] = useState<RoomView | null>(null)
  const [status, setStatus] = useState<SocketStatus>('connecting')
  const [health, setHealth] = useState<HealthView | null>(null)
  const [history, setHistory] = useState<readonly Sample[]>([])
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [joins, setJoins] = useState(0)
  const [changes, setChanges] = useState(0)
  const [stopped, setStopped] = useState<{ readonly showId: string; readonly reason: string } | null>(null)
  const order = useRef(onOrder)
  order.current = onOrder
  const shown = useRef(room)
  shown.current = room

  useEffect(() => {
    if (!signedIn) return
    const variants = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const abort = new AbortController()

    // A message names the stores that changed; only the server knows the sum over all.
    const refreshStock = async () => {
      const ids = [...variants]
      variants.clear()
      timer = undefined
      for (const id of ids) {
        try {
          const path = `/api/v1/stock?variantId=${encodeURIComponent(id)}`
          const answer = await call<{ levels: readonly LevelView[] }>('GET', path, { signal: abort.signal })
          const available = answer.levels.reduce((sum, level) => sum + level.available, 0)
          setRoom(known => known && { ...known, lineup: withAvailable(known.lineup, id, available) })
        } catch {
          // The old figure stays; the next change or join brings a new one.
        }
      }
    }

    const rememberStop = (reason: string | null) => {
      const showId = shown.current?.show?.id
      setStopped(showId === undefined || reason === null ? null : { showId, reason })
    }

    const onMessage = (message: ServerMessage) => {
      setRoom(known => withMessage(known, message))
      switch (message.type) {
        case 'room':
          setProblem(null)
          setChanges(count => count + 1)
          break
        case 'state':
          if (message.state === 'offline') setHistory([])
          break
        case 'interrupted':
          // The figures are of a picture that no longer comes.
          if (message.interrupted) setHealth(null)
          break
        case 'recordingStopped':
          rememberStop(message.reason)
          break
        case 'health':
          setHealth(message.health)
          if (message.health) {
            const { health } = message
            setHistory(known => remember(known, health, Date.now()))
            rememberStop(health.recording.stopped)
          }
          break
        case 'order':
          order.current(message.order)
          break
        case 'stock':
          for (const { productId, variantId } of message.levels) {
            if (shown.current?.lineup.some(product => product.id === productId)) variants.add(variantId)
          }
          if (variants.size > 0) timer ??= setTimeout(refreshStock, gatherMs)
          break
        case 'error':
          setProblem(problemOf(message.problem.status, message.problem))
          // Any call tells the page that the session is over; the socket joins again after the sign-in.
          if (message.problem.status === 401) call('GET', '/api/v1/session').catch(() => {})
          break
      }
    }

    const socket = openRoomSocket({
      room: slug,
      studio: true,
      onMessage,
      onStatus: next => {
        setStatus(next)
        if (next === 'open') setJoins(count => count + 1)
        // Nobody tells any more when the host goes.
        else setHealth(null)
      },
    })
    return () => {
      socket.close()
      clearTimeout(timer)
      abort.abort()
    }
  }, [slug, call, signedIn])

  const change = useCallback(
    (step: (room: RoomView) => RoomView) => setRoom(known => known && step(known)),
    [],
  )
  const recordingStopped = stopped !== null && stopped.showId === room?.show?.id ? stopped.reason : null
  return { room, status, health, history, problem, joins, changes, recordingStopped, change }
}
