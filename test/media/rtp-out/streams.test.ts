import t from 'tap'
import { PictureStream } from '../../../src/media/rtp-out/picture-stream.ts'
import { SoundStream } from '../../../src/media/rtp-out/sound-stream.ts'
import { rtpFields } from '../../helpers/rtp-fields.ts'

const epoch = 1_700_000_000_000
const data = Buffer.from([0, 0, 0, 2, 0x41, 0x01])
const picture = (at: number, keyframe = false) => ({ at: epoch + at, keyframe, data, parameterSets: [] })
const packet = Buffer.from([0xf8, 0xff, 0xfe])

/** Timestamps of the pictures that are sent, in ms behind the epoch. */
function pictureTimes(stream: PictureStream, pictures: readonly ReturnType<typeof picture>[]) {
  return pictures.map(each => {
    const [first] = stream.packets(each)
    return first ? behindEpoch(first, 90) : null
  })
}

function behindEpoch(bytes: Buffer, ticksPerMs: number): number {
  const ticks = (rtpFields(bytes).timestamp - ((epoch * ticksPerMs) % 2 ** 32)) | 0
  return ticks / ticksPerMs
}

t.test('timestamps are times', async t => {
  const times = pictureTimes(new PictureStream(0), [picture(0, true), picture(33.33), picture(66.67)])
  t.same(times, [0, 33.3, 66.7])
})

t.test(
  'each layer is a millisecond behind the one below, so that viewers change layers in order',
  async t => {
    t.same(pictureTimes(new PictureStream(2), [picture(0, true), picture(40)]), [2, 42])
  },
)

t.test('pictures that cannot be decoded are not sent: without a keyframe, or behind a late one', async t => {
  const times = pictureTimes(new PictureStream(0), [
    ...[picture(0), picture(40, true), picture(80), picture(70), picture(120), picture(160, true)],
    ...[picture(160, true), picture(200), picture(240, true)],
  ])
  t.same(times, [null, 40, 80, null, null, 160, null, null, 240])
})

t.test('behind a beginning, a keyframe is awaited', async t => {
  const stream = new PictureStream(0)
  t.same(pictureTimes(stream, [picture(0, true), picture(40)]), [0, 40])
  stream.begin()
  t.same(pictureTimes(stream, [picture(80), picture(120, true)]), [null, 120])
})

t.test('a clock that was set back by more than some seconds does not silence a room', async t => {
  const times = pictureTimes(new PictureStream(0), [
    ...[
      picture(60_000, true),
      picture(59_000, true),
      picture(40_000),
      picture(40_000, true),
      picture(40_040),
    ],
  ])
  t.same(times, [60_000, null, null, 40_000, 40_040])
})

t.test('the sound goes on by 960 whatever rounding does to its times', async t => {
  const stream = new SoundStream()
  const jitter = [0, 3, -7, 9.9, -9.9, 0.01, 4]
  const times = jitter.map((by, n) => {
    const bytes = stream.packet({ at: epoch + n * 20 + by, data: packet })
    return bytes && behindEpoch(bytes, 48)
  })
  t.same(times, [0, 20, 40, 60, 80, 100, 120])
})

t.test('a gap in the sound is a gap in the timestamps, and a mark; what is late is dropped', async t => {
  const stream = new SoundStream()
  const sent = [0, 20, 15, 100, 80, 120, 141].map(at => stream.packet({ at: epoch + at, data: packet }))
  t.same(
    sent.map(bytes => bytes && behindEpoch(bytes, 48)),
    [0, 20, null, 100, null, 120, 140],
  )
  t.same(
    sent.map(bytes => bytes && rtpFields(bytes).marker),
    [true, false, null, true, null, false, false],
  )
  const sequences = sent.flatMap(bytes => (bytes ? [rtpFields(bytes).sequence] : []))
  const [first = 0] = sequences
  t.same(
    sequences,
    sequences.map((_, n) => (first + n) & 0xffff),
  )
})

t.test('sound that is no Opus packet is not sent', async t => {
  const stream = new SoundStream()
  t.equal(stream.packet({ at: epoch, data: Buffer.alloc(0) }), null)
  t.equal(stream.packet({ at: epoch, data: Buffer.alloc(1276) }), null)
})
