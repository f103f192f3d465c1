import { once } from 'node:events'
import { createServer } from 'node:net'
import t, { type Test } from 'tap'
import { Link } from '../../src/media/ingest/link.ts'
import {
  amf,
  basicHeader,
  command,
  connectCommand,
  createStreamCommand,
  encode,
  handshake,
  publishCommand,
  RawClient,
  type RawMessage,
} from '../helpers/rtmp-client.ts'
import { broadcast } from '../helpers/rtmp-ffmpeg.ts'
import { startIngest, type TestIngest } from '../helpers/rtmp-ingest.ts'
import { Recording } from '../helpers/rtmp-sink.ts'

const control = (type: number, payload: Buffer): RawMessage => ({ type, payload, chunkStream: 2 })
const size = (bytes: number): Buffer => {
  const payload = Buffer.alloc(4)
  payload.writeUInt32BE(bytes)
  return payload
}

/** What facts/media.md §5 lists, and its near relations; each follows a good handshake. */
const attacks: Readonly<Record<string, readonly (Buffer | RawMessage)[]>> = {
  'connect without a tcUrl': [command('connect', 1, { app: 'live' })],
  'connect without an object': [command('connect', 1)],
  'connect with a broken tcUrl': [command('connect', 1, { app: 'live', tcUrl: 'http://[' })],
  'connect twice': [connectCommand, connectCommand],
  'a SetChunkSize without a size': [control(1, Buffer.alloc(0)), connectCommand],
  'a chunk size of 0': [control(1, size(0)), connectCommand],
  'a chunk size beyond all bounds': [control(1, size(0xffffffff)), connectCommand],
  'an unknown AMF type': [{ type: 20, payload: Buffer.concat([amf('connect', 1), Buffer.from([0x66])]) }],
  'a command without a name': [{ type: 20, payload: Buffer.from([5]) }],
  'an empty command': [{ type: 20, payload: Buffer.alloc(0) }, connectCommand],
  'AMF cut short': [{ type: 20, payload: amf('connect', 1, { app: 'live' }).subarray(0, -9) }],
  'AMF nested without end': [{ type: 20, payload: Buffer.concat([amf('connect', 1), nested(2000)]) }],
  'an array of four billion': [
    {
      type: 20,
      payload: Buffer.concat([
        amf('connect', 1),
        Buffer.from([0x0a, 255, 255, 255, 255]),
        Buffer.alloc(4000, 5),
      ]),
    },
  ],
  'publish with a null name': [
    connectCommand,
    createStreamCommand,
    command('publish', 3, null, null, 'live'),
  ],
  'publish without a name': [connectCommand, createStreamCommand, command('publish', 3, null)],
  'publish before connect': [publishCommand('key-of-live')],
  'a picture before the login': [connectCommand, { type: 9, payload: Buffer.alloc(100), chunkStream: 6 }],
  'a chunk of no message': [basicHeader(3, 9), Buffer.alloc(200)],
  'a message begun over another': [
    encode({ type: 20, payload: Buffer.alloc(1000) }).subarray(0, 300),
    connectCommand,
  ],
  'messages of 16 MB each, begun and left': Array.from({ length: 57 }, (_, i) =>
    encode({ type: 20, payload: Buffer.alloc(128), declared: 0xffffff, chunkStream: 3 + i }),
  ),
  'many chunk streams': Array.from({ length: 70_000 }, (_, i) =>
    encode({ type: 20, payload: Buffer.alloc(1), declared: 2, chunkStream: 3 + (i % 60_000) }),
  ),
  'createStream without end': [connectCommand, ...Array.from({ length: 2000 }, () => createStreamCommand)],
  'pings without end': [
    connectCommand,
    ...Array.from({ length: 5000 }, () => control(4, Buffer.from([0, 6, 0, 0, 0, 1]))),
  ],
  'a name of 60 KB': [connectCommand, command('publish', 3, null, 'k'.repeat(60_000))],
}

const notRtmp: Readonly<Record<string, Buffer>> = {
  HTTP: Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
  TLS: Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]),
  noise: Buffer.alloc(5000, 0xa5),
}

