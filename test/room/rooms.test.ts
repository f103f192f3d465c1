import { join } from 'node:path'
import t, { type Test } from 'tap'
import { configWith } from '../../config/load.ts'
import { openDatabase } from '../../src/database.ts'
import { Bus, type Events } from '../../src/events.ts'
import { createLog } from '../../src/log.ts'
import { PinStore } from '../../src/room/pin-store.ts'
import { RoomStore } from '../../src/room/room-store.ts'
import { type CardShown, Rooms } from '../../src/room/rooms.ts'
import { Shop } from '../../src/shop/shop.ts'
import type { ProductView, StreamState } from '../../src/wire.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const rect = { x: 0.1, y: 0.6, width: 0.5, height: 0.1 }

type World = {
  readonly rooms: Rooms
  readonly shop: Shop
  readonly facts: { name: keyof Events; slug?: string }[]
  readonly ended: string[]
  /** Whether a picture is on air, and the titles of the cards that were put into it. */
  picture: { live: boolean; cards: (string | null)[] }
  clock: { now: number }
  /** The same database with everything else anew, as after a crash. */
  restart(): Promise<Rooms>
}

async function open(t: Test): Promise<World> {
  const folder = await tempFolder(t)
  const database = await openDatabase(join(folder, 'stallcast.db'))
  t.teardown(() => database.destroy())
  const log = createLog('silent')
  const bus = new Bus(log)
  const facts: World['facts'] = []
  for (const name of ['room.changed', 'room.pinned', 'room.unpinned'] as const) {
    bus.on(name, ({ slug }) => facts.push({ name, slug }))
  }
  const clock = { now: 1_800_000_000_000 }
  const shop = await Shop.start({
    database,
    config: configWith({}),
    bus,
    now: () => clock.now,
    secret: Buffer.alloc(32),
    picturesFolder: join(folder, 'pictures'),
    reencodePicture: async () => [],
    log,
  })
  t.teardown(() => shop.close())
  const picture = { live: false, cards: [] as (string | null)[] }
  const ended: string[] = []
  const ports = {
    products: (ids: readonly string[]) => shop.catalog.views(ids),
    showCard: async (_slug: string, product: ProductView | null): Promise<CardShown | null> => {
      picture.cards.push(product?.title ?? null)
      return picture.live ? { since: clock.now + 100, rect: product && rect } : null
    },
    streamState: (): StreamState => (picture.live ? 'live' : 'offline'),
    endStream: (slug: string) => ended.push(slug),
    viewers: () => 3,
  }
  const make = (): Rooms =>
    new Rooms({
      store: new RoomStore(database),
      pins: new PinStore(database),
      ports,
      bus,
      now: () => clock.now,
    })
  const restart = async (): Promise<Rooms> => {
    const rooms = make()
    await rooms.recover()
    return rooms
  }
  return { rooms: make(), shop, facts, ended, picture, clock, restart }
}

async function product({ shop }: World, title: string): Promise<string> {
  const made = await shop.catalog.create({
    title,
    description: '',
    variants: [
      { sku: title, title: '', barcode: null, price: { amount: 100, currency: 'CNY' }, compareAtPrice: null },
    ],
  })
  return made.id
}

t.test('a new room has a show to come, an empty lineup, and a key that opens it', async t => {
  const { rooms } = await open(t)
  const { streamKey } = await rooms.create('tea', 'Tea')
  t.match(streamKey, /^[\w-]{32}$/)
  t.equal(await rooms.byStreamKey(streamKey), 'tea')
  t.equal(await rooms.byStreamKey(`${streamKey}x`), null)
  t.match(await rooms.view('tea'), {
    state: 'offline',
    show: { state: 'scheduled' },
    lineup: [],
    pinned: null,
  })
  t.equal(await rooms.view('other'), null)
  await t.rejects(rooms.create('tea', 'Again'), /already/)
})

t.test('the lineup keeps its order, and refuses a product that does not exist', async t => {
  const world = await open(t)
  const { rooms } = world
  await rooms.create('tea', 'Tea')
  const ids = [await product(world, 'b'), await product(world, 'a'), await product(world, 'c')]
  await rooms.setLineup('tea', [...ids, ids[0] ?? ''])
  t.same(
    (await rooms.view('tea'))?.lineup.map(({ id }) => id),
    ids,
  )
  await t.rejects(rooms.setLineup('tea', ['nothing']), /was not found/)
  t.same(
    (await rooms.view('tea'))?.lineup.map(({ id }) => id),
    ids,
  )
})

