import { createHash, randomBytes } from 'node:crypto'
import { ConflictError, NotFoundError } from '../errors.ts'
import type { Bus } from '../events.ts'
import { isoTime } from '../fields.ts'
import type { Serial } from '../serial.ts'
import type { RoomView } from '../wire.ts'
import type { Covers } from './covers.ts'
import type { LineupStore } from './lineup-store.ts'
import type { PinStore } from './pin-store.ts'
import { pinnedView, pinViews } from './pin-views.ts'
import type { RoomPorts } from './room-ports.ts'
import type { RoomRow, RoomStore } from './room-store.ts'
import type { ShowRunner } from './show-runner.ts'
import { impromptu, type ShowStore } from './show-store.ts'
import { missedAfterMs } from './show-times.ts'
import type { ShowViews } from './show-views.ts'

/** As long as the oldest picture that a viewer may still look at. */
const recentPinsMs = 10 * 60 * 1000

export type RoomsOptions = {
  readonly store: RoomStore
  readonly shows: ShowStore
  readonly lineups: LineupStore
  readonly pins: PinStore
  readonly covers: Covers
  readonly views: ShowViews
  readonly runner: ShowRunner
  readonly ports: RoomPorts
  readonly serial: Serial
  readonly bus: Bus
  readonly now: () => number
}

/** Rooms: their names, keys and covers, and what is going on in them. */
export class Rooms {
  readonly #options: RoomsOptions

  constructor(options: RoomsOptions) {
    this.#options = options
  }

  /** @throws ConflictError when the slug is taken. */
  async create(slug: string, title: string): Promise<{ readonly streamKey: string }> {
    const { store, shows, now } = this.#options
    const streamKey = newStreamKey()
    const made = await store.add({ slug, title, streamKey, streamKeyHash: hash(streamKey) }, now())
    if (!made) throw new ConflictError('slug-taken', `There is a room '${slug}' already.`)
    await shows.add(impromptu(slug), now())
    return { streamKey }
  }

  /** The slug of the room that a stream key opens. Looked up by hash: its time tells nothing of the key. */
  async byStreamKey(streamKey: string): Promise<string | null> {
    return this.#options.store.slugByKey(hash(streamKey))
  }

  async streamKey(slug: string): Promise<string> {
    return (await this.#options.store.streamKey(slug)) ?? notFound(slug)
  }

  /** The old key stops working at once, also for the host who is on air with it. */
  async rotateStreamKey(slug: string): Promise<string> {
    const { store, ports } = this.#options
    await this.#demand(slug)
    const streamKey = newStreamKey()
    await store.setStreamKey(slug, streamKey, hash(streamKey))
    ports.endStream(slug, 'the stream key was changed')
    return streamKey
  }

  async setTitle(slug: string, title: string): Promise<void> {
    await this.#demand(slug)
    await this.#options.store.setTitle(slug, title)
    this.#changed(slug)
  }

  /** @throws InvalidError if the upload is no picture that can be read. */
  async setCover(slug: string, upload: Buffer): Promise<void> {
    const { covers, serial } = this.#options
    await this.#demand(slug)
    const renditions = await covers.prepare(upload)
    await serial.run(slug, () => covers.put({ kind: 'room', slug }, renditions))
    this.#changed(slug)
  }

  async removeCover(slug: string): Promise<void> {
    const { covers, serial } = this.#options
    await this.#demand(slug)
    await serial.run(slug, () => covers.remove({ kind: 'room', slug }))
    this.#changed(slug)
  }

  /** Ends the live show now. @throws ConflictError when none is live. */
  async end(slug: string): Promise<void> {
    const { ports, runner } = this.#options
    await this.#demand(slug)
    if (ports.endShow(slug) || (await runner.endForgotten(slug))) return
    throw new ConflictError('not-live', 'No show is live in this room.')
  }

  /** Gives the host of an interrupted show more time. @throws ConflictError when it is not interrupted. */
  async wait(slug: string, seconds: number): Promise<void> {
    await this.#demand(slug)
    if (!this.#options.ports.wait(slug, seconds)) {
      throw new ConflictError('not-interrupted', "The host's picture is not away in this room.")
    }
  }

  async view(slug: string): Promise<RoomView | null> {
    const { store, shows, lineups, pins, covers, views, runner, ports, now } = this.#options
    const room = await store.bySlug(slug)
    if (room === null) return null
    const current = await runner.current(slug)
    const next = await shows.nextWithTime(slug, now() - missedAfterMs)
    const found = await views.of([current, next].filter(show => show !== null))
    const recent = await pins.recent(slug, now() - recentPinsMs)
    const away = ports.interruption(slug)
    return {
      slug,
      title: room.title,
      coverUrl: await covers.urlOfRoom(slug),
      state: ports.streamState(slug),
      interrupted: away && { since: isoTime(away.since), endsAt: isoTime(away.endsAt) },
      show: found.find(({ id }) => id === current?.id) ?? null,
      nextShow: found.find(({ id }) => id === next?.id) ?? null,
      lineup: current === null ? [] : [...(await ports.products(await lineups.of(current.id)))],
      pinned: room.pinned && pinnedView(room.pinned, recent),
      recentPins: pinViews(recent),
      viewers: ports.viewers(slug),
    }
  }

  async list(
    after: string | null,
    limit: number,
  ): Promise<{ readonly slugs: readonly string[]; readonly next: string | null }> {
    const rooms = await this.#options.store.list(after, limit + 1)
    const slugs = rooms.slice(0, limit).map(room => room.slug)
    return { slugs, next: rooms.length > limit ? (slugs.at(-1) ?? null) : null }
  }

  #changed(slug: string): void {
    this.#options.bus.publish('room.changed', { slug })
  }

  async #demand(slug: string): Promise<RoomRow> {
    return (await this.#options.store.bySlug(slug)) ?? notFound(slug)
  }
}

function newStreamKey(): string {
  return randomBytes(24).toString('base64url')
}

function hash(streamKey: string): string {
  return createHash('sha256').update(streamKey).digest('hex')
}

function notFound(slug: string): never {
  throw new NotFoundError(`Room '${slug}'`)
}
