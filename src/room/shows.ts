import { randomUUID } from 'node:crypto'
import { ConflictError, NotFoundError } from '../errors.ts'
import type { Bus } from '../events.ts'
import type { Page } from '../paging.ts'
import type { Serial } from '../serial.ts'
import type { ShowPageView, ShowView } from '../wire.ts'
import type { Covers } from './covers.ts'
import type { LineupStore } from './lineup-store.ts'
import type { PinStore } from './pin-store.ts'
import { pinViews } from './pin-views.ts'
import { replayView } from './replay-view.ts'
import type { RoomPorts } from './room-ports.ts'
import type { RoomStore } from './room-store.ts'
import { type ShowSlice, showPage } from './show-cursor.ts'
import type { ShowRunner } from './show-runner.ts'
import { impromptu, type ShowChanges, type ShowList, type ShowRow, type ShowStore } from './show-store.ts'
import { checkStart, missedAfterMs } from './show-times.ts'
import type { ShowViews } from './show-views.ts'

export type ShowsOptions = {
  readonly rooms: RoomStore
  readonly shows: ShowStore
  readonly lineups: LineupStore
  readonly pins: PinStore
  readonly covers: Covers
  readonly views: ShowViews
  readonly runner: ShowRunner
  readonly ports: Pick<RoomPorts, 'products' | 'replay' | 'removeReplay' | 'streamState'>
  readonly serial: Serial
  readonly bus: Bus
  readonly now: () => number
}

export type NewShow = {
  readonly title: string
  readonly startsAt: number
  readonly productIds: readonly string[]
}

/** What people plan, change and look up: shows with their lineups, covers and replays. */
export class Shows {
  readonly #options: ShowsOptions

  constructor(options: ShowsOptions) {
    this.#options = options
  }

  /** @throws InvalidError for a time that cannot be planned, NotFoundError for a room or product that is not there. */
  async schedule(slug: string, { title, startsAt, productIds }: NewShow): Promise<ShowView> {
    const { rooms, shows, lineups, serial, now } = this.#options
    checkStart(startsAt, now())
    if ((await rooms.bySlug(slug)) === null) throw new NotFoundError(`Room '${slug}'`)
    const lineup = await this.#knownProducts(productIds)
    const id = randomUUID()
    await serial.run(slug, async () => {
      await shows.add({ id, roomSlug: slug, title, startsAt }, now())
      await lineups.set(id, lineup)
      this.#changed(slug)
    })
    return this.view(id)
  }

