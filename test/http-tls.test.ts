import { once } from 'node:events'
import { copyFile, rename, writeFile } from 'node:fs/promises'
import { type ClientHttp2Session, connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2'
import { request as httpsRequest } from 'node:https'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { staffActor } from '../src/access.ts'
import { Bus } from '../src/events.ts'
import { Http } from '../src/http.ts'
import type { Lane } from '../src/lane.ts'
import { createLog, type Logger } from '../src/log.ts'
import type { FindMedia } from '../src/media/media-answer.ts'
import { MediaLane } from '../src/media/media-lane.ts'
import { type Route, route } from '../src/route.ts'
import { sessionCookie } from '../src/session-cookie.ts'
import { Sockets } from '../src/sockets.ts'
import { makeCertificate, type TestCertificate } from './helpers/certificate.ts'
import { tempFolder } from './helpers/temp-folder.ts'
import { until } from './helpers/until.ts'

const log = createLog('silent')

const whoAmI = route({
  method: 'POST',
  path: '/api/v1/me',
  summary: 'Who asks, and from where',
  access: 'public',
  body: z.strictObject({ text: z.string() }),
  answers: { 200: z.looseObject({}) },
  handle: ({ actor, site, secure, body }) => ({ status: 200, body: { actor, site, secure, ...body } }),
})

type Options = {
  readonly routes?: readonly Route[]
  readonly lanes?: readonly Lane[]
  readonly logger?: Logger
}

function start(
  tls: { certificate: string; key: string },
  { routes = [], lanes = [], logger = log }: Options = {},
) {
  return Http.start({
    host: '127.0.0.1',
    port: 0,
    tls: { ...tls, port: 0 },
    trustProxy: false,
    routes,
    lanes,
    authenticate: async ({ cookie }) =>
      cookie === 'good' ? staffActor({ id: '1', name: 'a', role: 'host' }) : { kind: 'guest' },
    log: logger,
  })
}

type Secure = { readonly http: Http; readonly origin: string; readonly tls: TestCertificate }

async function serve(t: Test, options: Options = {}): Promise<Secure> {
  const tls = await makeCertificate(await tempFolder(t), 'one')
  const http = await start(tls, options)
  t.teardown(() => http.close())
  return { http, origin: `https://127.0.0.1:${http.securePort}`, tls }
}

async function session(t: Test, { origin, tls }: Secure): Promise<ClientHttp2Session> {
  const client = connectHttp2(origin, { ca: tls.pem })
  t.teardown(() => client.destroy())
  client.on('error', () => undefined)
  await once(client, 'connect')
  return client
}

type Answer = { readonly headers: IncomingHttpHeaders; readonly body: Buffer }

async function ask(
  client: ClientHttp2Session,
  headers: Record<string, string>,
  body?: string,
): Promise<Answer> {
  const stream = client.request(headers)
  stream.end(body)
  const [received] = (await once(stream, 'response')) as [IncomingHttpHeaders]
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return { headers: received, body: Buffer.concat(chunks) }
}

const lane = (find: FindMedia, patienceMs?: number): Lane =>
  new MediaLane({ prefix: '/hls/', find, log, ...(patienceMs !== undefined && { patienceMs }) })

const json = { ':method': 'POST', 'content-type': 'application/json' }

t.test('HTTP/2 and HTTP/1.1 over TLS get what plain HTTP gets', async t => {
  const body = [Buffer.from('0123'), Buffer.from('4567')]
  const find: FindMedia = () => ({ status: 200, type: 'video/mp4', cacheControl: 'no-cache', body })
  const secure = await serve(t, { routes: [whoAmI], lanes: [lane(find)] })
  const client = await session(t, secure)
  t.equal(client.alpnProtocol, 'h2')
  const media = await ask(client, { ':path': '/hls/tea/1.m4s' })
  t.match(media.headers, { ':status': 200, 'content-type': 'video/mp4', 'content-length': '8' })
  t.equal(media.body.toString(), '01234567')
  const part = await ask(client, { ':path': '/hls/tea/1.m4s', range: 'bytes=2-5' })
  t.match(part.headers, { ':status': 206, 'content-range': 'bytes 2-5/8' })
  t.equal(part.body.toString(), '2345')
  const head = await ask(client, { ':path': '/hls/tea/1.m4s', ':method': 'HEAD' })
  t.match(head.headers, { ':status': 200, 'content-length': '8' })
  t.equal(head.body.length, 0)
  const call = await ask(client, { ...json, ':path': '/api/v1/me' }, '{"text":"a"}')
  t.match(JSON.parse(call.body.toString()), { site: secure.origin, secure: true, text: 'a' })
  const missing = await ask(client, { ':path': '/nowhere' })
  t.match(missing.headers, { ':status': 404, 'content-type': 'application/problem+json' })

  const old = httpsRequest(`${secure.origin}/hls/tea/1.m4s`, { ca: secure.tls.pem, agent: false }).end()
  const [response] = await once(old, 'response')
  t.equal(response.httpVersion, '1.1')
  t.equal(response.statusCode, 200)
  response.resume()
  const plain = await fetch(`http://127.0.0.1:${secure.http.port}/hls/tea/1.m4s`)
  t.equal(await plain.text(), '01234567')
})

t.test('over HTTP/2 another site cannot use a session, and the own site can', async t => {
  const secure = await serve(t, { routes: [whoAmI] })
  const client = await session(t, secure)
  const status = async (origin: string): Promise<unknown> => {
    const cookie = '__Host-stallcast_session=good'
    const { headers } = await ask(client, { ...json, ':path': '/api/v1/me', cookie, origin }, '{"text":"a"}')
    return headers[':status']
  }
  t.equal(await status('https://evil.example'), 403)
  t.equal(await status('null'), 403)
  t.equal(await status(secure.origin), 200)
})

t.test('a session begun over TLS has a Secure cookie of a name that no plain page can take', async t => {
  t.match(sessionCookie('x', 5, true), /^__Host-stallcast_session=x; Path=\/; HttpOnly; .*Secure$/)
  t.notMatch(sessionCookie('x', 5, false), /Secure|__Host/)
  const { origin, tls, http } = await serve(t, { routes: [whoAmI] })
  const client = await session(t, { origin, tls, http })
  const actor = async (cookie: string): Promise<unknown> => {
    const { body } = await ask(client, { ...json, ':path': '/api/v1/me', cookie }, '{"text":"a"}')
    return JSON.parse(body.toString()).actor.kind
  }
  t.equal(await actor('stallcast_session=bad; __Host-stallcast_session=good'), 'staff')
  t.equal(await actor('__Host-stallcast_session=bad; stallcast_session=good'), 'guest')
  t.equal(await actor('stallcast_session=good'), 'staff')
})

t.test('WebSockets open over TLS', async t => {
  const { http, origin, tls } = await serve(t)
  const sockets = Sockets.start({
    bus: new Bus(log),
    servers: http.servers,
    authenticate: async () => ({ kind: 'guest' }),
    room: async () => null,
    limits: { sockets: 10, socketsPerAddress: 10 },
    trustProxy: false,
    log,
  })
  t.teardown(() => sockets.close())
  for (const url of [`${origin.replace('https', 'wss')}/ws`, `ws://127.0.0.1:${http.port}/ws`]) {
    const socket = new WebSocket(url, { ca: tls.pem, origin: url.replace('ws', 'http').replace('/ws', '') })
    t.teardown(() => socket.terminate())
    await once(socket, 'open')
    socket.send('{"type":"join","room":"none"}')
    const [message] = await once(socket, 'message')
    t.match(JSON.parse(message.toString()), { type: 'error' })
  }
})

/** The name in the certificate that new connections are shown. */
async function shown(port: number | null): Promise<string> {
  const socket = connectTls({ port: port ?? 0, host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { CN } = socket.getPeerCertificate().subject
  socket.destroy()
  return String(CN)
}

t.test('a renewed certificate is used without a restart, a broken one changes nothing', async t => {
  const folder = await tempFolder(t)
  const one = await makeCertificate(folder, 'one')
  const two = await makeCertificate(folder, 'two')
  const used = { certificate: join(folder, 'used.pem'), key: join(folder, 'used.key') }
  await copyFile(one.certificate, used.certificate)
  await copyFile(one.key, used.key)
  const lines: string[] = []
  const logger = pino({}, { write: (line: string) => lines.push(line) })
  const http = await start(used, { logger })
  t.teardown(() => http.close())
  const port = http.securePort
  t.equal(await shown(port), 'one')
  const open = connectTls({ port: port ?? 0, host: '127.0.0.1', rejectUnauthorized: false })
  t.teardown(() => open.destroy())
  await once(open, 'secureConnect')

  await writeFile(used.certificate, 'not a certificate')
  await writeFile(used.key, 'not a key')
  await until('a word in the log', () => lines.some(line => line.includes('the old one stays')))
  t.equal(await shown(port), 'one')

  await copyFile(two.certificate, used.certificate)
  // By another file in its place, as tools that renew do.
  await copyFile(two.key, `${used.key}.new`)
  await rename(`${used.key}.new`, used.key)
  await until('the new certificate', async () => (await shown(port)) === 'two')
  t.notOk(open.destroyed, 'who is connected stays connected')
})

t.test('a start without a usable certificate says which setting and what to do', async t => {
  const folder = await tempFolder(t)
  const one = await makeCertificate(folder, 'one')
  const two = await makeCertificate(folder, 'two')
  const none = join(folder, 'none.pem')
  await t.rejects(start({ ...one, certificate: none }), {
    name: 'ConfigError',
    message: /'http\.tls\.certificate': there is no file .*none\.pem\. Name .* Or set /,
  })
  await t.rejects(start({ ...one, key: none }), { name: 'ConfigError', message: /'http\.tls\.key'/ })
  await t.rejects(start({ ...one, key: folder }), {
    name: 'ConfigError',
    message: /'http\.tls\.key': .*EISDIR/,
  })
  await t.rejects(start({ ...one, key: two.key }), { name: 'ConfigError', message: /used together/ })
  await writeFile(none, 'no PEM')
  await t.rejects(start({ ...one, certificate: none }), { name: 'ConfigError', message: /used together/ })
})

t.test('over HTTP/2 a waiting answer is given up with its stream, not with its connection', async t => {
  const waiting: { signal: AbortSignal; resolve(): void }[] = []
  const secure = await serve(t, {
    lanes: [
      lane((_name, _path, _query, signal) => {
        const { promise, resolve } = Promise.withResolvers<null>()
        waiting.push({ signal, resolve: () => resolve(null) })
        return promise
      }),
    ],
  })
  const client = await session(t, secure)
  const given = client.request({ ':path': '/hls/tea/index.m3u8' })
  given.on('error', () => undefined)
  const kept = ask(client, { ':path': '/hls/tea/index.m3u8' })
  await until('both', () => waiting.length === 2)
  given.close()
  await until('the abort', () => waiting[0]?.signal.aborted)
  t.notOk(waiting[1]?.signal.aborted)
  waiting[1]?.resolve()
  t.equal((await kept).headers[':status'], 404)
})

t.test('a stream of HTTP/2 that is not read is cut off, the others of its connection are not', async t => {
  const find: FindMedia = (_name, path) => {
    const body = path === 'large.m4s' ? Buffer.alloc(8 << 20) : Buffer.from('small')
    return { status: 200, type: 'video/mp4', cacheControl: 'no-cache', body }
  }
  const secure = await serve(t, { lanes: [lane(find, 300)] })
  const client = await session(t, secure)
  const stalled = client.request({ ':path': '/hls/tea/large.m4s' })
  const closed = new Promise(resolve => stalled.once('close', resolve))
  let received = 0
  stalled.once('response', () => stalled.pause())
  stalled.on('error', () => undefined)
  t.equal((await ask(client, { ':path': '/hls/tea/small.m4s' })).body.toString(), 'small')
  await until('the cut', () => stalled.rstCode !== undefined && stalled.rstCode !== 0)
  stalled.on('data', chunk => {
    received += chunk.length
  })
  stalled.resume()
  await closed
  t.ok(received < 8 << 20)
  t.equal((await ask(client, { ':path': '/hls/tea/small.m4s' })).body.toString(), 'small')
})

t.test('close() ends connections over TLS, also with a request that waits', async t => {
  const secure = await serve(t, { lanes: [lane(() => new Promise(() => undefined))] })
  const client = await session(t, secure)
  const stream = client.request({ ':path': '/hls/tea/index.m3u8' })
  stream.on('error', () => undefined)
  stream.resume()
  const idle = await session(t, secure)
  const half = connectTls({ port: secure.http.securePort ?? 0, host: '127.0.0.1', ca: secure.tls.pem })
  half.on('error', () => undefined)
  t.teardown(() => half.destroy())
  await once(half, 'secureConnect')
  half.write('GET / HTTP/1.1\r\nHos')
  await secure.http.close()
  await until('the ends', () => client.destroyed && idle.destroyed)
  await t.rejects(shown(secure.http.securePort))
})
