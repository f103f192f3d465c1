import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import t, { type Test } from 'tap'
import { notify } from '../src/database/notices.ts'
import { toParts } from '../src/relay/parts.ts'
import type { ServerMessage } from '../src/wire.ts'
import { emptyPostgresPlace } from './helpers/engine.ts'
import { broadcast } from './helpers/rtmp-ffmpeg.ts'
import { portsOf, serve } from './helpers/serve.ts'
import { order, stocked } from './helpers/small-shop.ts'
import { caller } from './helpers/stallcast.ts'
import { tempFolder } from './helpers/temp-folder.ts'
import { until } from './helpers/until.ts'

t.setTimeout(110_000)

/** Two processes of one shop, started at the same moment on a database with nothing in it: one has the streams. */
async function twoProcesses(t: Test) {
  const data = await tempFolder(t)
  const url = await emptyPostgresPlace(t)
  const start = (media: boolean) =>
    serve(t, data, { DATABASE_URL: url, STALLCAST_MEDIA: String(media), MALLOC_ARENA_MAX: '2' })
  const [media, pages] = [start(true), start(false)]
  const [mediaPorts, pagesPorts] = [await portsOf(media), await portsOf(pages)]
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('error', () => undefined)
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) })
  t.teardown(() => db.destroy())
  return {
    ...{ data, url, start, media, pages, mediaPorts, db },
    pagesPort: pagesPorts.http,
    here: caller(`http://127.0.0.1:${mediaPorts.http}`),
    there: caller(`http://127.0.0.1:${pagesPorts.http}`),
  }
}

