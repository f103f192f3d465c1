import { NotFoundError } from '../errors.ts'
import type { Bus, StreamFact } from '../events.ts'
import type { Logger } from '../log.ts'
import type { Serial } from '../serial.ts'
import type { PinStore } from './pin-store.ts'
import type { RoomStore } from './room-store.ts'
import { impromptu, type ShowRow, type ShowStore } from './show-store.ts'
import { dueAt } from './show-times.ts'

export type ShowRunnerOptions = {
  readonly rooms: RoomStore
  readonly shows: ShowStore
  readonly pins: PinStore
  /** By room: what happens to its shows and pins happens in one order. */
  readonly serial: Serial
  readonly bus: Bus
  readonly log: Logger
  readonly now: () => number
  /** How long before its time a show may be begun. */
  readonly earlyMinutes: number
}

/**
 * Lets shows follow their streams: which one a host begins, and when it is live and over. Every call takes its
 * place in the room's order before it returns, so facts may be handed over without waiting.
 */
export class ShowRunner {
  readonly #options: ShowRunnerOptions
  /** By room: the show that a starting stream was told to be, until it is live or gone. */
  readonly #promised = new Map<string, string>()
  /** By room: when its host was last gone. */
  readonly #goneAt = new Map<string, number>()

  constructor(options: ShowRunnerOptions) {
    this.#options = options
  }

  /**
   * The id of the show that is live in the room, else of the one that goes live when its host does; made if needed.
   * That show stays there for the stream that asked.
   */
  next(slug: string): Promise<string> {
    return this.#options.serial.run(slug, async () => {
      const { id, state } = await this.currentOrNew(slug)
      if (state !== 'live') this.#promised.set(slug, id)
      return id
    })
  }

  live({ slug, showId, at }: StreamFact): Promise<void> {
    return this.#follow(slug, async () => {
      const { shows, log } = this.#options
      this.#forget(slug, showId)
      const show = await shows.find(showId)
      if (show?.roomSlug !== slug || show.state === 'ended') {
        log.warn({ slug, showId }, 'a stream is live as a show that cannot begin')
        return
      }
      if (show.state === 'live') return
      // A room has one stream: what was live before it is over.
      const before = await shows.live(slug)
      if (before !== null) await this.#end(slug, before.id, at)
      await shows.goLive(showId, Math.round(at))
    })
  }

  /** The slate has no card in it: the pinned one comes back with the host's picture. */
  interrupted({ slug, at }: StreamFact): Promise<void> {
    return this.#follow(slug, async () => {
      // The same interruption again, with a new end: the card may be in the picture to come already.
      if (this.#goneAt.get(slug) === at) return
      this.#goneAt.set(slug, at)
      await this.#options.pins.end(slug, Math.round(at))
    })
  }

  offline({ slug, showId, at }: StreamFact): Promise<void> {
    return this.#follow(slug, async () => {
      this.#forget(slug, showId)
      const live = await this.#options.shows.live(slug)
      if (live === null || live.id === showId) await this.#end(slug, showId, at)
    })
  }

  /** Ends a show that is live in the records only; false when there is none. */
  endForgotten(slug: string): Promise<boolean> {
    return this.#options.serial.run(slug, async () => {
      const show = await this.#options.shows.live(slug)
      if (show === null) return false
      await this.#end(slug, show.id, this.#options.now())
      this.#options.bus.publish('room.changed', { slug })
      return true
    })
  }

  /** What was live when the server stopped: it goes on, or ends, as its stream does. */
  async liveShows(): Promise<readonly { readonly slug: string; readonly showId: string }[]> {
    return (await this.#options.shows.allLive()).map(({ roomSlug, id }) => ({ slug: roomSlug, showId: id }))
  }

  /** Whether a starting stream is about to be this show. */
  isPromised({ roomSlug, id }: ShowRow): boolean {
    return this.#promised.get(roomSlug) === id
  }

  /** The live show; else the one that the host begins now, as far as there is one. */
  async current(slug: string): Promise<ShowRow | null> {
    const { shows, now, earlyMinutes } = this.#options
    return shows.current(slug, dueAt(now(), earlyMinutes))
  }

  /** The same; without any, a new show without a time. To be called in the room's order. */
  async currentOrNew(slug: string): Promise<ShowRow> {
    const { rooms, shows, now } = this.#options
    const known = await this.current(slug)
    if (known !== null) return known
    if ((await rooms.bySlug(slug)) === null) throw new NotFoundError(`Room '${slug}'`)
    await shows.add(impromptu(slug), now())
    const made = await this.current(slug)
    if (made === null) throw new Error('a room has no show that could begin')
    return made
  }

  /** The show that what is in the room's picture belongs to. To be called in the room's order. */
  async inPicture(slug: string): Promise<string | null> {
    const current = await this.current(slug)
    if (current?.state === 'live') return current.id
    return this.#promised.get(slug) ?? current?.id ?? null
  }

  #follow(slug: string, task: () => Promise<void>): Promise<void> {
    return this.#options.serial.run(slug, async () => {
      await task()
      this.#options.bus.publish('room.changed', { slug })
    })
  }

  async #end(slug: string, showId: string, at: number): Promise<void> {
    const { shows, pins, now, earlyMinutes } = this.#options
    const endedAt = Math.round(at)
    await pins.end(slug, endedAt)
    await shows.end(slug, showId, endedAt, dueAt(now(), earlyMinutes))
  }

  #forget(slug: string, showId: string): void {
    if (this.#promised.get(slug) === showId) this.#promised.delete(slug)
  }
}
