import { may } from '../access.ts'
import type { Bus, OrderFact, StockChange } from '../events.ts'
import { isoTime } from '../fields.ts'
import type { Logger } from '../log.ts'
import type { Actor } from '../route.ts'
import type { HealthView, OrderView, ProductView, RoomView, ServerMessage } from '../wire.ts'

/** A flash sale changes the same level many times a second: pages are told so often. */
const stockEvery = 100

/** A function: of the studios, those whose person it lets through. */
export type Audience = 'all' | 'studio' | ((actor: Actor) => boolean)

export type AnnouncerPorts = {
  readonly send: (slug: string, message: ServerMessage, audience?: Audience) => void
  readonly sendToEveryRoom: (message: ServerMessage, audience?: Audience) => void
  /** Whether anybody would get it; slug null: in any room. */
  readonly isHeard: (slug: string | null, audience: 'all' | 'studio') => boolean
  readonly room: (slug: string) => Promise<RoomView | null>
  readonly product: (id: string) => Promise<ProductView | null>
  readonly order: (id: string) => Promise<OrderView | null>
  readonly roomOfShow: (showId: string) => Promise<string | null>
  readonly health: (slug: string) => HealthView | null
}

/** Tells the pages of a room what the bus says. */
export class Announcer {
  readonly #bus: Bus
  readonly #ports: AnnouncerPorts
  readonly #log: Logger
  readonly #stock = new Map<string, StockChange>()
  #stockTimer: NodeJS.Timeout | null = null
  #subscriptions: (() => unknown)[] = []

  constructor(bus: Bus, ports: AnnouncerPorts, log: Logger) {
    this.#bus = bus
    this.#ports = ports
    this.#log = log
  }

  start(): void {
    const bus = this.#bus
    const { send } = this.#ports
    this.#subscriptions = [
      bus.on('stream.starting', ({ slug }) => send(slug, state('starting', Date.now()))),
      bus.on('stream.live', ({ slug, at }) => send(slug, state('live', at))),
      bus.on('stream.offline', ({ slug, at }) => send(slug, state('offline', at))),
      bus.on('stream.interrupted', ({ slug, at, endsAt }) =>
        send(slug, { type: 'interrupted', interrupted: { since: isoTime(at), endsAt: isoTime(endsAt) } }),
      ),
      bus.on('stream.resumed', ({ slug }) => send(slug, { type: 'interrupted', interrupted: null })),
      bus.on('recording.stopped', ({ showId, reason }) =>
        this.#tell(() => this.#sendRecordingStopped(showId, reason)),
      ),
      bus.on('stream.health', ({ slug }) =>
        send(slug, { type: 'health', health: this.#ports.health(slug) }, 'studio'),
      ),
      bus.on('room.changed', ({ slug }) => this.#tell(() => this.#sendRoom(slug))),
      bus.on('room.pinned', ({ slug, productId, rect, since }) =>
        send(slug, { type: 'pinned', productId, rect, since: isoTime(since) }),
      ),
      bus.on('room.unpinned', ({ slug, productId, until }) =>
        send(slug, { type: 'unpinned', productId, until: isoTime(until) }),
      ),
      bus.on('product.changed', ({ productId }) => this.#tell(() => this.#sendProduct(productId))),
      bus.on('stock.changed', ({ levels }) => this.#collect(levels)),
      ...(
        [
          'order.placed',
          'order.paid',
          'order.ready',
          'order.shipped',
          'order.collected',
          'order.delivered',
          'order.cancelled',
          'order.expired',
          'order.returned',
        ] as const
      ).map(name => bus.on(name, fact => this.#tell(() => this.#sendOrder(fact)))),
    ]
  }

  close(): void {
    for (const end of this.#subscriptions.splice(0)) end()
    if (this.#stockTimer !== null) clearTimeout(this.#stockTimer)
    this.#stockTimer = null
  }

  #collect(levels: readonly StockChange[]): void {
    for (const level of levels) this.#stock.set(`${level.storeId} ${level.variantId}`, level)
    this.#stockTimer ??= setTimeout(() => {
      this.#stockTimer = null
      const changed = [...this.#stock.values()]
      this.#stock.clear()
      this.#ports.sendToEveryRoom({
        type: 'stock',
        levels: changed.map(({ storeId, variantId, productId, onHand, reserved }) => ({
          ...{ storeId, variantId, productId },
          available: onHand - reserved,
        })),
      })
    }, stockEvery)
  }

  async #sendRoom(slug: string): Promise<void> {
    if (!this.#ports.isHeard(slug, 'all')) return
    const room = await this.#ports.room(slug)
    if (room !== null) this.#ports.send(slug, { type: 'room', room })
  }

  async #sendProduct(productId: string): Promise<void> {
    if (!this.#ports.isHeard(null, 'all')) return
    const product = await this.#ports.product(productId)
    if (product !== null) this.#ports.sendToEveryRoom({ type: 'product', product })
  }

  async #sendOrder({ orderId, roomSlug }: OrderFact): Promise<void> {
    if (!this.#ports.isHeard(roomSlug, 'studio')) return
    const order = await this.#ports.order(orderId)
    if (order === null) return
    // The code that opens the goods is for the buyer's eyes, not for a screen that a camera may see.
    const { pickupCode: _hidden, ...rest } = order
    const shown = { ...rest, fulfilments: rest.fulfilments.map(({ pickupCode: _code, ...part }) => part) }
    const stores = new Set(order.fulfilments.map(({ store }) => store.id))
    // Whoever may see a studio need not be one who may see names and telephone numbers, nor those of another store.
    const mayRead = (actor: Actor) =>
      (may(actor, 'orders.read') || (roomSlug !== null && may(actor, 'rooms.host'))) &&
      actor.kind === 'staff' &&
      (actor.storeId === null || stores.has(actor.storeId))
    if (roomSlug === null) this.#ports.sendToEveryRoom({ type: 'order', order: shown }, mayRead)
    else this.#ports.send(roomSlug, { type: 'order', order: shown }, mayRead)
  }

  async #sendRecordingStopped(showId: string, reason: string): Promise<void> {
    const slug = await this.#ports.roomOfShow(showId)
    if (slug !== null) this.#ports.send(slug, { type: 'recordingStopped', reason }, 'studio')
  }

  #tell(task: () => Promise<void>): void {
    task().catch(error => this.#log.error({ err: error }, 'pages could not be told'))
  }
}

function state(value: 'starting' | 'live' | 'offline', at: number): ServerMessage {
  return { type: 'state', state: value, at: isoTime(at) }
}