t.test('a pin is on the clock of the picture, and each one ends where the next begins', async t => {
  const world = await open(t)
  const { rooms, picture, clock, facts } = world
  await rooms.create('tea', 'Tea')
  const [a, b] = [await product(world, 'a'), await product(world, 'b')]
  picture.live = true
  await rooms.streamLive('tea', clock.now)
  await rooms.pin('tea', a)
  const first = clock.now + 100
  clock.now += 5000
  await rooms.pin('tea', b)
  const second = clock.now + 100
  const view = await rooms.view('tea')
  t.same(view?.pinned, { productId: b, rect, since: new Date(second).toISOString() })
  t.same(view?.recentPins, [
    { productId: a, rect, since: new Date(first).toISOString(), until: new Date(second).toISOString() },
    { productId: b, rect, since: new Date(second).toISOString(), until: null },
  ])
  t.same(
    view?.lineup.map(({ id }) => id),
    [a, b],
    'what is pinned joins the lineup',
  )
  clock.now += 5000
  await rooms.unpin('tea')
  await rooms.unpin('tea')
  t.equal((await rooms.view('tea'))?.pinned, null)
  t.equal((await rooms.view('tea'))?.recentPins.at(-1)?.until, new Date(clock.now + 100).toISOString())
  t.equal(facts.filter(({ name }) => name === 'room.unpinned').length, 1)
})

t.test('pins at the same moment reach the picture and the record in one order', async t => {
  const world = await open(t)
  const { rooms, picture, clock } = world
  await rooms.create('tea', 'Tea')
  const ids = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(title => product(world, title)))
  picture.live = true
  await rooms.streamLive('tea', clock.now)
  await Promise.all([...ids, ...ids].map(id => rooms.pin('tea', id)))
  const view = await rooms.view('tea')
  const last = view?.lineup.find(({ id }) => id === view.pinned?.productId)
  t.equal(picture.cards.at(-1), last?.title)
  t.equal(view?.recentPins.filter(({ until }) => until === null).length, 1)
  t.equal(view?.lineup.length, 5)
})

t.test('a product pinned while nobody is on air waits for the picture', async t => {
  const world = await open(t)
  const { rooms, clock } = world
  await rooms.create('tea', 'Tea')
  const a = await product(world, 'a')
  await rooms.pin('tea', a)
  t.match((await rooms.view('tea'))?.pinned, { productId: a, rect: { width: 0 } })
  t.same((await rooms.view('tea'))?.recentPins, [])
  await rooms.pictureOpened('tea', { since: clock.now, rect })
  t.match((await rooms.view('tea'))?.pinned, { productId: a, rect })
})

t.test('the end of a show ends its pins, and the next show begins with the same lineup', async t => {
  const world = await open(t)
  const { rooms, picture, clock } = world
  await rooms.create('tea', 'Tea')
  const a = await product(world, 'a')
  await rooms.setLineup('tea', [a])
  picture.live = true
  await rooms.streamLive('tea', clock.now)
  const show = (await rooms.view('tea'))?.show
  t.match(show, { state: 'live', startedAt: new Date(clock.now).toISOString() })
  await rooms.pin('tea', a)
  clock.now += 60_000
  picture.live = false
  await rooms.streamOffline('tea', clock.now)
  const after = await rooms.view('tea')
  t.match(after, { show: { state: 'scheduled' }, recentPins: [{ until: new Date(clock.now).toISOString() }] })
  t.not(after?.show?.id, show?.id)
  t.same(
    after?.lineup.map(({ id }) => id),
    [a],
  )
})

t.test('after a crash no show is live, and the pinned card is handed to the picture again', async t => {
  const world = await open(t)
  const { rooms, picture, clock } = world
  await rooms.create('tea', 'Tea')
  const a = await product(world, 'a')
  picture.live = true
  await rooms.streamLive('tea', clock.now)
  await rooms.pin('tea', a)
  picture.live = false
  const again = await world.restart()
  t.match(await again.view('tea'), { show: { state: 'scheduled' }, recentPins: [{ until: /Z$/ }] })
  t.same(picture.cards, ['a', 'a'])
})

t.test('a card is drawn anew when its product changes, and no other', async t => {
  const world = await open(t)
  const { rooms, picture } = world
  await rooms.create('tea', 'Tea')
  const [a, b] = [await product(world, 'a'), await product(world, 'b')]
  await rooms.pin('tea', a)
  await rooms.refreshCards(new Set([b]))
  t.same(picture.cards, ['a'])
  await rooms.refreshCards(new Set([a, b]))
  t.same(picture.cards, ['a', 'a'])
})

t.test('a new stream key ends the old one, on air too', async t => {
  const { rooms, ended } = await open(t)
  const { streamKey } = await rooms.create('tea', 'Tea')
  const next = await rooms.rotateStreamKey('tea')
  t.equal(await rooms.byStreamKey(streamKey), null)
  t.equal(await rooms.byStreamKey(next), 'tea')
  t.same(ended, ['tea'])
})
