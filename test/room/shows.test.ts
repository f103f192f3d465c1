import t from 'tap'
import { hour, minute, openRooms } from './room-world.ts'

const iso = (at: number): string => new Date(at).toISOString()
const year = 365 * 24 * hour

t.test('a show is planned with a title, a time and products', async t => {
  const { side, call, clock, product, facts } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const [a, b] = [await product('a'), await product('b')]
  const startsAt = clock.now + 24 * hour
  const made = await call('POST', '/api/v1/rooms/tea/shows', {
    title: '  中秋特卖 ',
    startsAt: '2026-11-24T12:00:00.000+08:00',
    productIds: [b, a, b],
  })
  t.equal(made.status, 201)
  t.match(made.headers, { location: `/api/v1/shows/${made.body.id}` })
  t.match(made.body, {
    ...{ roomSlug: 'tea', title: '中秋特卖', state: 'scheduled', startsAt: iso(startsAt) },
    ...{ startedAt: null, endedAt: null, ownCover: false, lineupCount: 2, hasReplay: false },
  })
  t.same(facts.at(-1), { name: 'room.changed', fact: { slug: 'tea' } })
  const { body } = await call('GET', `/api/v1/shows/${made.body.id}`)
  t.match(body, { room: { slug: 'tea', title: 'Tea', state: 'offline' }, pins: [], replay: null })
  t.same(
    body.lineup.map(({ id }: { id: string }) => id),
    [b, a],
  )
})

t.test('what cannot be a show is refused', async t => {
  const { side, call, clock } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const plan = async (changes: object) =>
    (
      await call('POST', '/api/v1/rooms/tea/shows', {
        ...{ title: 'x', startsAt: iso(clock.now + hour) },
        ...changes,
      })
    ).status
  t.equal(await plan({ startsAt: iso(clock.now - 4 * minute) }), 201, 'a form that was filled in slowly')
  t.equal(await plan({ startsAt: iso(clock.now - 6 * minute) }), 400)
  t.equal(await plan({ startsAt: iso(clock.now + 2 * year) }), 201)
  t.equal(await plan({ startsAt: iso(clock.now + 2 * year + 72 * hour) }), 400)
  t.equal(await plan({ startsAt: '2026-11-24' }), 400)
  t.equal(await plan({ startsAt: '2026-11-24T12:00:00' }), 400, 'whose noon?')
  t.equal(await plan({ startsAt: null }), 400)
  t.equal(await plan({ title: '   ' }), 400)
  t.equal(await plan({ title: 'x'.repeat(80) }), 201)
  t.equal(await plan({ title: 'x'.repeat(81) }), 400)
  t.equal(await plan({ title: 'a\u202eb' }), 400)
  t.equal(await plan({ productIds: ['nothing'] }), 404)
  t.equal(await plan({ state: 'live' }), 400)
  t.equal(
    (await call('POST', '/api/v1/rooms/none/shows', { title: 'x', startsAt: iso(clock.now) })).status,
    404,
  )
  t.equal((await call('GET', '/api/v1/shows/none')).status, 404)
})

t.test('a host begins the first show that is due, else the one without a time', async t => {
  const { side, clock, plan, goLive, goOff } = await openRooms(t)
  const { rooms } = side
  await rooms.create('tea', 'Tea')
  const current = async () => (await rooms.view('tea'))?.show?.id
  const impromptu = await current()
  const evening = await plan('tea', 120)
  const later = await plan('tea', 130)
  t.equal(await current(), impromptu, 'too early for either')
  clock.now += 60 * minute
  t.equal(await current(), evening)
  clock.now += 10 * minute
  t.equal(await goLive('tea'), evening, 'the first of two')
  t.match(await rooms.view('tea'), { show: { id: evening, state: 'live' }, nextShow: { id: later } })
  clock.now += 20 * minute
  await goOff('tea', evening)
  t.equal(await current(), later)
  clock.now += 12 * hour + 40 * minute
  t.equal(await current(), later)
  clock.now += 1
  t.equal(await current(), impromptu, 'twelve hours after its time a show is missed')
  t.equal((await rooms.view('tea'))?.nextShow, null)
})

t.test(
  "a show's products stay its own, and the next one without a time takes over those of the last",
  async t => {
    const { side, clock, product, plan, goLive, goOff } = await openRooms(t)
    const { rooms, shows } = side
    await rooms.create('tea', 'Tea')
    const [a, b, c] = [await product('a'), await product('b'), await product('c')]
    const lineup = async () => (await rooms.view('tea'))?.lineup.map(({ title }) => title)
    await shows.setRoomLineup('tea', [a])
    const planned = await plan('tea', 90, [b])
    t.same(await lineup(), ['a'])
    clock.now += 30 * minute
    t.same(await lineup(), ['b'], 'the planned show is due')
    await shows.setRoomLineup('tea', [b, c])
    t.same(
      (await shows.page(planned)).lineup.map(({ title }) => title),
      ['b', 'c'],
    )
    await goLive('tea')
    const next = await plan('tea', 30)
    await goOff('tea', planned)
    t.same(await lineup(), [], 'another show is due, and has no products yet')
    await shows.remove(next)
    t.same(await lineup(), ['a'], 'what was prepared for a show without a time is still there')
    const impromptu = await goLive('tea')
    await goOff('tea', impromptu)
    t.same(await lineup(), ['a'])
    await plan('tea', 1, [c])
    const last = await goLive('tea')
    await goOff('tea', last)
    t.same(await lineup(), ['c'])
  },
)

