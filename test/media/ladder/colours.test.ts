import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { configWith } from '../../../config/load.ts'
import { parseAvcConfiguration } from '../../../src/media/ingest/h264.ts'
import type { CardInput } from '../../../src/media/ladder/args.ts'
import { MatroskaContainer } from '../../../src/media/ladder/containers/matroska.ts'
import { planLadder } from '../../../src/media/ladder/plan.ts'
import type { ColourMatrix, MatroskaFormat, SourcePacket } from '../../../src/media/ports.ts'
import { yuvaFromRgba } from '../../../src/overlay/yuva.ts'
import { run, source } from '../../helpers/ffmpeg-live.ts'
import { type LadderSource, runLadder } from '../../helpers/replay-segments.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { codedH264, codedOpus, codedVp8 } from '../../helpers/webrtc-packets.ts'

t.setTimeout(120_000)

type Colour = readonly [number, number, number]

/** Chromium's green, a red, a blue and a skin. */
const goods: readonly Colour[] = [
  [0, 135, 0],
  [200, 30, 30],
  [30, 60, 200],
  [230, 190, 130],
]
const label: Colour = [250, 120, 20]
const width = 640
const height = 360
const rate = 30

const { ladder, hls } = configWith({ ladder: { renditions: ['360p'], preset: 'ultrafast' } })
const plan = planLadder(source({ width, height, framesPerSecond: rate }), ladder, hls)

/** For lavfi: the goods beside each other, a second long, in YUV of this matrix. */
function stripes(matrix: ColourMatrix, { share = 1, format = 'yuv420p' } = {}): string {
  const size = `${(width * share) / goods.length}x${height * share}`
  const range = format === 'yuvj420p' ? 'pc' : 'tv'
  const each = goods.map((colour, n) => {
    const hex = Buffer.from(colour).toString('hex')
    return `color=0x${hex}:s=${size}:r=${rate}:d=1,format=gbrp[c${n}]`
  })
  const pads = goods.map((_, n) => `[c${n}]`).join('')
  const written = `scale=out_color_matrix=${matrix}:out_range=${range},format=${format}`
  return `${each.join(';')};${pads}hstack=${goods.length},${written}`
}

/** What comes out of the ladder is what it says that it is: BT.709. */
async function shown(t: Test, source: LadderSource, bytes: Buffer, card?: CardInput): Promise<Buffer[]> {
  const { pictures } = await runLadder(t, plan, source, bytes, card)
  const decoded = await run(
    'ffmpeg',
    [
      ...['-v', 'error', '-i', 'pipe:0', '-vf', 'scale=in_color_matrix=bt709:in_range=tv,format=rgb24'],
      ...['-f', 'rawvideo', 'pipe:1'],
    ],
    pictures[0],
  )
  const size = width * height * 3
  return Array.from({ length: decoded.length / size }, (_, n) => decoded.subarray(n * size, (n + 1) * size))
}

/** How far the colour at this place is from the true one, in the worst of its three values. */
function off(picture: Buffer | undefined, x: number, y: number, colour: Colour): number {
  const at = (y * width + x) * 3
  return Math.max(...colour.map((value, n) => Math.abs((picture?.[at + n] ?? 999) - value)))
}

function hasTrueColours(t: Test, picture: Buffer | undefined, title: string): void {
  const errors = goods.map((colour, n) =>
    off(picture, ((n + 0.5) * width) / goods.length, height / 2, colour),
  )
  t.ok(Math.max(...errors) <= 4, `${title}: off by ${errors.join(', ')}`)
}

function matroska(video: MatroskaFormat['video'], packets: readonly SourcePacket[]) {
  const format: MatroskaFormat = { container: 'matroska', video, audio: { codec: 'opus' } }
  const container = new MatroskaContainer(format)
  const inOrder = [...packets].sort((a, b) => a.time - b.time)
  const bytes = Buffer.concat([container.head, ...inOrder.map(packet => container.packet(packet))])
  return { format, bytes }
}

/** A card of one colour in the upper left corner, as long as the picture. */
async function plainCard(t: Test): Promise<CardInput> {
  const box = { x: 0, y: 0, width: 64, height: 64 }
  const pixels = Array.from({ length: box.width * box.height }, () => [...label, 255])
  const frame = yuvaFromRgba(Uint8Array.from(pixels.flat()), box)
  const url = join(await tempFolder(t), 'card.yuv')
  await writeFile(url, Buffer.concat(Array.from({ length: 2 * rate }, () => frame)))
  return { url, pixelFormat: 'yuva420p', framesPerSecond: rate, box }
}

t.test('a browser’s H.264 keeps its colours, through a change of its size, and so does the card', async t => {
  const before = await codedH264(stripes('bt601'), rate)
  const after = await codedH264(stripes('bt601', { share: 0.5 }), rate, 1000)
  t.equal(parseAvcConfiguration(before.header).matrix, null, 'it does not say what they are')
  const { format, bytes } = matroska(
    { codec: 'h264', header: before.header, width, height, matrix: 'bt601' },
    [...before.packets, ...after.packets, ...(await codedOpus('sine=440:d=2'))],
  )
  const pictures = await shown(t, format, bytes, await plainCard(t))
  t.ok(pictures.length >= 2 * rate - 1, `${pictures.length} pictures`)
  for (const n of [5, pictures.length - 1]) {
    hasTrueColours(t, pictures[n], `picture ${n}`)
    const error = off(pictures[n], 32, 32, label)
    t.ok(error <= 4, `the card in picture ${n}: off by ${error}`)
  }
})

t.test('VP8 keeps its colours', async t => {
  const { packets } = await codedVp8(stripes('bt601'), rate)
  const { format, bytes } = matroska({ codec: 'vp8', header: null, width, height, matrix: 'bt601' }, [
    ...packets,
    ...(await codedOpus('sine=440:d=1')),
  ])
  hasTrueColours(t, (await shown(t, format, bytes)).at(-1), 'VP8')
})

t.test('a source by RTMP keeps the colours that it says it has', async t => {
  const told = (colorspace: string) => ['-colorspace', colorspace]
  for (const [title, lavfi, args] of [
    ['BT.709', stripes('bt709'), told('bt709')],
    ['BT.709 that is not told', stripes('bt709'), []],
    ['BT.601', stripes('bt601'), told('smpte170m')],
    [
      'BT.601 in full range',
      stripes('bt601', { format: 'yuvj420p' }),
      [...told('bt470bg'), '-color_range', 'pc'],
    ],
    [
      'BT.709 in full range',
      stripes('bt709', { format: 'yuvj420p' }),
      [...told('bt709'), '-color_range', 'pc'],
    ],
  ] as const) {
    const flv = await run('ffmpeg', [
      ...['-v', 'error', '-f', 'lavfi', '-i', lavfi, '-f', 'lavfi', '-i', 'sine=440:r=48000:d=1'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', ...args, '-c:a', 'aac', '-f', 'flv', 'pipe:1'],
    ])
    const matrix = parseAvcConfiguration(pictureHeader(flv)).matrix ?? 'bt709'
    hasTrueColours(t, (await shown(t, { container: 'flv', video: { matrix } }, flv)).at(-1), title)
  }
})

/** The AVCDecoderConfigurationRecord in the first tag of video. */
function pictureHeader(flv: Buffer): Buffer {
  let at = 13
  while (flv[at] !== 9) at += 15 + flv.readUIntBE(at + 1, 3)
  return flv.subarray(at + 16, at + 11 + flv.readUIntBE(at + 1, 3))
}
