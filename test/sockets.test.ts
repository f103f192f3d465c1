import { connect } from 'node:net'
import t, { type Test } from 'tap'
import { WebSocket } from 'ws'
import { staffActor } from '../src/access.ts'
import { Bus } from '../src/events.ts'
import { Http } from '../src/http.ts'
import { createLog } from '../src/log.ts'
import { Sockets } from '../src/sockets.ts'
import type { RoomView, ServerMessage } from '../src/wire.ts'
import { until } from './helpers/until.ts'

const room = (slug: string): RoomView => ({
  slug,
  title: slug,
  state: 'offline',
  show: null,
  coverUrl: null,
  interrupted: null,
  nextShow: null,
  lineup: [],
  pinned: null,
  recentPins: [],
  viewers: 0,
})

type Options = {
  limits?: { sockets: number; socketsPerAddress: number }
  trustProxy?: boolean | number
  room?: (slug: string) => Promise<RoomView | null>
  /** Whether the good session has ended. */
  ended?: () => boolean
}

async function serve(t: Test, options: Options = {}): Promise<{ sockets: Sockets; url: string; bus: Bus }> {
  const log = createLog('silent')
  const bus = new Bus(log)
  const authenticate = async ({ cookie }: { cookie: string | undefined }) =>
    cookie === 'good' && !options.ended?.()
      ? staffActor({ id: '1', name: 'a', role: 'host' })
      : ({ kind: 'guest' } as const)
  const http = await Http.start({
    host: '127.0.0.1',
    port: 0,
    tls: null,
    trustProxy: false,
    lanes: [],
    routes: [],
    authenticate,
    log,
  })
  t.teardown(() => http.close())
  const sockets = Sockets.start({
    bus,
    servers: http.servers,
    authenticate,
    room: options.room ?? (async slug => (slug === 'tea' ? room(slug) : null)),
    limits: options.limits ?? { sockets: 100, socketsPerAddress: 100 },
    trustProxy: options.trustProxy ?? false,
    log,
  })
  t.teardown(() => sockets.close())
  return { sockets, bus, url: `ws://127.0.0.1:${http.port}/ws` }
}

type Client = { readonly socket: WebSocket; readonly messages: ServerMessage[]; say(message: unknown): void }

async function open(t: Test, url: string, headers: Record<string, string> = {}): Promise<Client> {
  const socket = new WebSocket(url, { headers })
  t.teardown(() => socket.terminate())
  const messages: ServerMessage[] = []
  socket.on('message', data => messages.push(JSON.parse(data.toString())))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return {
    socket,
    messages,
    say: message => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
  }
}

const has = (client: Client, type: ServerMessage['type']) =>
  client.messages.find(message => message.type === type)

t.test('a page that joins gets the room, and then what is sent to it', async t => {
  const { sockets, url } = await serve(t)
  const viewer = await open(t, url)
  viewer.say({ type: 'join', room: 'tea' })
  await until('the room', () => has(viewer, 'room'))
  sockets.send('tea', { type: 'state', state: 'live', at: '' })
  sockets.send('other', { type: 'state', state: 'offline', at: '' })
  await until('the state', () => has(viewer, 'state'))
  t.equal(viewer.messages.filter(message => message.type === 'state').length, 1)
})

t.test('what happens while the room is being read comes after the room', async t => {
  const gate = Promise.withResolvers<RoomView>()
  const asked = Promise.withResolvers<void>()
  const { sockets, url } = await serve(t, {
    room: () => {
      asked.resolve()
      return gate.promise
    },
  })
  const viewer = await open(t, url)
  viewer.say({ type: 'join', room: 'tea' })
  await asked.promise
  sockets.send('tea', { type: 'state', state: 'live', at: '' })
  gate.resolve(room('tea'))
  await until('both', () => viewer.messages.length >= 2)
  t.same(
    viewer.messages.slice(0, 2).map(message => message.type),
    ['room', 'state'],
  )
})

t.test('viewers are counted without studios, and the room is told', async t => {
  const { sockets, url } = await serve(t)
  const first = await open(t, url)
  const second = await open(t, url)
  const studio = await open(t, url, { cookie: 'stallcast_session=good' })
  first.say({ type: 'join', room: 'tea' })
  second.say({ type: 'join', room: 'tea' })
  studio.say({ type: 'join', room: 'tea', studio: true })
  await until('both counted', () =>
    studio.messages.some(message => message.type === 'viewers' && message.count === 2),
  )
  second.socket.close()
  await until('one gone', () =>
    first.messages.some(message => message.type === 'viewers' && message.count === 1),
  )
  t.equal(sockets.viewers('tea'), 1)
})

