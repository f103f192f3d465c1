import { truncate, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { Http } from '../../src/http.ts'
import { createLog } from '../../src/log.ts'
import type { FindMedia, MediaAnswer, MediaBody } from '../../src/media/media-answer.ts'
import { MediaLane } from '../../src/media/media-lane.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { until } from '../helpers/until.ts'

const answer = (body: MediaBody, more: Partial<MediaAnswer> = {}): MediaAnswer => ({
  status: 200,
  type: 'video/iso.segment',
  cacheControl: 'public, max-age=31536000, immutable',
  body,
  ...more,
})

type Served = { readonly site: string; readonly port: number; readonly http: Http }

async function serve(t: Test, find: FindMedia, patienceMs?: number): Promise<Served> {
  const log = createLog('silent')
  const lane = new MediaLane({ prefix: '/hls/', find, log, ...(patienceMs !== undefined && { patienceMs }) })
  const http = await Http.start({
    host: '127.0.0.1',
    port: 0,
    tls: null,
    trustProxy: false,
    lanes: [lane],
    routes: [],
    authenticate: async () => ({ kind: 'guest' }),
    log,
  })
  t.teardown(() => http.close())
  return { site: `http://127.0.0.1:${http.port}`, port: http.port, http }
}

const bytes = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer())

t.test('the name, the path and the query of an address reach the finder', async t => {
  const asked: unknown[] = []
  const { site } = await serve(t, (name, path, query) => {
    asked.push([name, path, query.get('_HLS_msn')])
    return answer('#EXTM3U\n', { type: 'application/vnd.apple.mpegurl', cacheControl: 'no-cache' })
  })
  const response = await fetch(`${site}/hls/tea-1/720p/index.m3u8?_HLS_msn=12`)
  t.equal(response.status, 200)
  t.equal(response.headers.get('content-type'), 'application/vnd.apple.mpegurl')
  t.equal(response.headers.get('cache-control'), 'no-cache')
  t.equal(response.headers.get('access-control-allow-origin'), '*')
  t.equal(response.headers.get('cross-origin-resource-policy'), 'cross-origin')
  t.equal(response.headers.get('x-content-type-options'), 'nosniff')
  t.equal(await response.text(), '#EXTM3U\n')
  t.same(asked, [['tea-1', '720p/index.m3u8', '12']])
})

t.test('nothing that is not plainly an address reaches the finder', async t => {
  const asked: string[] = []
  const { port } = await serve(t, (_name, path) => {
    asked.push(path)
    return answer('x')
  })
  for (const path of [
    '/hls/',
    '/hls/tea',
    '/hls/tea/',
    '/hls//index.m3u8',
    '/hls/tea/../secrets.json',
    '/hls/tea/..%2fsecrets.json',
    '/hls/tea/%2e%2e/secrets.json',
    '/hls/te%61/index.m3u8',
    '/hls/tea/.hidden',
    '/hls/tea/720p//1.m4s',
    '/hls/tea/720p\\1.m4s',
    `/hls/tea/${'a'.repeat(600)}`,
    '/hls/./index.m3u8',
  ]) {
    const { status, body } = await raw(port, 'GET', path)
    t.equal(status, 404, path)
    t.match(JSON.parse(body.toString()), { type: 'https://stallcast.dev/problems/not-found', status: 404 })
  }
  t.same(asked, [])
})

t.test('HEAD tells the length, OPTIONS what is allowed, and nothing else is answered', async t => {
  const { site } = await serve(t, () => answer(Buffer.from('0123456789')))
  const head = await fetch(`${site}/hls/tea/1.m4s`, { method: 'HEAD' })
  t.equal(head.headers.get('content-length'), '10')
  t.equal((await bytes(head)).length, 0)
  const options = await fetch(`${site}/hls/tea/1.m4s`, { method: 'OPTIONS' })
  t.equal(options.status, 204)
  t.match(options.headers.get('access-control-allow-methods'), /GET/)
  const post = await fetch(`${site}/hls/tea/1.m4s`, { method: 'POST', body: 'x' })
  t.equal(post.status, 405)
  t.match(post.headers.get('allow'), /GET/)
  t.equal(post.headers.get('content-type'), 'application/problem+json')
})