  /** @throws ConflictError when its time has come. */
  async change(id: string, changes: ShowChanges): Promise<ShowView> {
    const { shows, now } = this.#options
    if (changes.startsAt !== undefined) checkStart(changes.startsAt, now())
    await this.#inOrder(id, async show => {
      if (changes.startsAt === undefined) return shows.update(id, changes)
      if (show.state !== 'scheduled') {
        throw new ConflictError('show-begun', 'The show has begun: its time cannot be changed any more.')
      }
      await shows.update(id, changes)
      // It may have been the one without a time, of which a room keeps one.
      await shows.add(impromptu(show.roomSlug), now())
    })
    return this.view(id)
  }

  /** @throws ConflictError for a show that has begun, is about to, or has no time. */
  async remove(id: string): Promise<void> {
    const { shows, covers, runner } = this.#options
    await this.#inOrder(id, async show => {
      if (show.state !== 'scheduled') {
        throw new ConflictError('show-begun', 'The show has begun: it cannot be deleted any more.')
      }
      if (runner.isPromised(show)) {
        throw new ConflictError('show-starting', 'The host is going live with this show right now.')
      }
      if (show.startsAt === null) {
        throw new ConflictError('show-without-time', 'A room keeps one show for whenever its host goes live.')
      }
      await covers.discard(await shows.remove(id))
    })
  }

  /** Of the room's current show. */
  async setRoomLineup(slug: string, productIds: readonly string[]): Promise<void> {
    const { rooms, lineups, runner, serial } = this.#options
    if ((await rooms.bySlug(slug)) === null) throw new NotFoundError(`Room '${slug}'`)
    const lineup = await this.#knownProducts(productIds)
    await serial.run(slug, async () => {
      await lineups.set((await runner.currentOrNew(slug)).id, lineup)
      this.#changed(slug)
    })
  }

  async setLineup(id: string, productIds: readonly string[]): Promise<ShowPageView> {
    await this.#demand(id)
    const lineup = await this.#knownProducts(productIds)
    await this.#inOrder(id, () => this.#options.lineups.set(id, lineup))
    return this.page(id)
  }

  async setCover(id: string, upload: Buffer): Promise<ShowView> {
    const { covers } = this.#options
    await this.#demand(id)
    const renditions = await covers.prepare(upload)
    await this.#inOrder(id, () => covers.put({ kind: 'show', id }, renditions))
    return this.view(id)
  }

  async removeCover(id: string): Promise<ShowView> {
    await this.#inOrder(id, () => this.#options.covers.remove({ kind: 'show', id }))
    return this.view(id)
  }

  /** @throws ConflictError while the show is live. */
  async removeReplay(id: string): Promise<void> {
    if ((await this.#demand(id)).state === 'live') {
      throw new ConflictError('show-live', 'The show is live: its replay can be deleted when it has ended.')
    }
    await this.#options.ports.removeReplay(id)
  }

  async view(id: string): Promise<ShowView> {
    return this.#viewOf(await this.#demand(id))
  }

  async page(id: string): Promise<ShowPageView> {
    const { rooms, lineups, pins, ports } = this.#options
    const show = await this.#demand(id)
    const slug = show.roomSlug
    const stays = await pins.ofShow(id)
    const replay = ports.replay(id)
    return {
      show: await this.#viewOf(show),
      room: { slug, title: (await rooms.bySlug(slug))?.title ?? slug, state: ports.streamState(slug) },
      lineup: [...(await ports.products(await lineups.of(id)))],
      pins: pinViews(stays),
      replay: replay && replayView(id, replay, stays),
    }
  }

  /** Live and past shows: the latest first. Upcoming ones: the next first, without those that nobody began. */
  async list(list: ShowList, slug: string | null, slice: ShowSlice): Promise<Page<ShowView>> {
    const { shows, views, now } = this.#options
    const rows = await shows.list(list, {
      ...{ slug, after: slice.after, limit: slice.limit + 1 },
      from: now() - missedAfterMs,
    })
    const { items, next } = showPage(list, rows, slice.limit)
    return { items: await views.of(items), next }
  }

  /** The room of a show; null when there is no such show. */
  async roomOf(id: string): Promise<string | null> {
    return (await this.#options.shows.find(id))?.roomSlug ?? null
  }

  /** Does it in the order of what happens in the show's room, and tells its pages. */
  async #inOrder(id: string, task: (show: ShowRow) => Promise<void>): Promise<void> {
    const { roomSlug } = await this.#demand(id)
    await this.#options.serial.run(roomSlug, async () => {
      await task(await this.#demand(id))
      this.#changed(roomSlug)
    })
  }

  #changed(slug: string): void {
    this.#options.bus.publish('room.changed', { slug })
  }

  async #knownProducts(productIds: readonly string[]): Promise<readonly string[]> {
    const unique = [...new Set(productIds)]
    const known = new Set((await this.#options.ports.products(unique)).map(product => product.id))
    const unknown = unique.find(id => !known.has(id))
    if (unknown !== undefined) throw new NotFoundError(`Product '${unknown}'`)
    return unique
  }

  async #viewOf(show: ShowRow): Promise<ShowView> {
    const [view] = await this.#options.views.of([show])
    if (view === undefined) throw new Error('a show has no view')
    return view
  }

  async #demand(id: string): Promise<ShowRow> {
    const show = await this.#options.shows.find(id)
    if (show === null) throw new NotFoundError('The show')
    return show
  }
}
