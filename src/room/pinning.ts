import { NotFoundError } from '../errors.ts'
import type { Bus } from '../events.ts'
import type { Serial } from '../serial.ts'
import type { ProductView } from '../wire.ts'
import type { LineupStore } from './lineup-store.ts'
import type { PinStore } from './pin-store.ts'
import type { CardShown, RoomPorts } from './room-ports.ts'
import type { RoomRow, RoomStore } from './room-store.ts'
import type { ShowRunner } from './show-runner.ts'

export type PinningOptions = {
  readonly rooms: RoomStore
  readonly lineups: LineupStore
  readonly pins: PinStore
  readonly runner: ShowRunner
  readonly ports: Pick<RoomPorts, 'products' | 'showCard'>
  /** Pins of one room must reach the picture and the record in the same order. */
  readonly serial: Serial
  readonly bus: Bus
  readonly now: () => number
}

/** The product of the moment: its card in the picture, and the record of when it was there. */
export class Pinning {
  readonly #options: PinningOptions

  constructor(options: PinningOptions) {
    this.#options = options
  }

  /** Hands the cards that were pinned before the server stopped to the pictures to come. */
  async recover(): Promise<void> {
    const { rooms, ports } = this.#options
    for (const room of await rooms.pinnedRooms())
      await ports.showCard(room.slug, await this.#pinnedProduct(room))
  }

  /** Pins a product, adding it to the lineup when it is not there. Resolves when its card is on the way into the picture. */
  async pin(slug: string, productId: string): Promise<void> {
    const { rooms, lineups, runner, ports, serial, bus, now } = this.#options
    await this.#demand(slug)
    const [product] = await ports.products([productId])
    if (product === undefined) throw new NotFoundError(`Product '${productId}'`)
    await serial.run(slug, async () => {
      const { id } = await runner.currentOrNew(slug)
      const lineup = await lineups.of(id)
      if (!lineup.includes(productId)) {
        await lineups.set(id, [...lineup, productId])
        bus.publish('room.changed', { slug })
      }
      await rooms.setPinned(slug, { productId, at: now() })
      await this.#record(slug, await ports.showCard(slug, product), productId)
    })
  }

  async unpin(slug: string): Promise<void> {
    const { rooms, pins, ports, serial, bus, now } = this.#options
    await serial.run(slug, async () => {
      const room = await this.#demand(slug)
      if (room.pinned === null) return
      await rooms.setPinned(slug, null)
      const shown = await ports.showCard(slug, null)
      const until = Math.round(shown?.since ?? now())
      await pins.end(slug, until)
      bus.publish('room.unpinned', { slug, productId: room.pinned.productId, until })
    })
  }

  /** A new FFmpeg run has begun, with the pinned card (if any) in its picture from the first frame on. */
  pictureOpened(slug: string, shown: CardShown): Promise<void> {
    return this.#options.serial.run(slug, async () => {
      const room = await this.#options.rooms.bySlug(slug)
      if (room?.pinned != null) await this.#record(slug, shown, room.pinned.productId)
    })
  }

  /** The card of a pinned product whose price, title, picture or stock changed is drawn anew. */
  async refreshCards(productIds: ReadonlySet<string>): Promise<void> {
    const { rooms, ports, serial } = this.#options
    for (const { slug, pinned } of await rooms.pinnedRooms()) {
      if (pinned === null || !productIds.has(pinned.productId)) continue
      await serial.run(slug, async () => {
        const room = await rooms.bySlug(slug)
        if (room?.pinned?.productId !== pinned.productId) return
        await ports.showCard(slug, await this.#pinnedProduct(room))
      })
    }
  }

  async #record(slug: string, shown: CardShown | null, productId: string): Promise<void> {
    if (shown === null || shown.rect === null) return
    const { pins, runner, bus } = this.#options
    const { rect } = shown
    const since = Math.round(shown.since)
    const showId = await runner.inPicture(slug)
    if (showId === null) return
    await pins.begin(slug, showId, since, { productId, rect })
    bus.publish('room.pinned', { slug, productId, rect, since })
  }

  async #pinnedProduct(room: RoomRow): Promise<ProductView | null> {
    if (room.pinned === null) return null
    const [product] = await this.#options.ports.products([room.pinned.productId])
    return product ?? null
  }

  async #demand(slug: string): Promise<RoomRow> {
    const room = await this.#options.rooms.bySlug(slug)
    if (room === null) throw new NotFoundError(`Room '${slug}'`)
    return room
  }
}
