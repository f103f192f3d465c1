import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../../log.ts'
import type { OverlayInput } from '../ports.ts'
import { CardFeed } from './card-feed.ts'
import { listen } from './socket-folder.ts'

/**
 * Opens the overlay; null when that takes too long. `base` tells where on the run's timeline (seconds) the
 * first frame of this feed lies; it is right from the moment that a frame has been taken.
 */
export type OpenFeed = (base: () => number) => Promise<OverlayInput | null>

const stallMs = 1000
const reopenMs = [1000, 2000, 5000, 15_000]
const healthyMs = 30_000

/**
 * Stands between the card and FFmpeg, which waits for ever for an input that has nothing to say: when the feed
 * ends, or is asked for a frame and gives nothing for a second, FFmpeg gets invisible frames instead, until
 * the overlay has been opened anew. Bytes move only when FFmpeg takes them, so that FFmpeg sets the pace.
 */
export class CardRelay {
  readonly url: string
  readonly shape: Pick<OverlayInput, 'box' | 'framesPerSecond' | 'pixelFormat'>
  readonly #server: Server
  readonly #frameBytes: number
  readonly #log: Logger
  readonly #abort = new AbortController()
  readonly #ready = Promise.withResolvers<void>()
  #upkeep: Promise<void> = Promise.resolve()
  #feed: CardFeed | null = null
  #opening: CardFeed | null = null
  #out: Socket | null = null
  /** Bytes given to FFmpeg; a multiple of the frame's size means: between two frames. */
  #position = 0
  /** The frame at which the present feed came in. */
  #base: number | null = 0

  private constructor(path: string, server: Server, shape: OverlayInput, log: Logger) {
    this.url = `unix:${path}`
    this.shape = shape
    this.#server = server
    this.#frameBytes = frameBytes(shape)
    this.#log = log
  }

  /** Null when the overlay does not open: the picture is then shown without. */
  static async start(path: string, open: OpenFeed, log: Logger): Promise<CardRelay | null> {
    let base = () => 0
    const first = await open(() => base())
    if (first === null) return null
    const server = createServer()
    try {
      await listen(server, path)
    } catch (error) {
      await first.close()
      throw error
    }
    const relay = new CardRelay(path, server, first, log)
    base = () => relay.#baseSeconds()
    relay.#upkeep = relay.#keepFeed(first, open)
    server.once('connection', socket => void relay.#serve(socket))
    return relay
  }

  async close(): Promise<void> {
    this.#abort.abort()
    this.#out?.destroy()
    if (this.#server.listening) this.#server.close()
    await this.#opening?.close()
    await this.#feed?.close()
    await this.#upkeep
  }

  async #serve(out: Socket): Promise<void> {
    this.#out = out
    this.#server.close()
    out.on('error', () => {})
    await Promise.race([this.#ready.promise, sleep(stallMs, null, { ref: false })])
    while (!out.destroyed && !this.#abort.signal.aborted) {
      const feed = this.#feed
      const bytes = feed ? await feed.read(stallMs) : this.#invisible()
      if (bytes) await this.#give(out, bytes)
      else await this.#drop(feed)
    }
    out.destroy()
  }

  async #give(out: Socket, bytes: Buffer): Promise<void> {
    this.#position += bytes.length
    if (out.destroyed || out.write(bytes)) return
    const done = new AbortController()
    const { signal } = done
    await Promise.race([once(out, 'drain', { signal }), once(out, 'close', { signal })]).catch(() => {})
    done.abort()
  }

  /** The rest of this frame: alpha stands last in it, so that a frame that broke off is not seen either. */
  #invisible(): Buffer {
    return Buffer.alloc(this.#frameBytes - (this.#position % this.#frameBytes))
  }

  async #drop(feed: CardFeed | null): Promise<void> {
    this.#feed = null
    this.#base = null
    if (!this.#abort.signal.aborted) this.#log.warn('the card feed ended or stalled; the picture goes on')
    await feed?.close()
  }

  async #keepFeed(first: OverlayInput, open: OpenFeed): Promise<void> {
    const { signal } = this.#abort
    let input: OverlayInput | null = first
    for (let failures = 0; !signal.aborted; failures++) {
      const since = Date.now()
      if (input && (await this.#attach(input))) {
        if (Date.now() - since > healthyMs) failures = 0
      }
      await sleep(reopenMs[Math.min(failures, reopenMs.length - 1)], null, { signal }).catch(() => {})
      if (signal.aborted) return
      input = await open(() => this.#baseSeconds()).catch(error => {
        this.#log.warn({ err: error }, 'the card cannot be opened')
        return null
      })
    }
    await input?.close()
  }

  /** Lets a feed in and waits for its end; false when it could not be used. */
  async #attach(input: OverlayInput): Promise<boolean> {
    try {
      const feed = await CardFeed.open(input)
      if (this.#abort.signal.aborted || frameBytes(input) !== this.#frameBytes) {
        await feed.close()
        return false
      }
      // A feed that has nothing to say yet keeps nobody waiting.
      this.#opening = feed
      await feed.begun()
      // Without a feed only whole frames are written, so this is between two frames.
      this.#base = this.#position / this.#frameBytes
      this.#feed = feed
      this.#ready.resolve()
      await feed.closed
      return true
    } catch (error) {
      this.#log.warn({ err: error }, 'the card feed cannot be reached')
      return false
    } finally {
      this.#opening = null
      this.#ready.resolve()
    }
  }

  #baseSeconds(): number {
    return (this.#base ?? Math.ceil(this.#position / this.#frameBytes)) / this.shape.framesPerSecond
  }
}

function frameBytes({ box, pixelFormat }: OverlayInput): number {
  return box.width * box.height * (pixelFormat === 'rgba' ? 4 : 2.5)
}
