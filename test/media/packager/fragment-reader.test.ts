import t from 'tap'
import { BoxError } from '../../../src/media/packager/boxes.ts'
import { FragmentReader, type Piece } from '../../../src/media/packager/fragment-reader.ts'
import { parseInit } from '../../../src/media/packager/init-segment.ts'
import { parseFragment } from '../../../src/media/packager/sample.ts'
import { run } from '../../helpers/ffmpeg-live.ts'

const mp4 = await run('ffmpeg', [
  ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=64x36:r=25:d=2', '-f', 'lavfi', '-i', 'sine=d=2'],
  ...[
    '-pix_fmt',
    'yuv420p',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-g',
    '25',
    '-bf',
    '0',
    '-c:a',
    'aac',
  ],
  ...['-bsf:a', 'noise=drop=lt(pts\\,0)'],
  ...[
    '-movflags',
    'frag_keyframe+empty_moov+default_base_moof',
    '-frag_duration',
    '400000',
    '-f',
    'mp4',
    '-',
  ],
])

/** All that a packager reads of one rendition. */
function read(bytes: Buffer, chunk: number) {
  const reader = new FragmentReader()
  const pieces: Piece[] = []
  for (let at = 0; at < bytes.length; at += chunk) pieces.push(...reader.push(bytes.subarray(at, at + chunk)))
  const [first, ...rest] = pieces
  if (first?.kind !== 'init') throw new BoxError('no init segment')
  const init = parseInit(first.bytes, first.moov)
  const fragments = rest.map(piece => {
    if (piece.kind !== 'fragment') throw new BoxError('a second init segment')
    return parseFragment(piece.bytes, piece.moof, init)
  })
  return {
    init,
    video: fragments.flatMap(({ video }) => video),
    audio: fragments.flatMap(({ audio }) => audio),
  }
}

t.test('pieces are the same however the bytes come', async t => {
  const whole = read(mp4, mp4.length)
  t.match(whole.init.video, { codec: 'avc1.42c00a', width: 64, height: 36 })
  t.match(whole.init.audio, { codec: 'mp4a.40.2', timescale: 44_100 })
  const { timescale } = whole.init.video
  const times = whole.video.map(({ time }) => time / timescale)
  t.same(
    times,
    times.map((_, n) => n / 25),
  )
  t.equal(times.length, 50)
  t.same(
    times.filter((_, n) => whole.video[n]?.keyframe),
    [0, 1],
  )
  const seconds = whole.audio.reduce((sum, { duration }) => sum + duration, 0) / 44_100
  t.ok(Math.abs(seconds - 2) < 0.05, `${seconds} s of sound`)
  for (const chunk of [1, 7, 1000]) t.same(read(mp4, chunk), whole)
})

t.test('bytes that are not the MP4 that was asked for are refused, and never do harm', async t => {
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed % below
  }
  // Boxes stand at the head of each fragment: that is where a flipped byte hurts.
  const heads = [...mp4.toString('latin1').matchAll(/ftyp|moov|moof/g)].map(match => match.index)
  let refused = 0
  for (let n = 0; n < 3000; n++) {
    const bytes = Buffer.from(mp4)
    const at = (heads[random(heads.length)] ?? 0) + random(400)
    if (at < bytes.length) bytes[at] = random(256)
    try {
      read(bytes, 4096)
    } catch (error) {
      if (!(error instanceof BoxError)) throw error
      refused++
    }
  }
  t.ok(refused > 300, `${refused} of 3000 were refused`)
})

t.test('a box that claims to be huge is refused at once, not waited for', async t => {
  for (const [type, size] of [
    ['mdat', 0xffffffff],
    ['moof', 2 << 20],
    ['junk', 0],
    ['mdat', 1],
  ] as const) {
    const header = Buffer.alloc(8)
    header.writeUInt32BE(size)
    header.write(type, 4)
    t.throws(() => [...new FragmentReader().push(header)], BoxError)
  }
})