t.test('a large text is compressed for those who take it, once for all', async t => {
  const text = '#EXTINF:2,\nsegment\n'.repeat(200)
  const { port } = await serve(t, () => answer(text, { type: 'application/vnd.apple.mpegurl' }))
  const first = await raw(port, 'GET', '/hls/tea/index.m3u8', { 'accept-encoding': 'br, gzip' })
  t.equal(first.headers['content-encoding'], 'gzip')
  t.equal(first.headers.vary, 'Accept-Encoding')
  t.ok(first.body.length < text.length / 5)
  t.equal(gunzipSync(first.body).toString(), text)
  for (const refusal of ['', 'identity', 'gzip;q=0', 'br', 'gzip2']) {
    const plain = await raw(port, 'GET', '/hls/tea/index.m3u8', { 'accept-encoding': refusal })
    t.equal(plain.headers['content-encoding'], undefined, refusal)
    t.equal(plain.headers.vary, 'Accept-Encoding')
    t.equal(plain.body.toString(), text)
  }
})

t.test('a text of a whole day is compressed too, and many who ask at once get the same', async t => {
  const text = Array.from({ length: 20_000 }, (_, n) => `#EXTINF:2,\n${n}.m4s\n`).join('')
  const { port } = await serve(t, () => answer(text))
  const all = await Promise.all(
    Array.from({ length: 5 }, () => raw(port, 'GET', '/hls/tea/index.m3u8', { 'accept-encoding': 'gzip' })),
  )
  for (const { body } of all) t.equal(gunzipSync(body).toString(), text)
})

t.test('the buffers of a segment are sent one after the other, and any range of them', async t => {
  const parts = [Buffer.from('01234'), Buffer.from('567'), Buffer.from('89')]
  const { site } = await serve(t, () => answer(parts))
  const get = (range?: string, more: Record<string, string> = {}) =>
    fetch(`${site}/hls/tea/1.m4s`, { headers: { ...(range !== undefined && { range }), ...more } })
  const whole = await get()
  t.equal(whole.status, 200)
  t.equal(whole.headers.get('content-length'), '10')
  t.equal(whole.headers.get('accept-ranges'), 'bytes')
  t.equal(await whole.text(), '0123456789')
  for (const [range, expected, contentRange] of [
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=3-6', '3456', 'bytes 3-6/10'],
    ['bytes=5-', '56789', 'bytes 5-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-30', '0123456789', 'bytes 0-9/10'],
    ['bytes=8-30', '89', 'bytes 8-9/10'],
  ] as const) {
    const part = await get(range)
    t.equal(part.status, 206, range)
    t.equal(part.headers.get('content-range'), contentRange)
    t.equal(part.headers.get('content-length'), String(expected.length))
    t.equal(await part.text(), expected)
  }
  for (const range of ['bytes=10-', 'bytes=-0', 'bytes=100-200']) {
    const refused = await get(range)
    t.equal(refused.status, 416, range)
    t.equal(refused.headers.get('content-range'), 'bytes */10')
  }
  for (const range of ['bytes=6-3', 'bytes=0-1,4-5', 'bytes=-', 'lines=1-2', 'bytes=a-b']) {
    t.equal((await get(range)).status, 200, range)
  }
  t.equal((await get('bytes=0-1', { 'if-range': '"v1"' })).status, 200)
})

