import type { Config } from '../../config/schema.ts'
import type { Database } from '../database.ts'
import { DueTimer } from '../due-timer.ts'
import { NotFoundError } from '../errors.ts'
import type { Bus } from '../events.ts'
import type { Logger } from '../log.ts'
import { PictureFiles } from '../picture-files.ts'
import type { Route } from '../route.ts'
import { Serial } from '../serial.ts'
import type { RoomView } from '../wire.ts'
import { CardRefresher } from './card-refresher.ts'
import { coverRoutes } from './cover-routes.ts'
import { CoverStore } from './cover-store.ts'
import { Covers, type ReencodeCover } from './covers.ts'
import { LineupStore } from './lineup-store.ts'
import { pinRoutes } from './pin-routes.ts'
import { PinStore } from './pin-store.ts'
import { Pinning } from './pinning.ts'
import type { RoomPorts } from './room-ports.ts'
import { type RoomRoutesOptions, roomRoutes } from './room-routes.ts'
import { RoomStore } from './room-store.ts'
import { Rooms } from './rooms.ts'
import { showRoutes } from './show-routes.ts'
import { ShowRunner } from './show-runner.ts'
import { ShowStore } from './show-store.ts'
import { ShowTurns } from './show-turns.ts'
import { ShowViews } from './show-views.ts'
import { Shows } from './shows.ts'

export type RoomSideOptions = {
  /** Stays the caller's: it is open before this starts and is closed after it. */
  readonly database: Database
  readonly config: Pick<Config, 'shows' | 'limits'>
  readonly ports: RoomPorts
  readonly coversFolder: string
  readonly reencodeCover: ReencodeCover
  /** Whether the streams are in this process: else another one lets shows and cards follow them. */
  readonly follows?: boolean
  readonly bus: Bus
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly log: Logger
}

/** Rooms, their shows, and what happens live in them, put together; follows the streams and products on the bus. */
export class RoomSide {
  readonly rooms: Rooms
  readonly shows: Shows
  readonly runner: ShowRunner
  readonly pinning: Pinning
  readonly covers: Covers
  readonly #options: RoomSideOptions
  readonly #turns: ShowTurns
  readonly #stack = new AsyncDisposableStack()
  readonly #following = new Set<Promise<void>>()
  #closing: Promise<void> | undefined

  private constructor(options: RoomSideOptions, files: PictureFiles) {
    const { database, config, ports, bus, now, log } = options
    const store = new RoomStore(database)
    const showStore = new ShowStore(database)
    const lineups = new LineupStore(database)
    const pins = new PinStore(database)
    const coverStore = new CoverStore(database)
    const { earlyMinutes } = config.shows
    const common = { rooms: store, shows: showStore, lineups, pins, ports, serial: new Serial(), bus, now }
    const views = new ShowViews({ ...common, covers: coverStore })
    this.#options = options
    this.#turns = new ShowTurns({ ...common, earlyMinutes })
    this.covers = new Covers(coverStore, files, options.reencodeCover)
    this.runner = new ShowRunner({ ...common, log, earlyMinutes })
    this.pinning = new Pinning({ ...common, runner: this.runner })
    this.shows = new Shows({ ...common, covers: this.covers, views, runner: this.runner })
    this.rooms = new Rooms({ ...common, store, covers: this.covers, views, runner: this.runner })
  }

  static async start(options: RoomSideOptions): Promise<RoomSide> {
    const { bus, now, log } = options
    const side = new RoomSide(options, await PictureFiles.open(options.coversFolder, log))
    await side.covers.sweep(now())
    if (options.follows !== false) await side.pinning.recover()
    const timer = new DueTimer({ what: 'shows to come', work: () => side.#turns.announce(), now, log })
    side.#stack.defer(() => timer.close())
    side.#stack.defer(bus.on('room.changed', () => timer.wake()))
    timer.wake()
    if (options.follows !== false) side.#follow()
    return side
  }

  routes(addresses: RoomRoutesOptions['addresses']): readonly Route[] {
    const { rooms, shows, covers, pinning } = this
    const roomView = async (slug: string): Promise<RoomView> => {
      const room = await rooms.view(slug)
      if (room === null) throw new NotFoundError(`Room '${slug}'`)
      return room
    }
    const maxImageBytes = Math.floor(this.#options.config.limits.imageMegabytes * 1024 * 1024)
    return [
      ...roomRoutes({ rooms, shows, roomView, addresses }),
      ...showRoutes({ shows }),
      ...coverRoutes({ rooms, shows, covers, roomView, maxImageBytes }),
      ...pinRoutes({ pinning, roomView }),
    ]
  }

  /** Follows no more, and resolves when all that was followed is done. The database stays open. */
  async close(): Promise<void> {
    this.#closing ??= this.#close()
    await this.#closing
  }

  async #close(): Promise<void> {
    await this.#stack.disposeAsync()
    await Promise.all(this.#following)
  }

  #follow(): void {
    const { bus } = this.#options
    const { runner, pinning } = this
    const cards = new CardRefresher(productIds => this.#track(pinning.refreshCards(productIds)))
    this.#stack.defer(() => cards.close())
    for (const end of [
      bus.on('stream.live', fact => this.#track(runner.live(fact))),
      bus.on('stream.interrupted', fact => this.#track(runner.interrupted(fact))),
      bus.on('stream.offline', fact => this.#track(runner.offline(fact))),
      bus.on('card.opened', ({ slug, ...shown }) => this.#track(pinning.pictureOpened(slug, shown))),
      bus.on('product.changed', ({ productId }) => cards.add(productId)),
      bus.on('stock.changed', ({ levels }) => {
        for (const { productId } of levels) cards.add(productId)
      }),
    ]) {
      this.#stack.defer(end)
    }
  }

  async #track(task: Promise<void>): Promise<void> {
    const followed = task.catch(error => this.#options.log.error({ err: error }, 'a room could not follow'))
    this.#following.add(followed)
    await followed
    this.#following.delete(followed)
  }
}
