import t from 'tap'
import { openRooms, rect } from './room-world.ts'

const iso = (at: number): string => new Date(at).toISOString()

t.test('a pin is on the clock of the picture, and each one ends where the next begins', async t => {
  const { side, clock, facts, product, goLive } = await openRooms(t)
  const { rooms, pinning } = side
  await rooms.create('tea', 'Tea')
  const [a, b] = [await product('a'), await product('b')]
  await goLive('tea')
  await pinning.pin('tea', a)
  const first = clock.now + 100
  clock.now += 5000
  await pinning.pin('tea', b)
  const second = clock.now + 100
  const view = await rooms.view('tea')
  t.same(view?.pinned, { productId: b, rect, since: iso(second) })
  t.same(view?.recentPins, [
    { productId: a, rect, since: iso(first), until: iso(second) },
    { productId: b, rect, since: iso(second), until: null },
  ])
  t.same(
    view?.lineup.map(({ id }) => id),
    [a, b],
    'what is pinned joins the lineup',
  )
  clock.now += 5000
  await pinning.unpin('tea')
  await pinning.unpin('tea')
  t.equal((await rooms.view('tea'))?.pinned, null)
  t.equal((await rooms.view('tea'))?.recentPins.at(-1)?.until, iso(clock.now + 100))
  t.equal(facts.filter(({ name }) => name === 'room.unpinned').length, 1)
})

t.test('pins at the same moment reach the picture and the record in one order', async t => {
  const { side, media, product, goLive } = await openRooms(t)
  const { rooms, pinning } = side
  await rooms.create('tea', 'Tea')
  const ids = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(product))
  await goLive('tea')
  await Promise.all([...ids, ...ids].map(id => pinning.pin('tea', id)))
  const view = await rooms.view('tea')
  const last = view?.lineup.find(({ id }) => id === view.pinned?.productId)
  t.equal(media.cards.at(-1), last?.title)
  t.equal(view?.recentPins.filter(({ until }) => until === null).length, 1)
  t.equal(view?.lineup.length, 5)
})

t.test('a product pinned while nobody is on air waits for the picture', async t => {
  const { side, clock, product, call } = await openRooms(t)
  const { rooms, pinning, runner } = side
  await rooms.create('tea', 'Tea')
  const a = await product('a')
  await pinning.pin('tea', a)
  t.match((await rooms.view('tea'))?.pinned, { productId: a, rect: { width: 0 } })
  t.same((await rooms.view('tea'))?.recentPins, [])
  const id = await runner.next('tea')
  await pinning.pictureOpened('tea', { since: clock.now, rect })
  t.match((await rooms.view('tea'))?.pinned, { productId: a, rect })
  await runner.live({ slug: 'tea', showId: id, at: clock.now + 500 })
  t.match((await call('GET', `/api/v1/shows/${id}`)).body.pins, [{ productId: a, since: iso(clock.now) }])
})

t.test('while the host is away the card is in no picture, and comes back with the next', async t => {
  const { side, bus, clock, facts, product, goLive, call } = await openRooms(t)
  const { rooms, pinning, runner } = side
  await rooms.create('tea', 'Tea')
  const a = await product('a')
  const id = await goLive('tea')
  await pinning.pin('tea', a)
  const changes = facts.length
  const away = clock.now + 5000.4
  await runner.interrupted({ slug: 'tea', showId: id, at: away })
  t.match((await rooms.view('tea'))?.pinned, { productId: a, rect: { width: 0, height: 0 } })
  t.same(facts.slice(changes), [{ name: 'room.changed', fact: { slug: 'tea' } }], 'pages are told')
  const back = clock.now + 9000
  bus.publish('card.opened', { slug: 'tea', since: back, rect })
  // The second call takes its place after what the bus has set off.
  await runner.next('tea')
  t.match((await rooms.view('tea'))?.pinned, { productId: a, rect, since: iso(back) })
  await runner.interrupted({ slug: 'tea', showId: id, at: away })
  t.match((await rooms.view('tea'))?.pinned, { rect, since: iso(back) }, 'told again, for its new end')
  t.match((await call('GET', `/api/v1/shows/${id}`)).body.pins, [
    { productId: a, until: iso(Math.round(away)) },
    { productId: a, since: iso(back), until: null },
  ])
})

t.test('the end of a show ends its pins, and the next show begins with the same lineup', async t => {
  const { side, clock, product, goLive, goOff } = await openRooms(t)
  const { rooms, pinning, shows } = side
  await rooms.create('tea', 'Tea')
  const a = await product('a')
  await shows.setRoomLineup('tea', [a])
  const id = await goLive('tea')
  t.match((await rooms.view('tea'))?.show, { id, state: 'live', startedAt: iso(clock.now) })
  await pinning.pin('tea', a)
  clock.now += 60_000
  await goOff('tea', id)
  const after = await rooms.view('tea')
  t.match(after, { show: { state: 'scheduled' }, recentPins: [{ until: iso(clock.now) }] })
  t.not(after?.show?.id, id)
  t.same(
    after?.lineup.map(({ id }) => id),
    [a],
  )
  t.match(await shows.page(id), { show: { state: 'ended' }, pins: [{ until: iso(clock.now) }] })
})

t.test('a card that was on its way when the show ended was in the picture for no time', async t => {
  const { side, clock, product, goLive, goOff } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const id = await goLive('tea')
  await side.pinning.pin('tea', await product('a'))
  await goOff('tea', id)
  const [pin] = (await side.shows.page(id)).pins
  t.match(pin, { since: iso(clock.now + 100), until: iso(clock.now + 100) })
})

t.test(
  'after a crash the show is still live, and the pinned card is handed to the picture again',
  async t => {
    const { side, media, product, goLive, restart } = await openRooms(t)
    await side.rooms.create('tea', 'Tea')
    const id = await goLive('tea')
    await side.pinning.pin('tea', await product('a'))
    media.live = false
    const again = await restart()
    t.match(await again.rooms.view('tea'), { show: { id, state: 'live' } })
    t.same(await again.runner.liveShows(), [{ slug: 'tea', showId: id }])
    t.equal(await again.runner.next('tea'), id, 'a host who comes back goes on with it')
    t.same(media.cards, ['a', 'a'])
  },
)

t.test('a card is drawn anew when its product changes, and no other', async t => {
  const { side, media, product } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const [a, b] = [await product('a'), await product('b')]
  await side.pinning.pin('tea', a)
  await side.pinning.refreshCards(new Set([b]))
  t.same(media.cards, ['a'])
  await side.pinning.refreshCards(new Set([a, b]))
  t.same(media.cards, ['a', 'a'])
})