/** What a page of the room gets to see. */
async function join(t: Test, port: string, room: string): Promise<ServerMessage[]> {
  const messages: ServerMessage[] = []
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`)
  t.teardown(() => socket.close())
  socket.addEventListener('message', ({ data }) => messages.push(JSON.parse(String(data))))
  await new Promise(resolve => socket.addEventListener('open', resolve))
  socket.send(JSON.stringify({ type: 'join', room }))
  await until('the room', () => messages.length > 0)
  return messages
}

t.test('a page of one process sees what happens in the room whose host pushes to the other', async t => {
  const { here, there, pagesPort, mediaPorts, pages, start, db } = await twoProcesses(t)
  const goods = await stocked(there, 5)
  const { streamKey } = (
    await here<{ streamKey: string }>('POST', '/api/v1/rooms', { slug: 'tea', title: 'Tea' })
  ).body
  const seen = await join(t, pagesPort, 'tea')
  const saw = (what: string, look: (message: ServerMessage) => boolean) =>
    until(what, () => seen.some(look), 20_000)
  t.match(seen[0], { type: 'room', room: { state: 'offline' } })

  t.equal((await order(here, goods, 'one')).status, 201)
  await saw('stock', ({ type }) => type === 'stock')
  await here('PATCH', `/api/v1/products/${goods.productId}`, { title: 'Green tea' })
  await saw('the product', message => message.type === 'product' && message.product.title === 'Green tea')

  const host = broadcast(t, `rtmp://127.0.0.1:${mediaPorts.rtmp}/live/${streamKey}`)
  await saw('live', message => message.type === 'state' && message.state === 'live')
  type Room = { state: string; show: { state: string } | null }
  await until('the show', async () => {
    const { body } = await there<Room>('GET', '/api/v1/rooms/tea')
    return body.state === 'live' && body.show?.state === 'live'
  })
  await here('PUT', '/api/v1/rooms/tea/pin', { productId: goods.productId })
  await saw('the pin', message => message.type === 'pinned' && message.productId === goods.productId)
  t.match(await there('GET', '/api/v1/rooms/tea'), { body: { pinned: { productId: goods.productId } } })
  t.match(await there('POST', '/api/v1/rooms/tea/end'), {
    status: 503,
    body: { detail: /takes in the streams/ },
  })

  // It comes and goes without touching the show, and knows at once how things are.
  pages.child.kill('SIGTERM')
  t.same(await pages.exited, [0, null])
  t.match(await here('GET', '/api/v1/rooms/tea'), {
    body: { state: 'live', interrupted: null, show: { state: 'live' } },
  })
  const again = await portsOf(start(false))
  const call = caller(`http://127.0.0.1:${again.http}`)
  await until(
    'the state to be known',
    async () => (await call<{ state: string }>('GET', '/api/v1/rooms/tea')).body.state === 'live',
  )

  // A connection that breaks is made anew, and pages get their room anew.
  const later = await join(t, again.http, 'tea')
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'stallcast pages'`.execute(
    db,
  )
  await until('the room anew', () => later.filter(({ type }) => type === 'room').length > 1)
  const before = later.length
  t.equal((await order(here, goods, 'two')).status, 201)
  await until('stock once more', () => later.slice(before).some(({ type }) => type === 'stock'))

  host.child.kill('SIGKILL')
  await until(
    'the interruption',
    () => later.some(message => message.type === 'interrupted' && message.interrupted !== null),
    30_000,
  )
  t.match(await call('GET', '/api/v1/rooms/tea'), {
    body: { state: 'live', interrupted: { endsAt: String } },
  })
  t.equal((await here('POST', '/api/v1/rooms/tea/end')).status, 204)
  await until(
    'the end',
    () => later.some(message => message.type === 'state' && message.state === 'offline'),
    20_000,
  )
})

t.test('of two processes that look for holds that are over, one ends each', async t => {
  const { here, there, db } = await twoProcesses(t)
  const goods = await stocked(here, 40)
  const ids: string[] = []
  for (let n = 0; n < 20; n++) ids.push((await order(n % 2 ? here : there, goods, `k${n}`)).body.id)
  await sql`update orders set hold_expires_at = 1 where hold_expires_at is not null`.execute(db)
  await order(here, goods, 'last')
  // As if a third process had sold what is over by now: both look at once.
  const fact = { orderId: ids[0], number: '1', roomSlug: null, at: 0, holdExpiresAt: 1 }
  await notify(db, toParts('a third process', 1, JSON.stringify({ name: 'order.placed', fact })))
  const states = async () =>
    Promise.all(
      ids.map(async id => (await there<{ state: string }>('GET', `/api/v1/orders/${id}`)).body.state),
    )
  await until('all to have expired', async () => (await states()).every(state => state === 'expired'))
  const { body } = await here<{ levels: unknown }>('GET', `/api/v1/stock?variantId=${goods.variantId}`)
  t.match(body, { levels: [{ onHand: 40, reserved: 1, available: 39 }] })
})

t.test('of many buyers in both processes exactly as many get the last units as there are', async t => {
  const { here, there } = await twoProcesses(t)
  const goods = await stocked(here, 10)
  const replies = await Promise.all(
    Array.from({ length: 60 }, (_, n) => order(n % 2 ? here : there, goods, `k${n >> 1 === 0 ? 'same' : n}`)),
  )
  const made = replies.filter(({ status }) => status === 201)
  t.equal(new Set(made.map(({ body }) => body.id)).size, 10)
  t.ok(replies.every(({ status }) => status === 201 || status === 409))
  t.equal(replies[0]?.body.id, replies[1]?.body.id, 'one buyer, asking in both, gets one answer')
})

t.test('a second process with the streams is refused, and one without needs PostgreSQL', async t => {
  const data = await tempFolder(t)
  const url = await emptyPostgresPlace(t)
  const alone = serve(t, await tempFolder(t), { STALLCAST_MEDIA: 'false' })
  const first = serve(t, data, { DATABASE_URL: url })
  await portsOf(first)
  const second = serve(t, data, { DATABASE_URL: url })
  t.same(await second.exited, [1, null])
  t.match(second.output(), 'another process of this shop takes in the streams already')
  t.same(await alone.exited, [1, null])
  t.match(alone.output(), /a process without streams needs one with, and a DATABASE_URL/)
})

t.test('a database that does not answer is named without its password', async t => {
  const data = await tempFolder(t)
  const server = serve(t, data, { DATABASE_URL: 'postgresql://shop:hunter2@127.0.0.1:1/shop' })
  t.same(await server.exited, [1, null])
  t.match(server.output(), /the database could not be reached: .*ECONNREFUSED.*; check DATABASE_URL\n$/)
  t.notMatch(server.output(), /hunter2/)
})
