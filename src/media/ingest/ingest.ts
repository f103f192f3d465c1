import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { Logger } from '../../log.ts'
import type { Authorize, Publication } from '../ports.ts'
import { Connection, type ConnectionLimits, type ConnectionPorts } from './connection.ts'
import { Pending, type PendingLimits } from './pending.ts'
import { WrongKeys } from './wrong-keys.ts'

export type IngestOptions = {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  readonly limits: ConnectionLimits & PendingLimits
  readonly authorize: Authorize
  /** Called once a publisher's first packets have told what it sends. */
  readonly onPublication: (publication: Publication) => void
  readonly log: Logger
}

const keepAliveMilliseconds = 10_000

/**
 * Takes streams in over RTMP, one for each room, from whoever shows the room's key. The newest right login
 * wins, so that a host whose encoder or line froze gets back in at once.
 */
export class Ingest {
  readonly #options: IngestOptions
  readonly #server: Server
  readonly #pending: Pending
  readonly #wrongKeys = new WrongKeys()
  readonly #connections = new Set<Connection>()
  /** Who is on air in each room. */
  readonly #publishers = new Map<string, Connection>()
  /** Who has logged in, and has not yet told what it sends. */
  readonly #newcomers = new Map<string, Connection>()
  #closing: Promise<void> | null = null

  private constructor(options: IngestOptions) {
    this.#options = options
    this.#server = createServer({
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: keepAliveMilliseconds,
    })
    this.#pending = new Pending(options.limits)
  }

  /** Rejects when it cannot listen. */
  static async start(options: IngestOptions): Promise<Ingest> {
    const ingest = new Ingest(options)
    await ingest.#listen()
    return ingest
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : this.#options.port
  }

  /** Ends every stream; resolves when all sockets are gone. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #listen(): Promise<void> {
    const { host, port, log } = this.#options
    this.#server.listen(port, host)
    await once(this.#server, 'listening')
    this.#server.on('error', error => log.error({ err: error }, 'the RTMP server failed'))
    this.#server.on('connection', socket => this.#accept(socket))
  }

  async #close(): Promise<void> {
    const gone = new Promise<void>(resolve => this.#server.close(() => resolve()))
    for (const connection of this.#connections) connection.close('the server stops')
    await gone
  }

  #accept(socket: Socket): void {
    if (this.#closing !== null) {
      socket.destroy()
      return
    }
    const connection = Connection.open(socket, this.#ports())
    this.#connections.add(connection)
    this.#pending.add(connection)
    connection.closed.then(() => {
      this.#connections.delete(connection)
      this.#pending.delete(connection)
      for (const room of [this.#publishers, this.#newcomers]) {
        for (const [slug, other] of room) if (other === connection) room.delete(slug)
      }
    })
  }

  #ports(): ConnectionPorts {
    const { limits, log } = this.#options
    return {
      limits,
      log,
      onPublication: publication => this.#takeOver(publication),
      login: (connection, key, signal) => this.#login(connection, key, signal),
      onLogin: (connection, slug) => this.#welcome(connection, slug),
    }
  }

  async #login(connection: Connection, key: string, signal: AbortSignal): Promise<string | null> {
    const { remoteAddress, sender } = connection
    await this.#wrongKeys.turn(sender, signal)
    const room = await this.#options.authorize(key)
    if (room !== null) return room.slug
    await this.#wrongKeys.count(sender)
    this.#options.log.warn({ remoteAddress }, 'RTMP login with a wrong key')
    return null
  }

  #welcome(connection: Connection, slug: string): void {
    this.#pending.delete(connection)
    this.#newcomers.get(slug)?.close('taken over')
    this.#newcomers.set(slug, connection)
    this.#options.log.info({ slug, remoteAddress: connection.remoteAddress }, 'RTMP publisher logged in')
  }

  /**
   * The one before is closed only now that there is something in its place: to players the broadcast then goes on,
   * where it would otherwise end and begin again.
   */
  #takeOver(publication: Publication): void {
    const { slug } = publication
    const before = this.#publishers.get(slug)
    const connection = this.#newcomers.get(slug)
    this.#newcomers.delete(slug)
    if (connection !== undefined) this.#publishers.set(slug, connection)
    this.#options.onPublication(publication)
    before?.close('taken over')
  }
}
