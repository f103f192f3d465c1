import { CompiledQuery, type KyselyPlugin } from 'kysely'
import t from 'tap'
import type { Database } from '../../src/database.ts'
import { PinStore } from '../../src/room/pin-store.ts'
import { ShowStore } from '../../src/room/show-store.ts'
import type { RoomTables } from '../../src/room/tables.ts'
import type { ShowView } from '../../src/wire.ts'
import { engine } from '../helpers/engine.ts'
import { hour, minute, openRooms, type RoomWorld } from './room-world.ts'

/** Shows of the past, one an hour, the newest first; two of each time. */
async function addPast({ database, clock }: RoomWorld, slug: string, count: number): Promise<void> {
  const db = database.$extendTables<RoomTables>()
  const rows = Array.from({ length: count }, (_, index) => ({
    ...{
      id: `${slug}-${String(index).padStart(5, '0')}`,
      room_slug: slug,
      title: null,
      state: 'ended' as const,
    },
    ...{ starts_at: null, started_at: 1, created_at: 1, ended_at: clock.now - Math.floor(index / 2) * hour },
  }))
  for (let from = 0; from < count; from += 1000) {
    await db
      .insertInto('shows')
      .values(rows.slice(from, from + 1000))
      .execute()
  }
}

async function walk({ call }: RoomWorld, query: string): Promise<ShowView[]> {
  const found: ShowView[] = []
  let cursor = ''
  do {
    const { body } = await call('GET', `/api/v1/shows?${query}${cursor}`)
    found.push(...body.items)
    cursor = body.next === null ? '' : `&cursor=${body.next}`
  } while (cursor !== '' && found.length < 1000)
  return found
}

t.test('past shows are listed from the newest on, page by page, each once', async t => {
  const world = await openRooms(t)
  await world.side.rooms.create('tea', 'Tea')
  await world.side.rooms.create('cup', 'Cups')
  await addPast(world, 'tea', 25)
  await addPast(world, 'cup', 4)
  const all = await walk(world, 'when=past&limit=4')
  t.equal(all.length, 29)
  t.equal(new Set(all.map(({ id }) => id)).size, 29)
  const ends = all.map(({ endedAt }) => endedAt ?? '')
  t.same(ends, ends.toSorted().reverse())
  t.equal(all[0]?.title, all[0]?.roomSlug === 'tea' ? 'Tea' : 'Cups', 'the title of its own room')
  const ofRoom = await walk(world, 'when=past&room=cup&limit=3')
  t.same(
    ofRoom.map(({ id }) => id),
    ['cup-00001', 'cup-00000', 'cup-00003', 'cup-00002'],
  )
  t.same(await walk(world, 'when=past&room=none'), [])
})

t.test('shows to come are listed by their time, without those that nobody began', async t => {
  const world = await openRooms(t)
  await world.side.rooms.create('tea', 'Tea')
  for (const minutes of [300, 100, 200, 100]) await world.plan('tea', minutes)
  const upcoming = async () => (await walk(world, 'when=upcoming&limit=1')).map(({ title }) => title)
  t.same(await upcoming(), ['in 100 minutes', 'in 100 minutes', 'in 200 minutes', 'in 300 minutes'])
  world.clock.now += 100 * minute + 12 * hour
  t.equal((await upcoming()).length, 4)
  world.clock.now += 1
  t.same(await upcoming(), ['in 200 minutes', 'in 300 minutes'])
  await world.goLive('tea')
  t.same(await upcoming(), ['in 300 minutes'])
})

t.test('live shows are listed, the latest first', async t => {
  const world = await openRooms(t)
  for (const slug of ['a', 'b', 'c']) {
    await world.side.rooms.create(slug, slug)
    world.clock.now += 1000
    await world.goLive(slug)
  }
  const live = await walk(world, 'when=live&limit=2')
  t.same(
    live.map(({ roomSlug, state }) => [roomSlug, state]),
    [
      ['c', 'live'],
      ['b', 'live'],
      ['a', 'live'],
    ],
  )
  t.equal((await walk(world, 'when=live&room=b')).length, 1)
})

t.test('a list that is asked for wrongly is refused', async t => {
  const { call } = await openRooms(t)
  for (const query of [
    '',
    'when=now',
    'when=past&limit=0',
    'when=past&limit=101',
    'when=past&cursor=nonsense',
    `when=past&cursor=${Buffer.from('12 x y').toString('base64url')}`,
    `when=past&cursor=${Buffer.from(`1 ${'x'.repeat(65)}`).toString('base64url')}`,
    'when=past&room=../x',
  ]) {
    t.equal((await call('GET', `/api/v1/shows?${query}`)).status, 400, query)
  }
})

t.test('no question about shows and pins reads years of them', async t => {
  const world = await openRooms(t)
  await world.side.rooms.create('tea', 'Tea')
  await addPast(world, 'tea', 10_000)
  await world.plan('tea', 30)
  const { database, asked } = recording(world.database)
  const shows = new ShowStore(database)
  const pins = new PinStore(database)
  const { now } = world.clock
  const slice = { from: now, limit: 20 }
  const after = { at: now, id: 'x' }
  for (const slug of ['tea', null]) {
    for (const list of ['past', 'upcoming'] as const) {
      await shows.list(list, { ...slice, slug, after: null })
      await shows.list(list, { ...slice, slug, after })
    }
  }
  await shows.firstTimeAfter(now)
  const lists = asked.length
  await shows.roomsWithTimeIn([{ from: now, to: now + hour }])
  await shows.list('live', { ...slice, slug: null, after: null })
  await shows.live('tea')
  await shows.current('tea', { from: now, to: now + hour })
  await pins.recent('tea', now)
  await pins.ofShow('tea-00001')
  await pins.end('tea', now)
  t.equal(asked.length, 16)
  // PostgreSQL goes by statistics, and reads a small table whole: what SQLite has an index for, it has too.
  for (const [index, query] of engine === 'sqlite' ? asked.entries() : []) {
    const { rows } = await world.database.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]),
    )
    const plan = rows.map(({ detail }) => detail).join('; ')
    t.notMatch(plan, /SCAN/, `${query.sql}\n${plan}`)
    t.notMatch(plan, /\(room_slug=\?\)/, `not all shows of a room: ${query.sql}\n${plan}`)
    if (index < lists) t.notMatch(plan, /TEMP B-TREE/, `not sorted anew: ${query.sql}\n${plan}`)
  }
  const began = performance.now()
  const page = await world.call('GET', '/api/v1/shows?when=past&room=tea&limit=50')
  t.equal(page.body.items.length, 50)
  t.comment(`a page of 50 among 10,000 shows: ${(performance.now() - began).toFixed(1)} ms`)
})

/** The same database, writing down every query that is put to it. */
function recording(database: Database): { database: Database; asked: CompiledQuery[] } {
  const asked: CompiledQuery[] = []
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      asked.push(database.getExecutor().compileQuery(node, queryId))
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return { database: database.withPlugin(plugin), asked }
}
