import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { may } from './access.ts'
import { clientKey, forwardedAddress } from './client-address.ts'
import type { Bus } from './events.ts'
import type { Authenticate, Http } from './http.ts'
import type { Logger } from './log.ts'
import type { Actor } from './route.ts'
import { readSessionCookie } from './session-cookie.ts'
import { type ClientMessage, clientMessageSchema, type RoomView, type ServerMessage } from './wire.ts'

const pingEvery = 20_000
const viewersEvery = 1000
const messagesPerTenSeconds = 30
/** A close code of our own. */
const sessionEnded = 4401
/** A page that takes nothing is cut when so many bytes wait for it; it comes back and is told all anew. */
const maxWaiting = 1 << 20

export type SocketsOptions = {
  /** Plain and secure. */
  readonly servers: Http['servers']
  readonly authenticate: Authenticate
  /** The room as it is now; null when there is none. */
  readonly room: (slug: string) => Promise<RoomView | null>
  readonly limits: { readonly sockets: number; readonly socketsPerAddress: number }
  /** As `HttpOptions` has it. */
  readonly trustProxy: boolean | number
  readonly bus: Bus
  readonly log: Logger
}

type Audience = 'all' | 'studio' | ((actor: Actor) => boolean)

type Connection = {
  readonly socket: WebSocket
  actor: Actor
  /** The session, as it was when the socket was opened. */
  readonly cookie: string | undefined
  seat: { readonly slug: string; readonly studio: boolean } | null
  /** While the room's snapshot is being read, what happens meanwhile waits here, to be sent after it. */
  waiting: string[] | null
  alive: boolean
  messages: number
  windowEnds: number
}