t.test('no attack before the login touches another stream', async t => {
  const server = await startIngest(t, { limits: { loginSeconds: 1 } })
  const watch = await watchLive(t, server)
  for (const [name, parts] of Object.entries(attacks)) {
    const client = await RawClient.open(t, server.ingest.port)
    client.send(handshake, ...parts)
    const answer = await client.closed
    t.notOk(answer.includes('Publish.Start'), name)
    t.ok(answer.length < 8000, `${name}: ${answer.length} bytes of answers`)
  }
  for (const [name, bytes] of Object.entries(notRtmp)) {
    const client = await RawClient.open(t, server.ingest.port)
    client.send(bytes)
    t.equal((await client.closed).length, 0, name)
  }
  await watch()
  t.notOk(
    server.log.some(line => line.level >= 50),
    'nothing but refusals',
  )
})

t.test('attacks with a valid key of another room touch only that room', async t => {
  const server = await startIngest(t)
  const watch = await watchLive(t, server)
  const afterLogin: Readonly<Record<string, readonly (Buffer | RawMessage)[]>> = {
    'a chunk size of 0': [control(1, size(0))],
    'an unknown AMF type': [{ type: 20, payload: Buffer.from([0x66, 0, 0]) }],
    'messages of 16 MB': [
      encode({ type: 9, payload: Buffer.alloc(128), declared: 0xffffff, chunkStream: 6 }),
    ],
    'many messages begun': Array.from({ length: 9 }, (_, i) =>
      encode({ type: 9, payload: Buffer.alloc(128), declared: 1024 * 1024, chunkStream: 10 + i }),
    ),
    'a sequence header cut short': [
      { type: 9, payload: Buffer.from([0x17, 0, 0, 0, 0, 1, 100, 0, 31, 255, 225, 0]) },
    ],
    'a second publish': [publishCommand('key-of-live')],
    'a wish to play': [command('play', 4, null, 'key-of-live')],
    HEVC: [{ type: 9, payload: Buffer.from('\x90hvc1\x01\x02\x03', 'latin1') }],
  }
  for (const [name, parts] of Object.entries(afterLogin)) {
    const client = await RawClient.open(t, server.ingest.port)
    await client.publish('key-of-other')
    client.send(...parts)
    await client.closed
    t.pass(name)
  }
  await watch()
  t.ok(
    server.log.some(
      line => line.reason === 'video codec hvc1 (enhanced RTMP) is not supported; choose H.264',
    ),
  )
})

t.test('a publisher that floods with tiny messages is let go', async t => {
  const server = await startIngest(t)
  const client = await RawClient.open(t, server.ingest.port)
  await client.publish('key-of-a')
  client.socket.pause()
  const pings = Buffer.concat(
    Array.from({ length: 5000 }, () => encode(control(4, Buffer.from([0, 6, 0, 0, 0, 1])))),
  )
  const flood = (error?: Error | null): void => {
    if (!error) client.socket.write(pings, flood)
  }
  flood()
  await client.closed
  t.match(server.log.at(-1), { reason: 'too many messages', slug: 'a' })
})

t.test('answers that nobody reads do not pile up', async t => {
  const server = createServer().listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  const [client] = await Promise.all([RawClient.open(t, address.port), once(server, 'connection')])
  client.socket.pause()
  const link = new Link(client.socket)
  const answer = Buffer.alloc(64 * 1024)
  t.throws(() => {
    for (let sent = 0; sent < 64 * 2 ** 20; sent += answer.length) link.send(answer)
  }, /answers are not read/)
  link.destroy()
})

t.test('who does not log in is closed in time, however slowly it speaks', async t => {
  const server = await startIngest(t, { limits: { loginSeconds: 1 } })
  const begun = performance.now()
  const silent = await RawClient.open(t, server.ingest.port)
  const slow = await RawClient.open(t, server.ingest.port)
  let at = 0
  const drip = setInterval(() => slow.socket.write(handshake.subarray(at, ++at)), 20)
  t.teardown(() => clearInterval(drip))
  const connected = await RawClient.open(t, server.ingest.port)
  connected.send(handshake, connectCommand)
  await Promise.all([silent.closed, slow.closed, connected.closed])
  const took = performance.now() - begun
  t.ok(took > 900 && took < 10_000, `${Math.round(took)} ms`)
})