t.test('a show may be changed: its title always, its time until it begins', async t => {
  const { side, call, clock, plan, goLive } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const id = await plan('tea', 30)
  const change = (body: object) => call('PATCH', `/api/v1/shows/${id}`, body)
  t.match((await change({ title: ' New ' })).body, { title: 'New', startsAt: iso(clock.now + 30 * minute) })
  t.match((await change({ startsAt: iso(clock.now + 2 * hour) })).body, {
    title: 'New',
    startsAt: iso(clock.now + 2 * hour),
  })
  t.equal((await change({})).status, 200)
  t.equal((await change({ startsAt: iso(clock.now - hour) })).status, 400)
  t.equal((await change({ startsAt: null })).status, 400)
  clock.now += 90 * minute
  t.equal(await goLive('tea'), id)
  t.match(await change({ startsAt: iso(clock.now + hour) }), { status: 409, body: { type: 'show-begun' } })
  t.match((await change({ title: 'Newer' })).body, { title: 'Newer', state: 'live' })
})

t.test('the show without a time may be given one: the room gets another for its host', async t => {
  const { side, call, clock, product } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  await side.shows.setRoomLineup('tea', [await product('a')])
  const id = (await side.rooms.view('tea'))?.show?.id
  t.equal((await call('PATCH', `/api/v1/shows/${id}`, { startsAt: iso(clock.now + 24 * hour) })).status, 200)
  const room = await side.rooms.view('tea')
  t.match(room, { show: { startsAt: null }, nextShow: { id, lineupCount: 1 }, lineup: [] })
  t.not(room?.show?.id, id)
})

t.test('a planned show may be deleted, one that has begun may not', async t => {
  const { side, call, product, plan, goLive, goOff } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const a = await product('a')
  const remove = (id: string | undefined) => call('DELETE', `/api/v1/shows/${id}`)
  const planned = await plan('tea', 24 * 60, [a])
  t.equal((await remove(planned)).status, 204)
  t.equal((await call('GET', `/api/v1/shows/${planned}`)).status, 404)
  t.equal((await remove(planned)).status, 404)
  t.match(await remove((await side.rooms.view('tea'))?.show?.id), {
    status: 409,
    body: { type: 'show-without-time' },
  })
  const due = await plan('tea', 10, [a])
  await goLive('tea')
  t.match(await remove(due), { status: 409, body: { type: 'show-begun' } })
  await goOff('tea', due)
  t.match(await remove(due), { status: 409, body: { type: 'show-begun' } })
})

t.test('a show that a starting stream is about to be cannot be deleted', async t => {
  const { side, call, plan } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const id = await plan('tea', 10)
  t.equal(await side.runner.next('tea'), id)
  const remove = () => call('DELETE', `/api/v1/shows/${id}`)
  t.match(await remove(), { status: 409, body: { type: 'show-starting' } })
  await side.runner.live({ slug: 'tea', showId: id, at: 1 })
  t.match(await side.shows.view(id), { state: 'live' })
})

t.test('going live and being deleted at the same moment: one of the two happens', async t => {
  const { side, plan } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  for (let round = 0; round < 20; round++) {
    const id = await plan('tea', 10)
    const going = async () => {
      for (let turn = 0; turn < round; turn++) await Promise.resolve()
      return side.runner.next('tea')
    }
    const [next, removal] = await Promise.allSettled([going(), side.shows.remove(id)])
    const promised = next.status === 'fulfilled' ? next.value : ''
    t.equal(removal.status, promised === id ? 'rejected' : 'fulfilled', `round ${round}`)
    await side.runner.live({ slug: 'tea', showId: promised, at: round })
    t.match(await side.runner.liveShows(), [{ showId: promised }])
    await side.runner.offline({ slug: 'tea', showId: promised, at: round })
  }
})

t.test('a stream that was gone before it was live leaves its show to be deleted', async t => {
  const { side, plan, product } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const id = await plan('tea', 10)
  await side.pinning.pin('tea', await product('a'))
  t.equal(await side.runner.next('tea'), id)
  await side.pinning.pictureOpened('tea', { since: 1, rect: { x: 0, y: 0, width: 1, height: 1 } })
  await side.runner.offline({ slug: 'tea', showId: id, at: 5 })
  t.match(await side.shows.page(id), { show: { state: 'scheduled' }, pins: [{ until: iso(5) }] })
  await side.shows.remove(id)
  await t.rejects(side.shows.view(id), /was not found/)
})

