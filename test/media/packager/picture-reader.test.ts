import t from 'tap'
import { BoxError } from '../../../src/media/packager/boxes.ts'
import { FragmentReader } from '../../../src/media/packager/fragment-reader.ts'
import { parseAvcC, parseInit } from '../../../src/media/packager/init-segment.ts'
import { writeInit, writeMoov } from '../../../src/media/packager/movie.ts'
import { type PicturePiece, PictureReader } from '../../../src/media/packager/picture-reader.ts'
import { SoundReader } from '../../../src/media/packager/sound-reader.ts'
import { probe, run } from '../../helpers/ffmpeg-live.ts'

const encode = (...args: string[]) =>
  run('ffmpeg', ['-v', 'error', '-f', 'lavfi', ...args, '-flags', '+global_header', 'pipe:1'])
const x264 = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-bf', '0']
const flv = await encode('-i', 'testsrc2=s=64x36:r=25:d=2', ...x264, '-f', 'flv')
const movflags = 'frag_every_frame+empty_moov+default_base_moof'
const aac = await encode('-i', 'sine=d=0.2', '-c:a', 'aac', '-movflags', movflags, '-f', 'mp4')

/** All that a packager reads of one rendition. */
function read(bytes: Buffer, chunk: number): PicturePiece[] {
  const reader = new PictureReader()
  const pieces: PicturePiece[] = []
  for (let at = 0; at < bytes.length; at += chunk) pieces.push(...reader.push(bytes.subarray(at, at + chunk)))
  for (const piece of pieces) if (piece.kind === 'config') parseAvcC(piece.avcC)
  return pieces
}

t.test('pictures are the same however the bytes come', async t => {
  const whole = read(flv, flv.length)
  const [config, ...pictures] = whole
  t.equal(config?.kind, 'config')
  t.same(
    pictures.map(piece => piece.kind === 'picture' && [piece.picture.time, piece.picture.keyframe]),
    Array.from({ length: 50 }, (_, n) => [n * 40, n % 25 === 0]),
  )
  for (const chunk of [1, 7, 1000]) t.same(read(flv, chunk), whole)
})

t.test('bytes that are not the FLV that was asked for are refused, and never do harm', async t => {
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed % below
  }
  let refused = 0
  for (let n = 0; n < 3000; n++) {
    const bytes = Buffer.from(flv)
    bytes[random(600)] = random(256)
    try {
      read(bytes, 4096)
    } catch (error) {
      if (!(error instanceof BoxError)) throw error
      refused++
    }
  }
  t.ok(refused > 100, `${refused} of 3000 were refused`)
})

t.test('the movie header that is made of both is one that FFmpeg reads', async t => {
  const [config] = read(flv, flv.length)
  const [sound] = new SoundReader().push(aac)
  if (config?.kind !== 'config' || sound?.kind !== 'track') return t.fail('no configuration')
  const { trak, trackId } = sound.track
  const moov = writeMoov({ avcC: config.avcC, width: 64, height: 36, sound: trak, soundTrackId: trackId })
  const bytes = writeInit(moov)
  const init = parseInit(bytes, moov)
  t.match(init.video, { codec: 'avc1.42c00a', width: 64, height: 36, timescale: 90_000 })
  t.match(init.audio, { codec: 'mp4a.40.2', timescale: 44_100 })
  t.same(
    init.video.parameterSets.map(set => (set[0] ?? 0) & 0x1f),
    [7, 8],
  )
  t.not(init.video.trackId, init.audio.trackId)
  const [piece, ...more] = new FragmentReader().push(bytes)
  t.equal(piece?.kind, 'init')
  t.equal(more.length, 0)
  t.same(await probe(bytes, '-show_entries', 'stream=codec_name,width,height,sample_rate,channels'), [
    ['h264', '64', '36'],
    ['aac', '44100', '1'],
  ])
})
