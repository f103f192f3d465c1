import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { KeyPair } from './certificate.ts'

export type Handle = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void

type Place = { readonly host: string; readonly port: number }

/**
 * The times are for what a client sends: an answer may take as long as a blocked playlist reload does (three
 * target durations). Kept-alive connections stay longer than those of the proxies that may stand before this
 * server (a minute, most), since a request that crosses a close is lost.
 */
const http1 = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
}

/** Milliseconds in which nothing passes in either direction over an HTTP/2 connection. */
const idleSession = 120_000

const http2 = {
  allowHTTP1: true,
  handshakeTimeout: 10_000,
  // A player needs a handful at once: playlist, part and hint of picture and sound.
  settings: { maxConcurrentStreams: 100, maxHeaderListSize: http1.maxHeaderSize },
  maxHeaderListPairs: 100,
} as const

/** One port that answers HTTP: plain, or over TLS as HTTP/2 with HTTP/1.1 beside it. */
export class Listener {
  readonly server: Server | Http2SecureServer
  readonly #sockets = new Set<Socket>()
  readonly #sessions = new Set<ServerHttp2Session>()
  readonly #setKeyPair: (pair: KeyPair) => void
  #closing: Promise<void> | undefined

  private constructor(server: Server | Http2SecureServer, setKeyPair: (pair: KeyPair) => void) {
    this.server = server
    this.#setKeyPair = setKeyPair
  }

  /** @throws when the port is taken. */
  static plain(place: Place, handle: Handle): Promise<Listener> {
    const server = createServer({ ...http1, optimizeEmptyRequests: true }, handle)
    return new Listener(server, () => undefined).#listen(place)
  }

  /** @throws when the port is taken. */
  static secure(place: Place, pair: KeyPair, handle: Handle): Promise<Listener> {
    const context = (used: KeyPair) => ({ ...used, minVersion: 'TLSv1.2' }) as const
    const server = createSecureServer({ ...http1, ...http2, ...context(pair) }, handle)
    const listener = new Listener(server, next => server.setSecureContext(context(next)))
    server.setTimeout(idleSession)
    server.on('session', session => {
      listener.#sessions.add(session)
      session.once('close', () => listener.#sessions.delete(session))
      session.on('error', () => session.destroy())
    })
    server.on('tlsClientError', (_error, socket) => socket.destroy())
    return listener.#listen(place)
  }

  get port(): number {
    const address = this.server.address()
    return isAddress(address) ? address.port : 0
  }

  /** Over TLS: connections from now on see this certificate; those that are open stay. */
  setKeyPair(pair: KeyPair): void {
    this.#setKeyPair(pair)
  }

  /** Stops listening, lets answers under way end for two seconds, then cuts them. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #listen({ host, port }: Place): Promise<Listener> {
    const { server } = this
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
    // A client that goes away in the middle of a request is no event of ours.
    server.on('clientError', (_error: Error, socket: { destroy(): void }) => socket.destroy())
    server.listen(port, host)
    await once(server, 'listening')
    return this
  }

  async #close(): Promise<void> {
    const closed = once(this.server, 'close')
    this.server.close()
    for (const session of this.#sessions) session.close()
    // A connection that is kept alive is idle only between two requests.
    const idle = setInterval(() => {
      if ('closeIdleConnections' in this.server) this.server.closeIdleConnections()
    }, 50)
    const cut = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy()
    }, 2000)
    await closed
    clearInterval(idle)
    clearTimeout(cut)
  }
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