t.test('a slice of a file is streamed, whole or by range', async t => {
  const folder = await tempFolder(t)
  const file = join(folder, 'show.m4s')
  const content = Buffer.alloc(3 << 20, 0).map((_, index) => index % 251)
  await writeFile(file, content)
  const slice = { file, start: 1000, length: 2 << 20 }
  const { site, http } = await serve(t, () => answer(slice))
  const whole = await fetch(`${site}/hls/tea/1.m4s`)
  t.equal(whole.headers.get('content-length'), String(slice.length))
  t.ok((await bytes(whole)).equals(content.subarray(1000, 1000 + slice.length)))
  const part = await fetch(`${site}/hls/tea/1.m4s`, { headers: { range: 'bytes=70000-999999' } })
  t.equal(part.status, 206)
  t.ok((await bytes(part)).equals(content.subarray(71_000, 1_001_000)))
  const head = await fetch(`${site}/hls/tea/1.m4s`, { method: 'HEAD' })
  t.equal(head.headers.get('content-length'), String(slice.length))
  t.equal(http.securePort, null)
})

t.test('a file that is gone, or cut short, is told in a problem and not in half an answer', async t => {
  const folder = await tempFolder(t)
  const file = join(folder, 'show.m4s')
  const { site } = await serve(t, (_name, path) =>
    answer({ file: path === 'none.m4s' ? join(folder, 'none') : file, start: 0, length: 100 }),
  )
  const gone = await fetch(`${site}/hls/tea/none.m4s`)
  t.equal(gone.status, 404)
  t.equal(gone.headers.get('content-type'), 'application/problem+json')
  await writeFile(file, Buffer.alloc(100))
  t.equal((await fetch(`${site}/hls/tea/1.m4s`)).status, 200)
  await truncate(file, 50)
  t.equal((await fetch(`${site}/hls/tea/1.m4s`)).status, 404)
  const folderInstead = await serve(t, () => answer({ file: folder, start: 0, length: 1 }))
  t.equal((await fetch(`${folderInstead.site}/hls/tea/1.m4s`)).status, 404)
  const impossible = await serve(t, () => answer({ file: join(file, 'x'), start: 0, length: 1 }))
  t.equal((await fetch(`${impossible.site}/hls/tea/1.m4s`)).status, 500)
})

t.test('what the finder throws is a 500 for that player, and nobody else', async t => {
  const { site } = await serve(t, (_name, path) => {
    if (path === 'sync') throw new Error('secret')
    return path === 'async' ? Promise.reject(new Error('secret')) : answer('fine')
  })
  for (const path of ['sync', 'async']) {
    const response = await fetch(`${site}/hls/tea/${path}`)
    t.equal(response.status, 500)
    t.notMatch(await response.text(), /secret/)
  }
  t.equal(await (await fetch(`${site}/hls/tea/good`)).text(), 'fine')
})

t.test('a broadcast that is not yet there says when to ask again', async t => {
  const { site } = await serve(t, () =>
    answer('soon\n', { status: 503, type: 'text/plain', cacheControl: 'no-store', retryAfter: 1 }),
  )
  const response = await fetch(`${site}/hls/tea/index.m3u8`)
  t.equal(response.status, 503)
  t.equal(response.headers.get('retry-after'), '1')
  t.equal(await response.text(), 'soon\n')
})

t.test('a waiting answer comes when it is there, and its signal says when the player is gone', async t => {
  const waiting: { signal: AbortSignal; resolve(found: MediaAnswer | null): void }[] = []
  const { site, port } = await serve(t, (_name, _path, _query, signal) => {
    const { promise, resolve } = Promise.withResolvers<MediaAnswer | null>()
    waiting.push({ signal, resolve })
    return promise
  })
  const first = fetch(`${site}/hls/tea/index.m3u8`)
  const [stays] = await until('the first request', () => waiting.length === 1 && waiting)
  const socket = await open(t, port)
  socket.write('GET /hls/tea/index.m3u8 HTTP/1.1\r\nHost: x\r\n\r\n')
  await until('the second request', () => waiting.length === 2)
  t.notOk(waiting[1]?.signal.aborted)
  socket.destroy()
  await until('the abort', () => waiting[1]?.signal.aborted)
  waiting[1]?.resolve(answer('too late'))
  stays?.resolve(answer('here'))
  t.equal(await (await first).text(), 'here')
  t.notOk(stays?.signal.aborted, 'who was answered is not gone')
})