t.test('the socket of a session that ends is closed at once, and no other', async t => {
  let over = false
  const { bus, url } = await serve(t, { ended: () => over })
  const viewer = await open(t, url)
  const studio = await open(t, url, { cookie: 'stallcast_session=good' })
  viewer.say({ type: 'join', room: 'tea' })
  studio.say({ type: 'join', room: 'tea', studio: true })
  await until('both are there', () => has(viewer, 'room') && has(studio, 'room'))
  const closed = new Promise<number>(resolve => studio.socket.once('close', resolve))
  bus.publish('access.changed', { staffId: 'somebody else' })
  bus.publish('access.changed', { staffId: '1' })
  over = true
  bus.publish('access.changed', { staffId: '1' })
  t.equal(await closed, 4401)
  t.equal(viewer.socket.readyState, viewer.socket.OPEN)
})

t.test('only staff join as a studio, and only studios hear of orders and health', async t => {
  const { sockets, url } = await serve(t)
  const guest = await open(t, url)
  guest.say({ type: 'join', room: 'tea', studio: true })
  const refusal = await until('a refusal', () => has(guest, 'error'))
  t.equal(refusal.type === 'error' && refusal.problem.status, 401)
  const viewer = await open(t, url)
  t.equal(sockets.isHeard(null, 'all'), false)
  viewer.say({ type: 'join', room: 'tea' })
  await until('the room', () => has(viewer, 'room'))
  t.same([sockets.isHeard('tea', 'all'), sockets.isHeard('tea', 'studio')], [true, false])
  const studio = await open(t, url, { cookie: 'stallcast_session=good' })
  studio.say({ type: 'join', room: 'tea', studio: true })
  await until('the room again', () => has(studio, 'room'))
  t.same([sockets.isHeard(null, 'studio'), sockets.isHeard('cup', 'all')], [true, false])
  sockets.send('tea', { type: 'state', state: 'live', at: 'secret' }, 'studio')
  sockets.send('tea', { type: 'unpinned', productId: 'p', until: '' })
  await until('the second', () => has(viewer, 'unpinned') && has(studio, 'unpinned'))
  t.ok(has(studio, 'state'))
  t.notOk(has(viewer, 'state'))
})

t.test('hostile messages are answered, counted and cut, and harm no one else', async t => {
  const { url } = await serve(t)
  const calm = await open(t, url)
  const hostile = await open(t, url)
  for (const text of [
    '',
    '{',
    'null',
    '{"type":"join"}',
    '{"type":"join","room":"../x"}',
    '{"type":"join","room":"none"}',
  ]) {
    hostile.say(text)
  }
  await until('six refusals', () => hostile.messages.filter(message => message.type === 'error').length === 6)
  const closed = new Promise(resolve => hostile.socket.once('close', resolve))
  for (let count = 0; count < 40; count++) hostile.say('{}')
  t.equal(await closed, 1008)
  const large = await open(t, url)
  large.socket.on('error', () => undefined)
  const cut = new Promise(resolve => large.socket.once('close', resolve))
  large.say('x'.repeat(10_000))
  t.equal(await cut, 1009)
  calm.say({ type: 'join', room: 'tea' })
  await until('the room', () => has(calm, 'room'))
})

t.test('sockets from another site, on another path or over the limit are refused', async t => {
  const { url } = await serve(t, { limits: { sockets: 100, socketsPerAddress: 2 } })
  await t.rejects(open(t, url, { origin: 'https://evil.example' }), /403/)
  await t.rejects(open(t, url, { origin: 'null' }), /403/)
  await t.rejects(open(t, url.replace('/ws', '/other')), /404/)
  const first = await open(t, url)
  await open(t, url)
  await t.rejects(open(t, url), /503/)
  first.socket.close()
  await until('a place that is free again', () => open(t, url).catch(() => null))
})

t.test('a raw socket that breaks off in the middle of the upgrade does no harm', async t => {
  const { url } = await serve(t)
  const raw = connect(Number(new URL(url).port), '127.0.0.1')
  raw.end('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  await new Promise(resolve => raw.once('close', resolve).resume())
  const viewer = await open(t, url)
  viewer.say({ type: 'join', room: 'tea' })
  await until('the room', () => has(viewer, 'room'))
})

t.test('behind a proxy the sockets of one address are counted, whatever it says that it is', async t => {
  const { url } = await serve(t, { limits: { sockets: 100, socketsPerAddress: 2 }, trustProxy: true })
  await open(t, url, { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' })
  await open(t, url, { 'x-forwarded-for': '198.51.100.2, 203.0.113.7' })
  await t.rejects(open(t, url, { 'x-forwarded-for': '198.51.100.3, 203.0.113.7' }), /503/)
  await open(t, url, { 'x-forwarded-for': '203.0.113.8' })
})
