import t from 'tap'
import { h264Packets, maxPayload } from '../../../src/media/rtp-out/h264-packets.ts'
import { RtpStream } from '../../../src/media/rtp-out/rtp-stream.ts'
import { lengthPrefixed } from '../../helpers/coded-room.ts'
import { randomFrom } from '../../helpers/rtmp-mutations.ts'
import { rtpFields } from '../../helpers/rtp-fields.ts'

const stream = () => new RtpStream({ ssrc: 7, payloadType: 96, ticksPerMs: 90 })
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

function packets(nals: readonly Buffer[], parameterSets: readonly Buffer[] = []) {
  return h264Packets(stream(), 1234, lengthPrefixed(nals), parameterSets).map(rtpFields)
}

t.test('a picture that is small goes as it is, with the marker', async t => {
  const [only, ...more] = packets([hex('41 0102')])
  t.same(more, [])
  t.match(only, { marker: true, timestamp: 1234, ssrc: 7, payloadType: 96, payload: hex('41 0102') })
})

t.test('a keyframe begins with its parameter sets in one packet (RFC 6184, 5.7.1)', async t => {
  const [only, ...more] = packets([hex('65 aabb')], [hex('67 640c1f'), hex('68 eb')])
  t.same(more, [])
  t.equal(only?.payload.toString('hex'), hex('78 0004 67640c1f 0002 68eb 0003 65aabb').toString('hex'))
})

t.test('the importance of what goes together is that of the most important', async t => {
  const [only] = packets([hex('01 11'), hex('41 22')])
  t.equal(only?.payload.toString('hex'), '58' + '00020111' + '00024122')
})

t.test('what is too large goes in fragments (RFC 6184, 5.8)', async t => {
  const nal = Buffer.concat([hex('65'), Buffer.alloc(3 * maxPayload, 0x5a)])
  const sets = [hex('67 01'), hex('68 02')]
  const [first, ...pieces] = packets([nal], sets)
  t.equal(first?.payload.toString('hex'), hex('78 0002 6701 0002 6802').toString('hex'))
  t.equal(pieces.length, 4)
  t.same(
    pieces.map(({ payload }) => payload.toString('hex', 0, 2)),
    ['7c85', '7c05', '7c05', '7c45'],
  )
  t.same(Buffer.concat([hex('65'), ...pieces.map(({ payload }) => payload.subarray(2))]), nal)
  t.same(
    [first, ...pieces].map(packet => packet?.marker),
    [false, false, false, false, true],
  )
  const sequences = [first, ...pieces].map(packet => packet?.sequence ?? 0)
  const [begin = 0] = sequences
  t.same(
    sequences,
    sequences.map((_, n) => (begin + n) & 0xffff),
  )
})

t.test('the slices of a picture share packets where they fit', async t => {
  const slice = (size: number) => Buffer.concat([hex('41'), Buffer.alloc(size - 1, size & 0xff)])
  const payloads = packets([slice(500), slice(600), slice(100), slice(maxPayload), slice(1)]).map(
    ({ payload }) => payload,
  )
  t.same(
    payloads.map(payload => (payload[0] ?? 0) & 31),
    [24, 1, 1, 1],
  )
  t.same(
    payloads.map(({ length }) => length),
    [1 + 2 + 500 + 2 + 600, 100, maxPayload, 1],
  )
})

t.test('what decoders do without is left out', async t => {
  const [only, ...more] = packets(
    [hex('09 f0'), hex('06 05'), hex('0c ff'), hex('67 99'), hex('65 01')],
    [hex('67 01')],
  )
  t.same(more, [])
  t.equal(only?.payload.toString('hex'), '78' + '00026701' + '00026501')
})

t.test('no packet is larger than the network takes, and nothing is lost, whatever the sizes', async t => {
  const random = randomFrom(1)
  for (let round = 0; round < 300; round++) {
    const nals = Array.from({ length: 1 + random(6) }, () =>
      Buffer.concat([hex('41'), Buffer.alloc(random(4000), random(256))]),
    )
    const sent = packets(nals)
    if (sent.some(({ payload }) => payload.length > maxPayload)) t.fail('a packet is too large')
    if (!lengthPrefixed(joined(sent)).equals(lengthPrefixed(nals))) t.fail('something is lost')
  }
})

/** The NAL units of these packets, as a receiver puts them together. */
function joined(sent: readonly { payload: Buffer }[]): Buffer[] {
  const nals: Buffer[] = []
  for (const { payload } of sent) {
    const type = (payload[0] ?? 0) & 31
    if (type === 24) {
      for (let at = 1; at < payload.length; at += 2 + payload.readUInt16BE(at)) {
        nals.push(payload.subarray(at + 2, at + 2 + payload.readUInt16BE(at)))
      }
    } else if (type === 28) {
      const header = payload[1] ?? 0
      if (header & 0x80) nals.push(Buffer.from([((payload[0] ?? 0) & 0xe0) | (header & 31)]))
      nals.push(Buffer.concat([nals.pop() ?? hex(''), payload.subarray(2)]))
    } else nals.push(payload)
  }
  return nals
}

t.test('data that is no H.264 gives packets or none, and never an error', async t => {
  const random = randomFrom(2)
  for (let round = 0; round < 3000; round++) {
    const data = Buffer.from(Array.from({ length: random(60) }, () => random(256)))
    if (data.length >= 4 && random(5) < 4) data.writeUInt32BE(random(30), 0)
    const sets = random(2) < 1 ? [] : [data.subarray(0, random(3))]
    const sent = h264Packets(stream(), round, data, sets)
    if (sent.some(packet => packet.length <= 12)) t.fail('an empty packet')
    if (sent.length > 0 && !rtpFields(sent.at(-1) ?? data).marker) t.fail('no marker at the end')
  }
  t.same(h264Packets(stream(), 1, hex(''), []), [])
  t.same(h264Packets(stream(), 1, hex('ffffffff 65'), []), [])
  t.same(h264Packets(stream(), 1, hex('00000000'), []), [])
})
