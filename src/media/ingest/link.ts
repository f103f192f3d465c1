import type { Socket } from 'node:net'
import { RtmpError } from './rtmp-error.ts'

export type LinkEvents = {
  readonly onData: (bytes: Buffer) => void
  /** Nothing more will come, or can be sent. */
  readonly onGone: (reason: string) => void
}

/** Our answers are small: who lets so much of them wait does not read. */
const mostUnread = 256 * 1024
/** How long a refused client may take to read why. */
const farewellMilliseconds = 1000

/** A connection's socket: what is sent is bounded, and it ends either at once or politely. */
export class Link {
  /** Resolves when the socket is gone. */
  readonly closed: Promise<void>
  readonly #socket: Socket
  readonly #resolveClosed: () => void

  constructor(socket: Socket) {
    this.#socket = socket
    const { promise, resolve } = Promise.withResolvers<void>()
    this.closed = promise
    this.#resolveClosed = resolve
  }

  listen({ onData, onGone }: LinkEvents): void {
    this.#socket.on('data', onData)
    this.#socket.on('end', () => onGone('the client hung up'))
    this.#socket.on('error', error =>
      onGone(`the connection broke (${'code' in error ? error.code : error.name})`),
    )
    this.#socket.on('close', () => {
      onGone('the connection closed')
      this.#resolveClosed()
    })
  }

  /** @throws RtmpError when the client does not read. */
  send(bytes: Buffer): void {
    if (!this.#socket.writable) return
    this.#socket.write(bytes)
    if (this.#socket.writableLength > mostUnread) throw new RtmpError('answers are not read')
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /**
   * Ends after what was sent, and goes on reading: closing a socket with unread input would reset it, and the
   * client might never see the answer.
   */
  leave(): void {
    this.#socket.end()
    this.#socket.resume()
    const farewell = setTimeout(() => this.destroy(), farewellMilliseconds)
    this.#socket.once('close', () => clearTimeout(farewell))
  }

  destroy(): void {
    this.#socket.destroy()
  }
}
