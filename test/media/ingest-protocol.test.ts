import t, { type Test } from 'tap'
import type { Publication } from '../../src/media/ports.ts'
import { amf, basicHeader, encode, RawClient, type RawMessage } from '../helpers/rtmp-client.ts'
import { startIngest, type TestIngest } from '../helpers/rtmp-ingest.ts'
import { recordSession } from '../helpers/rtmp-session.ts'
import { Recording } from '../helpers/rtmp-sink.ts'

const audio = 8
const video = 9

/** A real session's media, pushed again with changes, up to the publication that comes of it. */
async function replay(
  t: Test,
  server: TestIngest,
  messages: readonly RawMessage[],
  change: (message: RawMessage, client: RawClient) => void,
): Promise<{ publication: Publication; recording: Recording; client: RawClient }> {
  const index = server.publications.length
  const client = await RawClient.open(t, server.ingest.port)
  await client.publish(`key-of-replay${index}`)
  const media = messages.filter(({ type }) => type !== 20)
  for (const message of media.slice(0, 40)) change(message, client)
  const publication = await server.publication(index)
  const recording = new Recording(publication)
  for (const message of media.slice(40)) change(message, client)
  client.socket.end()
  await recording.ended
  return { publication, recording, client }
}

t.test('what encoders and networks do to a chunk stream changes nothing', async t => {
  const server = await startIngest(t)
  const session = await recordSession(t, server, 4)
  const plain = await replay(t, server, session, (message, client) => client.send(message))
  const expected = plain.recording.bytes
  t.equal(plain.recording.tags.filter(tag => tag.track === 'video' && !tag.header).length, 100)

  await t.test('chunk ids of two and three bytes', async t => {
    const wide = await replay(t, server, session, (message, client) =>
      client.send({ ...message, chunkStream: message.type === video ? 65_599 : 319 }),
    )
    t.ok(wide.recording.bytes.equals(expected))
  })

  await t.test('chunks of two messages in turn', async t => {
    let held: Buffer | null = null
    const braided = await replay(t, server, session, (message, client) => {
      const bytes = encode({ ...message, chunkStream: message.type === video ? 6 : 4 }, 100_000)
      if (message.type === video && message.payload.length > 300) {
        // The picture stays unfinished until a sound has passed; its rest follows in chunks of type 3.
        const pieces = encode({ ...message, chunkStream: 6 })
        client.send(...(held === null ? [] : [held]), pieces.subarray(0, 140))
        held = pieces.subarray(140)
      } else if (message.payload.length <= 128) client.send(bytes)
      else {
        client.send(...(held === null ? [] : [held]), encode({ ...message, chunkStream: 4 }))
        held = null
      }
    })
    t.equal(braided.recording.tags.length, plain.recording.tags.length)
  })

  await t.test('a control channel that begins as librtmp does, without a full header', async t => {
    const bufferLength = Buffer.from([0x42, 0, 0, 0, 0, 0, 10, 4, 0, 3, 0, 0, 0, 1, 0, 0, 0x0b, 0xb8])
    const pong = Buffer.from([0x42, 0, 0, 1, 0, 0, 6, 4, 0, 7, 0, 0, 0, 3])
    const odd = await replay(t, server, session, (message, client) => {
      if (message === session.find(({ type }) => type !== 20)) client.send(bufferLength, pong)
      client.send(message)
    })
    t.ok(odd.recording.bytes.equals(expected))
  })

  await t.test('one byte at a time', async t => {
    const client = await RawClient.open(t, server.ingest.port)
    const index = server.publications.length
    await client.publish('key-of-slow')
    const media = session.filter(({ type }) => type !== 20).slice(0, 12)
    for (const byte of Buffer.concat(media.map(message => encode(message))))
      client.socket.write(Buffer.from([byte]))
    t.equal((await server.publication(index)).info.width, 160)
  })

  await t.test('timestamps that pass 2^32', async t => {
    const wrapped = await replay(t, server, session, (message, client) => {
      client.send({ ...message, timestamp: ((message.timestamp ?? 0) + 2 ** 32 - 2500) % 2 ** 32 })
    })
    t.ok(wrapped.recording.bytes.equals(expected))
  })

  await t.test('extended timestamps left out of the following chunks', async t => {
    const stamp = 0x2000000
    const lean = await replay(t, server, session, (message, client) => {
      const timestamp = (message.timestamp ?? 0) + stamp
      const whole = encode({ ...message, timestamp }, 2 ** 24)
      const head = 16 + 128
      const rest: Buffer[] = []
      for (let at = head; at < whole.length; at += 128) {
        rest.push(basicHeader(3, message.chunkStream ?? 3), whole.subarray(at, at + 128))
      }
      client.send(whole.subarray(0, head), ...rest)
    })
    t.ok(lean.recording.bytes.equals(expected))
  })

  await t.test('a clock that is set back and forth', async t => {
    const jumpy = await replay(t, server, session, (message, client) => {
      const at = message.timestamp ?? 0
      client.send({ ...message, timestamp: at < 2000 ? at + 7_000_000 : at < 3000 ? at : at + 3_600_000 })
    })
    for (const track of ['audio', 'video']) {
      const times = jumpy.recording.tags
        .filter(tag => tag.track === track && !tag.header)
        .map(tag => tag.time)
      t.ok(
        times.every((time, i) => time >= (times[i - 1] ?? 0)),
        `${track} never goes back`,
      )
      t.ok(Math.max(...times) < 6000, `${track} ends at ${Math.max(...times)} ms`)
    }
  })

  await t.test('negative composition times', async t => {
    const negative = Buffer.from([0xff, 0xff, 0xd8])
    const early = await replay(t, server, session, (message, client) => {
      const payload = Buffer.from(message.payload)
      if (message.type === video && payload[1] === 1) negative.copy(payload, 2)
      client.send({ ...message, payload })
    })
    t.ok(early.recording.bytes.includes(Buffer.concat([Buffer.from([0x27, 1]), negative])))
    t.equal(early.recording.bytes.length, expected.length)
  })

  await t.test('metadata that lies, or cannot be read', async t => {
    const lies = amf('@setDataFrame', 'onMetaData', {
      width: 99999,
      height: -1,
      framerate: 1e9,
      audiocodecid: 'x',
    })
    for (const payload of [lies, Buffer.from([0x66, 1, 2]), Buffer.alloc(0)]) {
      const lied = await replay(t, server, session, (message, client) =>
        client.send(message.type === 18 ? { ...message, payload } : message),
      )
      t.match(lied.publication.info, { width: 160, height: 90, framesPerSecond: 25 })
    }
  })

  await t.test('sound whose header comes after the picture has begun', async t => {
    const header = session.find(({ type, payload }) => type === audio && payload[1] === 0)
    if (header === undefined) throw new Error('no header of the sound was recorded')
    let sent = false
    const late = await replay(t, server, session, (message, client) => {
      if (message === header) return
      if (!sent && (message.timestamp ?? 0) > 500) {
        client.send({ ...header, timestamp: 500 })
        sent = true
      }
      client.send(message)
    })
    t.equal(late.publication.info.audioCodec, 'aac')
  })
})

t.test('another picture size in the same session ends it, so that the encoder comes again', async t => {
  const server = await startIngest(t)
  const session = await recordSession(t, server, 4)
  const header = session.find(({ type, payload }) => type === video && payload[1] === 0)
  if (header === undefined) throw new Error('no header of the picture was recorded')
  const other = Buffer.from(header.payload)
  other[other.length - 1] = (other.at(-1) ?? 0) ^ 1
  const { publication } = await replay(
    t,
    server,
    [...session, { ...header, payload: other }],
    (message, client) => client.send(message),
  )
  t.match(await publication.closed, { reason: 'the encoder changed its picture while it was sending' })
})