t.test('a connection that lets too many requests wait is closed', async t => {
  const aborted: AbortSignal[] = []
  const { port } = await serve(t, (_name, _path, _query, signal) => {
    aborted.push(signal)
    return new Promise(() => undefined)
  })
  const socket = await open(t, port)
  const closed = new Promise(resolve => socket.once('close', resolve))
  socket.resume().write('GET /hls/tea/index.m3u8 HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(50))
  await closed
  t.ok(aborted.length < 50)
  await until('the aborts', () => aborted.every(signal => signal.aborted))
})

t.test('a player that does not read is cut off, and the others are not held up', async t => {
  const segment = Buffer.alloc(32 << 20)
  const { site, port, http } = await serve(t, () => answer(segment), 300)
  const socket = await open(t, port)
  socket.pause().write('GET /hls/tea/1.m4s HTTP/1.1\r\nHost: x\r\n\r\n')
  const cut = new Promise(resolve => socket.once('close', resolve))
  const other = await fetch(`${site}/hls/tea/1.m4s`, { headers: { connection: 'close' } })
  t.equal((await bytes(other)).length, segment.length)
  // The cut is seen here once the little that the kernels hold has been read.
  await until('the cut', async () => (await connections(http)) === 0)
  socket.resume()
  await cut
  t.ok(socket.bytesRead < segment.length)
})

t.test('one that does not read a file is cut off too', async t => {
  const file = join(await tempFolder(t), 'show.m4s')
  await writeFile(file, Buffer.alloc(32 << 20))
  const { port, http } = await serve(t, () => answer({ file, start: 0, length: 32 << 20 }), 300)
  const connection = new Promise(resolve => http.servers[0]?.once('connection', resolve))
  const socket = await open(t, port)
  socket.pause().write('GET /hls/tea/1.m4s HTTP/1.1\r\nHost: x\r\n\r\n')
  const cut = new Promise(resolve => socket.once('close', resolve))
  await connection
  // The cut is seen here once the little that the kernels hold has been read.
  await until('the cut', async () => (await connections(http)) === 0)
  socket.resume()
  await cut
  t.ok(socket.bytesRead < 32 << 20)
})

type Raw = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** As it was sent: `fetch` tidies up addresses and decodes bodies. */
function raw(port: number, method: string, path: string, headers: Record<string, string> = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', method, path, headers, agent: false })
    request.once('error', reject)
    request.once('response', response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      )
    })
    request.end()
  })
}

const connections = (http: Http): Promise<number | undefined> =>
  new Promise(resolve => http.servers[0]?.getConnections((_error, count) => resolve(count)))

async function open(t: Test, port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  socket.on('error', () => undefined)
  await new Promise(resolve => socket.once('connect', resolve))
  return socket
}

t.test('a server that closes lets go of those who wait, and does not wait for them', async t => {
  const aborted = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const { site, http } = await serve(t, (_name, _path, _query, signal) => {
    signal.addEventListener('abort', () => aborted.resolve())
    asked.resolve()
    return aborted.promise.then(() => null)
  })
  const waiting = fetch(`${site}/hls/tea/720p/index.m3u8?_HLS_msn=12`)
  await asked.promise
  const began = performance.now()
  const closed = http.close()
  const response = await waiting
  t.equal(response.status, 503)
  t.equal(response.headers.get('retry-after'), '1')
  t.match(await response.json(), { type: /closing$/ })
  await aborted.promise
  await closed
  t.ok(performance.now() - began < 1500, 'the two seconds for answers under way are not used up')
})
