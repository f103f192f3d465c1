import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { ConflictError, NotFoundError } from '../errors.ts'
import type { Bus } from '../events.ts'
import { Serial } from '../serial.ts'
import type { ProductView, Rect, RoomView, StreamState } from '../wire.ts'
import type { Pin, PinStore } from './pin-store.ts'
import type { RoomRow, RoomStore } from './room-store.ts'

/** As long as the oldest picture that a viewer may still look at. */
const recentPinsMs = 10 * 60 * 1000
const nowhere: Rect = { x: 0, y: 0, width: 0, height: 0 }

/** Where and when a card came into the picture, or (rect null) left it. Epoch ms on PROGRAM-DATE-TIME's clock. */
export type CardShown = { readonly since: number; readonly rect: Rect | null }

export type RoomPorts = {
  /** In the order of the ids; unknown ones left out. */
  readonly products: (ids: readonly string[]) => Promise<readonly ProductView[]>
  /** Puts the product's card into the picture or takes it out; null when there is no picture now. */
  readonly showCard: (slug: string, product: ProductView | null) => Promise<CardShown | null>
  readonly streamState: (slug: string) => StreamState
  readonly endStream: (slug: string, reason: string) => void
  readonly viewers: (slug: string) => number
}

export type RoomsOptions = {
  readonly store: RoomStore
  readonly pins: PinStore
  readonly ports: RoomPorts
  readonly bus: Bus
  readonly now: () => number
}

/** Rooms and what happens live in them: shows, the lineup, and the product in the picture. */
export class Rooms {
  readonly #options: RoomsOptions
  /** Pins of one room must reach the picture and the record in the same order. */
  readonly #serial = new Serial()

  constructor(options: RoomsOptions) {
    this.#options = options
  }