/** `/ws`: pages join a room and are told what happens in it. The only home of ws. */
export class Sockets {
  readonly #options: SocketsOptions
  readonly #wss = new WebSocketServer({ noServer: true, maxPayload: 4096, perMessageDeflate: false })
  readonly #rooms = new Map<string, Set<Connection>>()
  readonly #connections = new Set<Connection>()
  readonly #byAddress = new Map<string, number>()
  readonly #crowdChanged = new Set<string>()
  readonly #upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    this.#accept(request, socket, head).catch(error => {
      this.#options.log.error({ err: error }, 'a socket could not be opened')
      socket.destroy()
    })
  }
  #timers: NodeJS.Timeout[] = []
  #ignore: () => void = () => undefined

  private constructor(options: SocketsOptions) {
    this.#options = options
  }

  static start(options: SocketsOptions): Sockets {
    const sockets = new Sockets(options)
    for (const server of options.servers) server.on('upgrade', sockets.#upgrade)
    sockets.#timers = [
      setInterval(() => sockets.#dropDead(), pingEvery),
      // A session may run out by itself, or be ended in another process.
      setInterval(() => sockets.#recheck(null), pingEvery),
      setInterval(() => sockets.#tellViewers(), viewersEvery),
    ]
    sockets.#ignore = options.bus.on('access.changed', ({ staffId }) => sockets.#recheck(staffId))
    return sockets
  }

  /** People who watch a room; studios do not count. */
  viewers(slug: string): number {
    let count = 0
    for (const connection of this.#rooms.get(slug) ?? []) if (connection.seat?.studio === false) count++
    return count
  }

  /** Whether a message would reach anybody; slug null: in any room. */
  isHeard(slug: string | null, audience: 'all' | 'studio'): boolean {
    const rooms = slug === null ? this.#rooms.values() : [this.#rooms.get(slug) ?? []]
    for (const connections of rooms) {
      for (const { seat } of connections) if (audience === 'all' || seat?.studio === true) return true
    }
    return false
  }

  get count(): number {
    return this.#wss.clients.size
  }

  /** Tells a room's pages; `studio`: only the staff's; a function: of those the ones whose person it lets through. */
  send(slug: string, message: ServerMessage, audience: Audience = 'all'): void {
    const connections = this.#rooms.get(slug)
    if (connections === undefined || connections.size === 0) return
    const text = JSON.stringify(message)
    for (const connection of connections) {
      const { seat, actor } = connection
      const within = audience === 'all' || seat?.studio === true
      if (within && (typeof audience === 'string' || audience(actor))) this.#deliver(connection, text)
    }
  }

  sendToEveryRoom(message: ServerMessage, audience: Audience = 'all'): void {
    for (const slug of this.#rooms.keys()) this.send(slug, message, audience)
  }

  /**
   * Something may have been missed. The studios are cut, and ask for all anew when they are back; the rooms in which
   * somebody watches are returned, to be told how they are.
   */
  cutStudios(): readonly string[] {
    for (const { socket, seat } of this.#connections) if (seat?.studio === true) socket.terminate()
    return [...this.#rooms.keys()]
  }

  async close(): Promise<void> {
    for (const server of this.#options.servers) server.off('upgrade', this.#upgrade)
    this.#ignore()
    for (const timer of this.#timers) clearInterval(timer)
    for (const socket of this.#wss.clients) socket.terminate()
    await new Promise<void>(resolve => this.#wss.close(() => resolve()))
  }

  async #accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { limits, authenticate } = this.#options
    socket.on('error', () => socket.destroy())
    if (new URL(request.url ?? '', 'http://server').pathname !== '/ws') return refuse(socket, '404 Not Found')
    const origin = request.headers.origin
    if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== this.#host(request))) {
      return refuse(socket, '403 Forbidden')
    }
    const address = clientKey(this.#address(request))
    const open = this.#byAddress.get(address) ?? 0
    if (this.#wss.clients.size >= limits.sockets || open >= limits.socketsPerAddress) {
      return refuse(socket, '503 Service Unavailable')
    }
    this.#byAddress.set(address, open + 1)
    socket.once('close', () => this.#release(address))
    const cookie = readSessionCookie(request.headers.cookie)
    const actor = await authenticate({ cookie, bearer: undefined })
    if (socket.destroyed) return
    this.#wss.handleUpgrade(request, socket, head, ws => this.#open(ws, actor, cookie))
  }

  #open(socket: WebSocket, actor: Actor, cookie: string | undefined): void {
    const connection: Connection = {
      socket,
      actor,
      cookie,
      seat: null,
      waiting: null,
      alive: true,
      messages: 0,
      windowEnds: 0,
    }
    this.#connections.add(connection)
    socket.on('pong', () => {
      connection.alive = true
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      this.#connections.delete(connection)
      this.#leave(connection)
    })
    socket.on('message', data => {
      this.#receive(connection, data).catch(error => {
        this.#options.log.error({ err: error }, 'a socket message failed')
        socket.terminate()
      })
    })
  }

  async #receive(connection: Connection, data: RawData): Promise<void> {
    connection.alive = true
    const now = Date.now()
    if (now > connection.windowEnds) {
      connection.messages = 0
      connection.windowEnds = now + 10_000
    }
    if (++connection.messages > messagesPerTenSeconds) {
      connection.socket.close(1008, 'too many messages')
      return
    }
    const message = parseMessage(data)
    if (message === null) return this.#problem(connection, 400, 'invalid', 'That message was not understood.')
    await this.#join(connection, message)
  }

  async #join(connection: Connection, { room: slug, studio = false }: ClientMessage): Promise<void> {
    if (studio && !may(connection.actor, 'rooms.read')) {
      return connection.actor.kind === 'guest'
        ? this.#problem(connection, 401, 'unauthorized', 'Log in to join as a studio.')
        : this.#problem(connection, 403, 'forbidden', 'Your account may not see studios.')
    }
    this.#leave(connection)
    const seat = { slug, studio }
    const waiting: string[] = []
    connection.seat = seat
    connection.waiting = waiting
    const present = this.#rooms.get(slug) ?? new Set()
    this.#rooms.set(slug, present.add(connection))
    const room = await this.#options.room(slug)
    // Another join, or the end of the socket, may have come while the room was read.
    if (connection.seat !== seat) return
    if (room === null) {
      this.#leave(connection)
      return this.#problem(connection, 404, 'not-found', 'This room was not found.')
    }
    connection.waiting = null
    this.#crowdChanged.add(slug)
    this.#deliver(connection, JSON.stringify({ type: 'room', room } satisfies ServerMessage))
    for (const text of waiting) this.#deliver(connection, text)
  }

  #leave(connection: Connection): void {
    const { seat } = connection
    if (seat === null) return
    connection.seat = null
    connection.waiting = null
    const present = this.#rooms.get(seat.slug)
    present?.delete(connection)
    if (present?.size === 0) this.#rooms.delete(seat.slug)
    this.#crowdChanged.add(seat.slug)
  }

  #release(address: string): void {
    const open = (this.#byAddress.get(address) ?? 1) - 1
    if (open > 0) this.#byAddress.set(address, open)
    else this.#byAddress.delete(address)
  }

  #deliver(connection: Connection, text: string): void {
    if (connection.waiting !== null) connection.waiting.push(text)
    else if (connection.socket.bufferedAmount > maxWaiting) connection.socket.terminate()
    else if (connection.socket.readyState === connection.socket.OPEN) connection.socket.send(text)
  }

  #problem(connection: Connection, status: number, type: string, detail: string): void {
    const problem = { type: `https://stallcast.dev/problems/${type}`, title: type, status, detail }
    connection.socket.send(JSON.stringify({ type: 'error', problem } satisfies ServerMessage))
  }

  /** Whoever may no longer be where they are is sent away; null: of all the staff. */
  #recheck(staffId: string | null): void {
    for (const connection of this.#connections) {
      const { actor, socket } = connection
      if (actor.kind === 'guest' || (staffId !== null && actor.id !== staffId)) continue
      this.#authenticate(connection).catch(error => {
        this.#options.log.error({ err: error }, 'a socket could not be looked at again')
        socket.terminate()
      })
    }
  }

  async #authenticate(connection: Connection): Promise<void> {
    const { socket, cookie } = connection
    connection.actor = await this.#options.authenticate({ cookie, bearer: undefined })
    if (connection.actor.kind === 'guest') socket.close(sessionEnded, 'the session has ended')
    else if (connection.seat?.studio && !may(connection.actor, 'rooms.read')) {
      socket.close(sessionEnded, 'no longer allowed')
    }
  }

  #tellViewers(): void {
    for (const slug of this.#crowdChanged) {
      this.send(slug, { type: 'viewers', count: this.viewers(slug) })
    }
    this.#crowdChanged.clear()
  }

  #dropDead(): void {
    for (const connection of this.#connections) {
      if (!connection.alive) connection.socket.terminate()
      // One that joins no room has no reason to stay: nothing is sent to it that it could answer.
      else if (connection.seat !== null) connection.socket.ping()
      connection.alive = false
    }
  }

  #address(request: IncomingMessage): string {
    const header = request.headers['x-forwarded-for']
    const forwarded = forwardedAddress(String(header ?? ''), Number(this.#options.trustProxy))
    return forwarded || (request.socket.remoteAddress ?? '')
  }

  #host(request: IncomingMessage): string | undefined {
    const forwarded = this.#options.trustProxy ? request.headers['x-forwarded-host'] : undefined
    return (Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? request.headers.host
  }
}

function parseMessage(data: RawData): ClientMessage | null {
  try {
    const result = clientMessageSchema.safeParse(JSON.parse(data.toString()))
    return result.success ? result.data : null
  } catch {
    return null
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
