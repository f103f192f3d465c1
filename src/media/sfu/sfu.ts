import type { Router } from 'mediasoup/types'
import { AppError, UnavailableError } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import type { HostSession, SfuSessions, ViewerOffer, ViewerSession } from '../rtc-ports.ts'
import type { Feeds } from './feeds.ts'
import { Host, hostCodecs } from './host.ts'
import { ownProfile, profileOf } from './profile.ts'
import { Rooms } from './rooms.ts'
import { Seats } from './seats.ts'
import { notConnected, openTransport, type Session, unavailable } from './session.ts'
import { Viewer } from './viewer.ts'
import { type MediaWorker, type SfuReadiness, Workers } from './workers.ts'

export type SfuOptions = {
  /** Worker processes to keep. */
  readonly workers: number
  /** Worker n listens on this UDP and TCP port + n; 0: on any that is free. */
  readonly port: number
  /** What clients reach this machine at: an address or a host name; null: found by itself. */
  readonly announcedAddress: string | null
  /** Most viewers at once, over all rooms; 0: nobody. */
  readonly viewers: number
  readonly viewersPerWorker: number
  /** Layers of a room's picture: as many as renditions can come, 1 to 6. */
  readonly layers: number
  /** The most that the lowest of them has, kbit/s: so much every viewer is sent. */
  readonly lowestKbps: number
  readonly feeds: Feeds
  readonly log: Logger
  /** Default: what MEDIASOUP_WORKER_BIN names, or else what mediasoup's package holds. */
  readonly workerBin?: string
}

/** Seconds after which somebody may ask again. */
const retry = { noWorker: 2, full: 30 }

/** Milliseconds between two lines in the log that say the same. */
const quiet = 60_000

/** Hosts and viewers of all rooms on mediasoup's workers. */
export class Sfu implements SfuSessions {
  readonly #options: SfuOptions
  readonly #workers: Workers
  readonly #rooms: Rooms
  readonly #seats: Seats
  readonly #hostRouters = new WeakMap<MediaWorker, Promise<Router>>()
  readonly #sessions = new Set<Session>()
  #quietUntil = 0

  private constructor(options: SfuOptions, workers: Workers) {
    this.#options = options
    this.#workers = workers
    this.#rooms = new Rooms(options.layers, options.feeds)
    this.#seats = new Seats(options.viewers, options.viewersPerWorker)
  }

  /** As `Workers.start`: never fails for a worker. */
  static async start(options: SfuOptions): Promise<Sfu> {
    return new Sfu(options, await Workers.start(options))
  }

  ready(): SfuReadiness {
    return this.#workers.ready()
  }

  /** Viewers now, over all rooms. */
  get viewers(): number {
    return this.#seats.taken
  }

  async host(_slug: string): Promise<HostSession> {
    const worker = this.#seats.quietest(this.#running())
    if (!worker) throw new UnavailableError('No media worker runs.', retry.noWorker)
    try {
      const router = await this.#hostRouter(worker)
      const opened = await openTransport(worker, router, this.#workers.announcement)
      const direct = await router.createDirectTransport().catch(error => {
        opened.transport.close()
        throw error
      })
      return this.#keep(new Host(opened, router, direct))
    } catch (error) {
      throw refusal(error)
    }
  }

  async viewer(slug: string, offer: ViewerOffer | null): Promise<ViewerSession> {
    const profile = offer === null ? ownProfile : profileOf(offer)
    const workers = this.#running()
    if (workers.length === 0) throw new UnavailableError('No media worker runs.', retry.noWorker)
    const seat = this.#seats.take(workers, this.#rooms.workers(slug))
    if (!seat) throw new UnavailableError('No more viewers get WebRTC now.', retry.full)
    let leave: () => void = () => undefined
    let viewer: Viewer | undefined
    try {
      const room = await this.#rooms.open(seat.worker, slug, profile)
      leave = room.enter()
      viewer = this.#keep(
        new Viewer(await openTransport(seat.worker, room.router, this.#workers.announcement)),
      )
      await viewer.send(room, offer, this.#options)
    } catch (error) {
      viewer?.close('not opened')
      leave()
      seat.free()
      throw refusal(error)
    }
    void viewer.closed.then(() => {
      leave()
      seat.free()
    })
    return viewer
  }

  /** Resolves when the workers are gone. Who was connected is let go first. */
  async close(): Promise<void> {
    for (const session of this.#sessions) session.close('the server closes')
    await this.#rooms.close()
    await this.#workers.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #running(): readonly MediaWorker[] {
    return this.#workers.running().filter(({ worker }) => !worker.closed)
  }

  #keep<T extends Session>(session: T): T {
    this.#sessions.add(session)
    void session.closed.then(reason => {
      this.#sessions.delete(session)
      if (reason === notConnected) this.#tellOfNobody(session)
    })
    return session
  }

  /** A port or an address that is not forwarded shows in nothing else: HTTP works, and no media come. */
  #tellOfNobody({ candidates }: Session): void {
    if (performance.now() < this.#quietUntil) return
    this.#quietUntil = performance.now() + quiet
    const addresses = candidates.map(({ protocol, address, port }) => `${protocol} ${address}:${port}`)
    this.#options.log.warn(
      { addresses },
      "nobody came for a WebRTC session: is 'rtc.announcedAddress' right, and are these ports open?",
    )
  }

  /** One for all hosts of a worker: what they send meets nobody there. */
  #hostRouter(worker: MediaWorker): Promise<Router> {
    const found = this.#hostRouters.get(worker)
    if (found) return found
    const opened = worker.worker.createRouter({ mediaCodecs: structuredClone([...hostCodecs]) })
    this.#hostRouters.set(worker, opened)
    opened.catch(() => this.#hostRouters.delete(worker))
    return opened
  }
}

/** What is no refusal yet is a worker that has ended meanwhile. */
function refusal(error: unknown): AppError {
  return error instanceof AppError ? error : unavailable(error)
}
