import type { ClientMessage, ServerMessage } from '../../src/wire.ts'
import { backoffMs } from './backoff.ts'

/** `waiting`: it broke, and a new try comes by itself. */
export type SocketStatus = 'connecting' | 'open' | 'waiting'

export type RoomSocket = {
  /** For good. No message or status comes after it. */
  close(): void
}

type Options = {
  readonly room: string
  /** Also health and orders; for staff. */
  readonly studio?: boolean
  onMessage(message: ServerMessage): void
  onStatus?(status: SocketStatus): void
}

// A phone that slept keeps sockets that look open and are dead; after so long out of sight a new one is cheaper
// than finding out.
const staleAfterHiddenMs = 30_000
const steadyAfterMs = 5_000

/** Joins a room, and again after every break; after each join the server sends the whole `room`. */
export function openRoomSocket(options: Options): RoomSocket {
  let socket: WebSocket | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let hiddenSince: number | null = null
  let closed = false

  const connect = () => {
    clearTimeout(timer)
    drop()
    options.onStatus?.('connecting')
    const url = new URL('/ws', location.href)
    url.protocol = url.protocol.replace('http', 'ws')
    const mine = new WebSocket(url)
    socket = mine
    let openedAt: number | null = null
    mine.onopen = () => {
      openedAt = Date.now()
      const join: ClientMessage = {
        type: 'join',
        room: options.room,
        ...(options.studio ? { studio: true } : {}),
      }
      mine.send(JSON.stringify(join))
      options.onStatus?.('open')
    }
    mine.onmessage = event => {
      const message = parseMessage(event.data)
      if (message) options.onMessage(message)
    }
    mine.onclose = () => {
      // A server that accepts and hangs up at once must not be hammered: only a steady stay resets the wait.
      if (openedAt !== null && Date.now() - openedAt > steadyAfterMs) attempt = 0
      options.onStatus?.('waiting')
      timer = setTimeout(connect, backoffMs(attempt))
      attempt += 1
    }
  }

  const drop = () => {
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    socket = null
  }

  const now = () => {
    if (closed || socket?.readyState === WebSocket.OPEN || socket?.readyState === WebSocket.CONNECTING) return
    attempt = 0
    connect()
  }
  const visibility = () => {
    if (document.visibilityState === 'hidden') {
      hiddenSince = Date.now()
      return
    }
    const stale = hiddenSince !== null && Date.now() - hiddenSince > staleAfterHiddenMs
    hiddenSince = null
    if (stale) drop()
    now()
  }

  addEventListener('online', now)
  addEventListener('pageshow', now)
  document.addEventListener('visibilitychange', visibility)
  connect()

  return {
    close() {
      closed = true
      clearTimeout(timer)
      removeEventListener('online', now)
      removeEventListener('pageshow', now)
      document.removeEventListener('visibilitychange', visibility)
      drop()
    },
  }
}

function parseMessage(data: unknown): ServerMessage | null {
  if (typeof data !== 'string') return null
  try {
    const message: unknown = JSON.parse(data)
    return typeof message === 'object' && message !== null && 'type' in message
      ? (message as ServerMessage)
      : null
  } catch {
    return null
  }
}
