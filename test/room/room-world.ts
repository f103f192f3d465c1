import { deepStrictEqual as deepEqual } from 'node:assert'
import { join } from 'node:path'
import type { Test } from 'tap'
import { configWith } from '../../config/load.ts'
import type { Database } from '../../src/database.ts'
import { Bus, type Events } from '../../src/events.ts'
import { createLog } from '../../src/log.ts'
import type { CardShown, Interruption, ReplayInfo, RoomPorts } from '../../src/room/room-ports.ts'
import { RoomSide, type RoomSideOptions } from '../../src/room/room-side.ts'
import type { Route } from '../../src/route.ts'
import { newProductSchema } from '../../src/shop/catalog/product-fields.ts'
import { Shop } from '../../src/shop/shop.ts'
import { openPlace, runOnPostgresToo, testPlace } from '../helpers/engine.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { assistant, call, type Reply } from '../shop/call.ts'

runOnPostgresToo()

export const rect = { x: 0.1, y: 0.6, width: 0.5, height: 0.1 }
export const minute = 60_000
export const hour = 60 * minute

type Fact = {
  readonly [Name in keyof Events]: { readonly name: Name; readonly fact: Events[Name] }
}[keyof Events]

/** The room side on a real database and a real shop. The media side is what a test says that it is. */
export type RoomWorld = {
  readonly side: RoomSide
  readonly shop: Shop
  readonly database: Database
  readonly folder: string
  readonly bus: Bus
  readonly facts: readonly Fact[]
  readonly media: Media
  readonly clock: { now: number }
  /** As the assistant, or as `guest`. */
  call(method: string, path: string, body?: unknown, guest?: boolean): Promise<Reply>
  product(title: string): Promise<string>
  /** A planned show so many minutes from now. */
  plan(slug: string, minutes: number, productIds?: readonly string[]): Promise<string>
  /** A host goes live: the id of the show that is live then. */
  goLive(slug: string): Promise<string>
  goOff(slug: string, showId: string): Promise<void>
  /** The same database with everything else anew, as after a crash. */
  restart(): Promise<RoomSide>
}

export type Media = {
  live: boolean
  /** Titles of the cards that were put into the picture. */
  readonly cards: (string | null)[]
  /** Rooms whose host was sent away. */
  readonly ended: string[]
  interruption: Interruption | null
  waits: boolean
  ends: boolean
  readonly replays: Map<string, ReplayInfo>
}

type Options = { readonly reencodeCover?: RoomSideOptions['reencodeCover'] }

export async function openRooms(t: Test, options: Options = {}): Promise<RoomWorld> {
  const folder = await tempFolder(t)
  const database = await openPlace(await testPlace(t, folder))
  t.teardown(() => database.destroy())
  const log = createLog('silent')
  const bus = new Bus(log)
  const facts: Fact[] = []
  for (const name of ['room.changed', 'room.pinned', 'room.unpinned'] as const) {
    bus.on(name, fact => facts.push({ name, fact } as Fact))
  }
  const clock = { now: Date.UTC(2026, 10, 23, 4) }
  const now = (): number => clock.now
  const config = configWith({})
  const shop = await Shop.start({
    ...{ database, config, bus, now, log },
    secret: Buffer.alloc(32),
    picturesFolder: join(folder, 'pictures'),
    reencodePicture: async bytes => [{ width: 320, height: 200, bytes }],
  })
  t.teardown(() => shop.close())
  const media: Media = {
    ...{ live: false, cards: [], ended: [], interruption: null, waits: false, ends: false },
    replays: new Map(),
  }
  const ports: RoomPorts = {
    products: ids => shop.catalog.views(ids),
    showCard: async (_slug, product): Promise<CardShown | null> => {
      media.cards.push(product?.title ?? null)
      return media.live ? { since: clock.now + 100, rect: product && rect } : null
    },
    streamState: () => (media.live ? 'live' : 'offline'),
    interruption: () => media.interruption,
    endStream: slug => media.ended.push(slug),
    endShow: () => media.ends,
    wait: () => media.waits,
    replay: id => media.replays.get(id) ?? null,
    removeReplay: async id => {
      media.replays.delete(id)
    },
    viewers: () => 3,
  }
  const start = async (): Promise<RoomSide> => {
    const side = await RoomSide.start({
      ...{ database, config, ports, bus, now, log },
      coversFolder: join(folder, 'covers'),
      reencodeCover: options.reencodeCover ?? (async bytes => [{ width: 720, height: 405, bytes }]),
    })
    t.teardown(() => side.close())
    return side
  }
  const side = await start()
  const routes = side
    .routes(() => ({ site: 'http://shop.test', rtmp: 'rtmp://shop.test' }))
    .map(keepingToItsSchema)
  return {
    ...{ side, shop, database, folder, bus, facts, media, clock },
    call: (method, path, body, guest = false) =>
      call(routes, { method, path, body, ...(guest ? {} : { actor: assistant }) }),
    product: async title => {
      const variants = [{ sku: title, price: { amount: 100, currency: 'CNY' } }]
      return (await shop.catalog.create(newProductSchema.parse({ title, variants }))).id
    },
    plan: async (slug, minutes, productIds = []) => {
      const startsAt = clock.now + minutes * minute
      return (await side.shows.schedule(slug, { title: `in ${minutes} minutes`, startsAt, productIds })).id
    },
    goLive: async slug => {
      const showId = await side.runner.next(slug)
      media.live = true
      await side.runner.live({ slug, showId, at: clock.now })
      return showId
    },
    goOff: async (slug, showId) => {
      media.live = false
      await side.runner.offline({ slug, showId, at: clock.now })
    },
    restart: async () => {
      await side.close()
      return start()
    },
  }
}

/** What a route answers must be what it says that it answers, no less and no more. */
function keepingToItsSchema(route: Route): Route {
  return {
    ...route,
    handle: async request => {
      const answer = await route.handle(request)
      const schema = route.answers[answer.status]
      if (schema === undefined) throw new Error(`${route.path} does not say that it answers ${answer.status}`)
      if (schema !== null) deepEqual(answer.body, schema.parse(answer.body))
      return answer
    },
  }
}
