import t from 'tap'
import { hour, minute, openRooms } from './room-world.ts'

t.test('a new room has a show to come, an empty lineup, and a key that opens it', async t => {
  const { rooms } = (await openRooms(t)).side
  const { streamKey } = await rooms.create('tea', 'Tea')
  t.match(streamKey, /^[\w-]{32}$/)
  t.equal(await rooms.byStreamKey(streamKey), 'tea')
  t.equal(await rooms.byStreamKey(`${streamKey}x`), null)
  t.match(await rooms.view('tea'), {
    state: 'offline',
    coverUrl: null,
    interrupted: null,
    show: { state: 'scheduled', title: 'Tea', startsAt: null, lineupCount: 0 },
    nextShow: null,
    lineup: [],
    pinned: null,
  })
  t.equal(await rooms.view('other'), null)
  await t.rejects(rooms.create('tea', 'Again'), /already/)
})

t.test("a room's lineup keeps its order, and refuses a product that does not exist", async t => {
  const { side, call, product } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const ids = [await product('b'), await product('a'), await product('c')]
  const set = await call('PUT', '/api/v1/rooms/tea/lineup', { productIds: [...ids, ids[0]] })
  t.same(
    set.body.lineup.map(({ id }: { id: string }) => id),
    ids,
  )
  t.equal(set.body.show.lineupCount, 3)
  t.equal((await call('PUT', '/api/v1/rooms/tea/lineup', { productIds: ['nothing'] })).status, 404)
  t.equal((await call('PUT', '/api/v1/rooms/none/lineup', { productIds: [] })).status, 404)
  t.same(
    (await side.rooms.view('tea'))?.lineup.map(({ id }) => id),
    ids,
  )
})

t.test('a new stream key ends the old one, on air too', async t => {
  const { side, media } = await openRooms(t)
  const { streamKey } = await side.rooms.create('tea', 'Tea')
  const next = await side.rooms.rotateStreamKey('tea')
  t.equal(await side.rooms.byStreamKey(streamKey), null)
  t.equal(await side.rooms.byStreamKey(next), 'tea')
  t.same(media.ended, ['tea'])
})

t.test('a room tells which show comes next, and how long it waits for its host', async t => {
  const { side, media, clock, call, plan } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  await plan('tea', 48 * 60)
  const soon = await plan('tea', 24 * 60)
  media.interruption = { since: clock.now - 1000, endsAt: clock.now + 59_000 }
  const { body } = await call('GET', '/api/v1/rooms/tea')
  t.match(body, {
    show: { startsAt: null },
    nextShow: { id: soon, startsAt: new Date(clock.now + 24 * hour).toISOString() },
    interrupted: { endsAt: new Date(clock.now + 59_000).toISOString() },
  })
  t.match((await call('GET', '/api/v1/rooms')).body, { items: [{ slug: 'tea', lineupCount: 0 }] })
})

t.test('only a live show can be ended, and only an interrupted one can wait', async t => {
  const world = await openRooms(t)
  const { side, media, call, clock } = world
  await side.rooms.create('tea', 'Tea')
  t.match(await call('POST', '/api/v1/rooms/tea/end'), { status: 409, body: { type: 'not-live' } })
  t.match(await call('POST', '/api/v1/rooms/tea/wait', { seconds: 60 }), {
    status: 409,
    body: { type: 'not-interrupted' },
  })
  media.ends = true
  media.waits = true
  t.equal((await call('POST', '/api/v1/rooms/tea/end')).status, 204)
  t.equal((await call('POST', '/api/v1/rooms/tea/wait', { seconds: 60 })).status, 200)
  t.equal((await call('POST', '/api/v1/rooms/tea/wait', { seconds: 3601 })).status, 400)
  t.equal((await call('POST', '/api/v1/rooms/none/end')).status, 404)
  media.ends = false
  await world.goLive('tea')
  clock.now += minute
  t.equal(
    (await call('POST', '/api/v1/rooms/tea/end')).status,
    204,
    'a show that no stream belongs to any more',
  )
  t.match(await side.rooms.view('tea'), { show: { state: 'scheduled' } })
})

t.test('what staff may do, guests may not', async t => {
  const { side, call, plan } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const id = await plan('tea', 60)
  for (const [method, path] of [
    ['POST', '/api/v1/rooms/tea/shows'],
    ['PATCH', `/api/v1/shows/${id}`],
    ['DELETE', `/api/v1/shows/${id}`],
    ['PUT', `/api/v1/shows/${id}/lineup`],
    ['PUT', `/api/v1/shows/${id}/cover`],
    ['DELETE', `/api/v1/shows/${id}/cover`],
    ['DELETE', `/api/v1/shows/${id}/replay`],
    ['PUT', '/api/v1/rooms/tea/cover'],
    ['DELETE', '/api/v1/rooms/tea/cover'],
    ['POST', '/api/v1/rooms/tea/end'],
    ['POST', '/api/v1/rooms/tea/wait'],
  ] as const) {
    t.equal((await call(method, path, {}, true)).status, 401, `${method} ${path}`)
  }
  t.equal((await call('GET', '/api/v1/shows?when=upcoming', undefined, true)).status, 200)
  t.equal((await call('GET', `/api/v1/shows/${id}`, undefined, true)).status, 200)
})
