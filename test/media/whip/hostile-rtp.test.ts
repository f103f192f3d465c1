import t from 'tap'
import { createLog } from '../../../src/log.ts'
import { Meter } from '../../../src/media/ingest/meter.ts'
import type { Publication } from '../../../src/media/ports.ts'
import { HostStream } from '../../../src/media/whip/host-stream.ts'
import { parseRtp } from '../../../src/media/whip/rtp-packet.ts'
import { RtpHost } from '../../helpers/rtp-host.ts'

t.setTimeout(120_000)

/** Numbers between 0 and 1 that are the same each time. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state / 2 ** 32
  }
}

/** A sequence parameter set (320 x 240, baseline), its picture parameter set, the start of an IDR slice. */
const [sps, pps, idr] = [
  '6742c00ddb0507ec0440000003004000000c83c50ae0',
  '68ca83cb20',
  '6588840bf26280009',
].map(hex => Buffer.from(hex.padEnd(hex.length + (hex.length % 2), '0'), 'hex')) as [Buffer, Buffer, Buffer]

function rtp(sequence: number, timestamp: number, marker: boolean, payload: Buffer): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt8(0x80, 0)
  head.writeUInt8((marker ? 0x80 : 0) | 96, 1)
  head.writeUInt16BE(sequence & 0xffff, 2)
  head.writeUInt32BE(timestamp >>> 0, 4)
  return Buffer.concat([head, payload])
}

function aggregate(...units: Buffer[]): Buffer {
  return Buffer.concat([
    Buffer.of(0x78),
    ...units.flatMap(unit => [Buffer.of(unit.length >> 8, unit.length & 0xff), unit]),
  ])
}

/** The start code of a VP8 keyframe, 320 x 240. */
const vp8Start = Buffer.from('9d012a4001f000', 'hex')

/** The packets of one picture. */
function picture(codec: 'H264' | 'VP8', sequence: number, timestamp: number, key: boolean): Buffer[] {
  if (codec === 'VP8') {
    const frame = Buffer.concat([Buffer.of(key ? 0x10 : 0x11, 0, 0), vp8Start, Buffer.alloc(200, 7)])
    return [
      rtp(sequence, timestamp, false, Buffer.concat([Buffer.of(0x90, 0x80, 0x11), frame])),
      rtp(sequence + 1, timestamp, true, Buffer.concat([Buffer.of(0x00), Buffer.alloc(300, 9)])),
    ]
  }
  if (key) {
    return [
      rtp(sequence, timestamp, false, aggregate(sps, pps)),
      rtp(sequence + 1, timestamp, true, Buffer.concat([idr, Buffer.alloc(300, 5)])),
    ]
  }
  const part = (header: number) => Buffer.concat([Buffer.of(0x7c, header, 0x9a), Buffer.alloc(300, 6)])
  return [rtp(sequence, timestamp, false, part(0x81)), rtp(sequence + 1, timestamp, true, part(0x41))]
}

for (const codec of ['H264', 'VP8'] as const) {
  t.test(`100,000 mutated packets of ${codec} break nothing and fill nothing`, async t => {
    const host = await RtpHost.start({ videoCodec: codec, layers: 2, sound: true })
    t.teardown(() => host.dispose())
    const [video, audio = null] = host.media
    if (video === undefined) throw new Error('no video')
    const random = dice(codec.length)
    let given = 0
    let published = 0
    const open = () => {
      const stream: HostStream = new HostStream({
        ...{ slug: 'room', video, audio, meter: new Meter(0), log: createLog('silent') },
        remoteAddress: () => '',
        requestKeyframe() {},
        close: reason => {
          stream.end({ reason, goodbye: false })
          ended = true
        },
        onPublication: (publication: Publication) => {
          published++
          publication.subscribe({
            open() {},
            write: ({ body }) => {
              given += body.length
              return true
            },
            onDrain() {},
            end() {},
          })
        },
      })
      return stream
    }
    let ended = false
    let stream = open()
    let now = 0
    let sequence = 0
    global.gc?.()
    const before = process.memoryUsage()
    let most = 0
    for (let n = 0; n < 50_000; n++) {
      now += 5
      const layer = n % 2
      const packets = picture(codec, sequence, now * 90, n % 40 < 2)
      if (layer === 1) sequence += 2
      for (const packet of packets) {
        for (let hits = Math.floor(random() * 3); hits > 0 && n > 1000; hits--) {
          packet[Math.floor(random() * Math.min(packet.length, 40))] = Math.floor(random() * 256)
        }
        const cut = random() < 0.1 ? packet.subarray(0, Math.floor(random() * packet.length)) : packet
        stream.rtp(
          random() < 0.1 ? 'audio' : 'video',
          Math.floor(random() * 4) === 0 ? 1 - layer : layer,
          cut,
          now,
        )
      }
      if (random() < 0.02) {
        const report = { ntpMs: random() * 2e12, rtpTimestamp: Math.floor(random() * 2 ** 32) }
        stream.report('video', layer, report, now)
      }
      if (n % 10 === 0) stream.tick(now)
      if (n % 1000 === 0) {
        const { arrayBuffers, heapUsed } = process.memoryUsage()
        most = Math.max(most, arrayBuffers + heapUsed - before.arrayBuffers - before.heapUsed)
      }
      if (!ended) continue
      ended = false
      stream = open()
    }
    t.ok(published > 0 && given > 100_000, `${published} publications of ${given} bytes`)
    t.ok(most < 100 * 1024 * 1024, `${Math.round(most / 1024)} KB at most`)
  })
}

t.test('packets of nothing, of padding and of lies are told apart', async t => {
  t.equal(parseRtp(Buffer.alloc(0)), null)
  t.equal(parseRtp(Buffer.alloc(12)), null, 'another version')
  const padded = rtp(1, 2, false, Buffer.of(0, 0, 3))
  padded.writeUInt8(0xa0, 0)
  t.match(parseRtp(padded), { payload: Buffer.alloc(0) })
  padded.writeUInt8(0, 14)
  t.equal(parseRtp(padded), null, 'padding of no bytes')
  padded.writeUInt8(200, 14)
  t.equal(parseRtp(padded), null, 'padding beyond the packet')
  const extended = rtp(1, 2, true, Buffer.from('bede00010102030499', 'hex'))
  extended.writeUInt8(0x90, 0)
  t.match(parseRtp(extended), { marker: true, sequence: 1, timestamp: 2, payload: Buffer.of(0x99) })
  t.equal(parseRtp(extended.subarray(0, 17)), null, 'an extension beyond the packet')
})