  /** Puts right what a crash left: shows that were live have ended, and pinned cards wait for their picture. */
  async recover(): Promise<void> {
    const { store, ports, now } = this.#options
    for (const slug of await store.liveSlugs()) await this.#endShow(slug, now())
    for (const room of await store.pinnedRooms())
      await ports.showCard(room.slug, await this.#pinnedProduct(room))
  }

  /** @throws ConflictError when the slug is taken. */
  async create(slug: string, title: string): Promise<{ readonly streamKey: string }> {
    const { store, now } = this.#options
    const streamKey = newStreamKey()
    const made = await store.add(
      { slug, title, streamKey, streamKeyHash: hash(streamKey) },
      randomUUID(),
      now(),
    )
    if (!made) throw new ConflictError('slug-taken', `There is a room '${slug}' already.`)
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
    this.#options.bus.publish('room.changed', { slug })
  }

  async setLineup(slug: string, productIds: readonly string[]): Promise<void> {
    const { store, ports, bus } = this.#options
    await this.#demand(slug)
    const unique = [...new Set(productIds)]
    const known = new Set((await ports.products(unique)).map(product => product.id))
    const unknown = unique.find(id => !known.has(id))
    if (unknown !== undefined) throw new NotFoundError(`Product '${unknown}'`)
    await this.#serial.run(slug, () => store.setLineup(slug, unique))
    bus.publish('room.changed', { slug })
  }

  /** Pins a product, adding it to the lineup when it is not there. Resolves when its card is on the way into the picture. */
  async pin(slug: string, productId: string): Promise<void> {
    const { store, ports, bus, now } = this.#options
    await this.#demand(slug)
    const [product] = await ports.products([productId])
    if (product === undefined) throw new NotFoundError(`Product '${productId}'`)
    await this.#serial.run(slug, async () => {
      const lineup = await store.lineup(slug)
      if (!lineup.includes(productId)) {
        await store.setLineup(slug, [...lineup, productId])
        bus.publish('room.changed', { slug })
      }
      await store.setPinned(slug, { productId, at: now() })
      const shown = await ports.showCard(slug, product)
      await this.#record(slug, shown, productId)
    })
  }

  async unpin(slug: string): Promise<void> {
    const { store, ports, bus, now } = this.#options
    await this.#serial.run(slug, async () => {
      const room = await this.#demand(slug)
      if (room.pinned === null) return
      await store.setPinned(slug, null)
      const shown = await ports.showCard(slug, null)
      const until = Math.round(shown?.since ?? now())
      await this.#change(slug, until, null)
      bus.publish('room.unpinned', { slug, productId: room.pinned.productId, until })
    })
  }

  /** A new FFmpeg run has begun, with the pinned card (if any) in its picture from the first frame on. */
  pictureOpened(slug: string, shown: CardShown): Promise<void> {
    return this.#serial.run(slug, async () => {
      const room = await this.#options.store.bySlug(slug)
      if (room?.pinned != null) await this.#record(slug, shown, room.pinned.productId)
    })
  }

  async streamLive(slug: string, at: number): Promise<void> {
    await this.#options.store.startShow(slug, at)
    this.#options.bus.publish('room.changed', { slug })
  }

  async streamOffline(slug: string, at: number): Promise<void> {
    await this.#serial.run(slug, () => this.#endShow(slug, at))
    this.#options.bus.publish('room.changed', { slug })
  }

  /** The card of a pinned product whose price, title, picture or stock changed is drawn anew. */
  async refreshCards(productIds: ReadonlySet<string>): Promise<void> {
    const { store, ports } = this.#options
    for (const { slug, pinned } of await store.pinnedRooms()) {
      if (pinned === null || !productIds.has(pinned.productId)) continue
      await this.#serial.run(slug, async () => {
        const room = await store.bySlug(slug)
        if (room?.pinned?.productId !== pinned.productId) return
        await ports.showCard(slug, await this.#pinnedProduct(room))
      })
    }
  }

  async view(slug: string): Promise<RoomView | null> {
    const { store, pins, ports, now } = this.#options
    const room = await store.bySlug(slug)
    if (room === null) return null
    const show = await store.currentShow(slug)
    const recent = await pins.recent(slug, now() - recentPinsMs)
    return {
      slug,
      title: room.title,
      coverUrl: null,
      interrupted: null,
      nextShow: null,
      state: ports.streamState(slug),
      show: show && {
        id: show.id,
        roomSlug: slug,
        title: room.title,
        state: show.state,
        startsAt: null,
        coverUrl: null,
        lineupCount: 0,
        hasReplay: false,
        startedAt: time(show.startedAt),
        endedAt: time(show.endedAt),
      },
      lineup: [...(await ports.products(await store.lineup(slug)))],
      pinned: room.pinned && pinnedView(room.pinned, recent),
      recentPins: recent.map(pin => ({
        productId: pin.productId,
        rect: pin.rect,
        since: new Date(pin.since).toISOString(),
        until: time(pin.until),
      })),
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

  async #record(slug: string, shown: CardShown | null, productId: string): Promise<void> {
    if (shown === null || shown.rect === null) return
    const { rect } = shown
    const since = Math.round(shown.since)
    await this.#change(slug, since, { productId, rect })
    this.#options.bus.publish('room.pinned', { slug, productId, rect, since })
  }

  async #change(slug: string, since: number, next: { productId: string; rect: Rect } | null): Promise<void> {
    const show = await this.#options.store.currentShow(slug)
    if (show !== null) await this.#options.pins.change(slug, show.id, since, next)
  }

  async #endShow(slug: string, at: number): Promise<void> {
    await this.#change(slug, at, null)
    await this.#options.store.endShow(slug, randomUUID(), at)
  }

  async #pinnedProduct(room: RoomRow): Promise<ProductView | null> {
    if (room.pinned === null) return null
    const [product] = await this.#options.ports.products([room.pinned.productId])
    return product ?? null
  }

  async #demand(slug: string): Promise<RoomRow> {
    return (await this.#options.store.bySlug(slug)) ?? notFound(slug)
  }
}

/** While there is no picture, the pinned product has no place in one: its rectangle is empty. */
function pinnedView(pinned: { productId: string; at: number }, recent: readonly Pin[]): RoomView['pinned'] {
  const open = recent.findLast(pin => pin.until === null && pin.productId === pinned.productId)
  return {
    productId: pinned.productId,
    rect: open?.rect ?? nowhere,
    since: new Date(open?.since ?? pinned.at).toISOString(),
  }
}

function newStreamKey(): string {
  return randomBytes(24).toString('base64url')
}

function hash(streamKey: string): string {
  return createHash('sha256').update(streamKey).digest('hex')
}

function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

function notFound(slug: string): never {
  throw new NotFoundError(`Room '${slug}'`)
}