t.test('a show that was promised to a stream goes live, though another became due meanwhile', async t => {
  const { side, clock, plan } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const promised = await side.runner.next('tea')
  const due = await plan('tea', 5)
  await side.runner.live({ slug: 'tea', showId: promised, at: clock.now })
  t.match(await side.rooms.view('tea'), { show: { id: promised, state: 'live' } })
  t.equal(await side.runner.next('tea'), promised, 'the live show is what a host goes on with')
  await side.runner.offline({ slug: 'tea', showId: promised, at: clock.now })
  t.equal((await side.rooms.view('tea'))?.show?.id, due)
})

t.test('facts about a stream change the show that they name, once, and no other', async t => {
  const { side, clock, plan } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  await side.rooms.create('cup', 'Cups')
  const id = await plan('tea', 10)
  const other = await plan('tea', 20)
  const at = clock.now
  await Promise.all([
    side.runner.live({ slug: 'tea', showId: id, at }),
    side.runner.live({ slug: 'tea', showId: id, at: at + 1000 }),
  ])
  t.match(await side.shows.view(id), { state: 'live', startedAt: iso(at) })
  await side.runner.offline({ slug: 'tea', showId: other, at })
  await side.runner.offline({ slug: 'cup', showId: id, at })
  await side.runner.live({ slug: 'cup', showId: other, at })
  t.match(await side.shows.view(id), { state: 'live' })
  t.match(await side.shows.view(other), { state: 'scheduled' })
  await side.runner.offline({ slug: 'tea', showId: id, at: at + 5000 })
  await side.runner.offline({ slug: 'tea', showId: id, at: at + 9000 })
  await side.runner.live({ slug: 'tea', showId: id, at: at + 9000 })
  t.match(await side.shows.view(id), { state: 'ended', endedAt: iso(at + 5000) })
})

t.test('a room has one live show: two streams at once are one after the other', async t => {
  const { side, clock, plan } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const [first, second] = [await plan('tea', 10), await plan('tea', 20)]
  await Promise.all([
    side.runner.live({ slug: 'tea', showId: first, at: clock.now }),
    side.runner.live({ slug: 'tea', showId: second, at: clock.now + 1 }),
  ])
  t.match(await side.shows.view(first), { state: 'ended', endedAt: iso(clock.now + 1) })
  t.same(await side.runner.liveShows(), [{ slug: 'tea', showId: second }])
})

t.test('many requests at one moment make one show without a time, and each its own with one', async t => {
  const { side, plan, goLive, goOff } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const id = await goLive('tea')
  const ids = await Promise.all(Array.from({ length: 5 }, () => side.runner.next('tea')))
  t.same(new Set(ids), new Set([id]))
  await goOff('tea', id)
  t.equal(new Set(await Promise.all(Array.from({ length: 5 }, () => side.runner.next('tea')))).size, 1)
  const planned = await Promise.all([plan('tea', 300), plan('tea', 300)])
  t.equal(new Set(planned).size, 2, 'two shows at one time are two shows')
})

t.test('a replay has its marks, and is deleted when its show has ended', async t => {
  const { side, media, call, clock, product, goLive, goOff } = await openRooms(t)
  await side.rooms.create('tea', 'Tea')
  const a = await product('a')
  const id = await goLive('tea')
  const since = clock.now
  await side.pinning.pin('tea', a)
  clock.now += 20_000
  await side.pinning.unpin('tea')
  media.replays.set(id, {
    durationSeconds: 60,
    live: true,
    spans: [{ at: 0, since, durationSeconds: 60 }],
    thumbnails: { count: 6, everySeconds: 10, width: 160, height: 90 },
    hasCover: true,
  })
  t.match(await call('GET', `/api/v1/shows/${id}`), {
    body: {
      show: { hasReplay: false, coverUrl: `/replays/${id}/cover.jpg` },
      replay: {
        url: `/replays/${id}/index.m3u8`,
        live: true,
        spans: [{ at: 0, since: iso(since), durationSeconds: 60 }],
        markers: [{ productId: a, at: 0.1, durationSeconds: 20 }],
        thumbnails: { url: `/replays/${id}/thumbnails/{n}.jpg`, count: 6 },
      },
    },
  })
  const remove = () => call('DELETE', `/api/v1/shows/${id}/replay`)
  t.match(await remove(), { status: 409, body: { type: 'show-live' } })
  await goOff('tea', id)
  t.equal((await side.shows.view(id)).hasReplay, true)
  t.equal((await remove()).status, 204)
  t.equal((await remove()).status, 204)
  t.match(await call('GET', `/api/v1/shows/${id}`), { body: { show: { hasReplay: false }, replay: null } })
  t.equal((await call('DELETE', '/api/v1/shows/none/replay')).status, 404)
})
