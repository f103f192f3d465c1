import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { OverlayInput } from '../ports.ts'

/** One connection to an overlay's socket, read only as fast as FFmpeg takes its frames. */
export class CardFeed {
  readonly input: OverlayInput
  readonly closed: Promise<void>
  readonly #socket: Socket

  private constructor(input: OverlayInput, socket: Socket) {
    this.input = input
    this.#socket = socket
    const { promise, resolve } = Promise.withResolvers<void>()
    this.closed = promise
    socket.once('close', () => resolve())
  }

  /** Takes over `input`, also when it fails. @throws when nobody listens there. */
  static async open(input: OverlayInput): Promise<CardFeed> {
    const socket = connect(input.url.replace(/^unix:/, ''))
    try {
      await once(socket, 'connect')
    } catch (cause) {
      await input.close()
      throw new Error('the card feed does not take connections', { cause })
    }
    // A reset is an end like any other.
    socket.on('error', () => {})
    return new CardFeed(input, socket)
  }

  /** Resolves when there is something to read, or never will be. */
  async begun(): Promise<void> {
    if (this.#socket.readableLength > 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#socket.once('readable', resolve)
    await Promise.race([promise, this.closed])
    this.#socket.off('readable', resolve)
  }

  /** The next bytes; null when the feed has ended or has given none for `stallMs`. */
  async read(stallMs: number): Promise<Buffer | null> {
    const socket = this.#socket
    const { promise, resolve } = Promise.withResolvers<Buffer | null>()
    const look = () => {
      const bytes: Buffer | null = socket.read()
      if (bytes || socket.readableEnded || socket.destroyed) resolve(bytes)
    }
    // Timers run before sockets are read: what came in while this process was busy is not late.
    const timer = setTimeout(() => setImmediate(() => resolve(socket.read())), stallMs)
    for (const event of ['readable', 'end', 'close']) socket.on(event, look)
    look()
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      for (const event of ['readable', 'end', 'close']) socket.off(event, look)
    }
  }

  async close(): Promise<void> {
    this.#socket.destroy()
    await this.input.close()
    await this.closed
  }
}