t.test('idle logins do not keep a host out', async t => {
  const server = await startIngest(t, { limits: { maxPendingPerAddress: 5 } })
  const idle = await Promise.all(Array.from({ length: 5 }, () => RawClient.open(t, server.ingest.port)))
  const host = await RawClient.open(t, server.ingest.port)
  await host.publish('key-of-a')
  await idle[0]?.closed
  t.ok(server.log.some(line => line.reason === 'too many logins from its address'))
  const stillOpen = idle.filter(client => !client.socket.destroyed)
  t.equal(stillOpen.length, 4)
})

t.test('a wrong key is told so in the words that OBS knows, and never a start', async t => {
  const server = await startIngest(t)
  const client = await RawClient.open(t, server.ingest.port)
  client.send(handshake, connectCommand, createStreamCommand, publishCommand('wrong'))
  const answer = await client.closed
  t.ok(answer.includes('NetStream.Publish.BadName'))
  t.ok(answer.includes(amf('level').subarray(1)) && answer.includes(amf('error')))
  t.notOk(answer.includes('Publish.Start'))
})

t.test('who guesses keys is slowed down, and the right key still gets in from there', async t => {
  const server = await startIngest(t, { limits: { maxPendingPerAddress: 50 } })
  const guess = async (): Promise<void> => {
    const client = await RawClient.open(t, server.ingest.port)
    client.send(handshake, connectCommand, createStreamCommand, publishCommand('guess'))
    await client.closed
  }
  for (let i = 0; i < 10; i += 1) await guess()
  const begun = performance.now()
  const later = Array.from({ length: 20 }, guess)
  const host = await RawClient.open(t, server.ingest.port)
  await host.publish('key-of-a')
  const took = performance.now() - begun
  t.ok(took > 900 && took < 10_000, `${Math.round(took)} ms`)
  await Promise.all(later)
  t.equal(server.lookups(), 31)
})

t.test('a half-open publisher is taken over at once', async t => {
  const server = await startIngest(t)
  const dead = await RawClient.open(t, server.ingest.port)
  await dead.publish('key-of-a')
  // Nothing is read or sent any more, as when the network is gone.
  dead.socket.pause()
  const begun = performance.now()
  const next = await RawClient.open(t, server.ingest.port)
  await next.publish('key-of-a')
  t.ok(performance.now() - begun < 3000)
  t.ok(server.log.some(line => line.reason === 'taken over'))
  dead.socket.resume()
  await dead.closed
})

t.test('a look-up that hangs or fails ends its own connection only', async t => {
  const hanging = await startIngest(t, {
    limits: { loginSeconds: 1 },
    authorize: () => new Promise(() => {}),
  })
  const waiting = await RawClient.open(t, hanging.ingest.port)
  waiting.send(handshake, connectCommand, createStreamCommand, publishCommand('key-of-a'))
  t.notOk((await waiting.closed).includes('Publish.Start'))
  t.match(hanging.log.at(-1), { reason: 'no login in time' })

  const failing = await startIngest(t, { authorize: () => Promise.reject(new Error('the database is gone')) })
  const refused = await RawClient.open(t, failing.ingest.port)
  refused.send(handshake, connectCommand, createStreamCommand, publishCommand('key-of-a'))
  t.ok((await refused.closed).includes('NetStream.Publish.Rejected'))
  t.ok(failing.log.some(line => line.level === 50))
  t.notMatch(JSON.stringify(failing.log), /key-of-a/)
})

/** Starts a publisher in room `live`; the returned check says that not one of its frames was lost. */
async function watchLive(t: Test, server: TestIngest): Promise<() => Promise<void>> {
  broadcast(t, `${server.url}/key-of-live`)
  const stream = await server.publication(0)
  const recording = new Recording(stream)
  return async () => {
    await recording.more(30)
    const times = recording.tags.filter(tag => tag.track === 'video' && !tag.header).map(tag => tag.time)
    t.ok(
      times.every((time, i) => time === i * 40),
      `${times.length} frames without a hole`,
    )
  }
}

function nested(depth: number): Buffer {
  return Buffer.concat(Array.from({ length: depth }, () => Buffer.from([3, 0, 1, 97])))
}
