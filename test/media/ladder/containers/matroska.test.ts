import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t, { type Test } from 'tap'
import { configWith } from '../../../../config/load.ts'
import { ladderArgs } from '../../../../src/media/ladder/args.ts'
import { MatroskaContainer } from '../../../../src/media/ladder/containers/matroska.ts'
import { planLadder } from '../../../../src/media/ladder/plan.ts'
import type { MatroskaFormat, SourcePacket } from '../../../../src/media/ports.ts'
import { flashAndBeep, probe, soundOffsets, source } from '../../../helpers/ffmpeg-live.ts'
import { type Coded, codedH264, codedOpus, codedVp8 } from '../../../helpers/webrtc-packets.ts'

t.setTimeout(120_000)

const rate = 30
const big = { width: 640, height: 360 }
const small = { width: 320, height: 240 }
const picture = ({ width, height }: typeof big, seconds: number) =>
  `testsrc2=s=${width}x${height}:r=${rate}:d=${seconds}`
const coders = { h264: codedH264, vp8: codedVp8 }

function formatOf(codec: keyof typeof coders, { header }: Coded, sound: boolean): MatroskaFormat {
  const audio = sound ? ({ codec: 'opus' } as const) : null
  const traits = { ...big, matrix: 'bt601' } as const
  const video = codec === 'h264' ? { codec, header, ...traits } : { codec, header: null, ...traits }
  return { container: 'matroska', video, audio }
}

const inOrder = (...tracks: (readonly SourcePacket[])[]): SourcePacket[] =>
  tracks.flat().sort((a, b) => a.time - b.time)

function write(format: MatroskaFormat, packets: readonly SourcePacket[]): Buffer {
  const container = new MatroskaContainer(format)
  return Buffer.concat([container.head, ...packets.map(packet => container.packet(packet))])
}

async function checkPictures(t: Test, bytes: Buffer, packets: readonly SourcePacket[]): Promise<void> {
  const frames = await probe(bytes, '-select_streams', 'v', '-show_entries', 'frame=key_frame,pts_time,width')
  t.equal(frames.length, packets.length, 'each picture is decoded')
  const stray = packets.map(({ time }, n) => Math.abs(Number(frames[n]?.[1]) * 1000 - time))
  t.ok(Math.max(...stray) < 0.01, `and within ${Math.max(...stray)} ms of its time`)
  t.same(
    frames.map(([key]) => key === '1'),
    packets.map(({ key }) => key),
  )
}

t.test('FFmpeg reads H.264 and VP8 with their own times, and sound with them', async t => {
  for (const codec of ['h264', 'vp8'] as const) {
    const coded = await coders[codec](`${picture(big, 4)},${flashAndBeep.filter}`, rate)
    const sounds = await codedOpus(`${flashAndBeep.audio}:d=4`)
    const bytes = write(formatOf(codec, coded, true), inOrder(coded.packets, sounds))
    await checkPictures(t, bytes, coded.packets)

    const [stream] = await probe(
      bytes,
      ...['-select_streams', 'a', '-show_entries', 'stream=codec_name,sample_rate,channels'],
    )
    t.same(stream, ['opus', '48000', '2'])
    const blocks = await probe(bytes, '-select_streams', 'a', '-show_entries', 'frame=nb_samples')
    const samples = blocks.reduce((sum, [count]) => sum + Number(count), 0)
    t.equal(samples, sounds.length * 960 - 312, `${codec}: all of the sound but the coder’s delay`)
    const offsets = await soundOffsets(bytes)
    t.ok(offsets.length >= 3)
    t.ok(Math.max(...offsets) < 0.001, `${codec}: sound is ${offsets.join(', ')} s from its picture`)
  }
})

t.test('times that are no whole milliseconds are kept, late in a show too', async t => {
  const { header, packets } = await codedH264(picture(big, 2), rate)
  const late = packets.map((packet, n) => ({
    ...packet,
    time: packet.time + 12 * 3_600_000 + (n % 7) * 0.37,
  }))
  const bytes = write(formatOf('h264', { header, packets }, false), late)
  await checkPictures(t, bytes, late)
})

t.test('sound that is far from its picture keeps its time', async t => {
  const coded = await codedVp8(picture(big, 2), rate)
  const sounds = (await codedOpus('sine=440:d=2')).map(sound => ({ ...sound, time: sound.time + 1500 }))
  const [first, ...rest] = coded.packets
  const packets = [first, ...sounds, ...rest].filter(packet => packet !== undefined)
  const bytes = write(formatOf('vp8', coded, true), packets)
  await checkPictures(t, bytes, coded.packets)
  const times = await probe(bytes, '-select_streams', 'a', '-show_entries', 'packet=pts_time')
  t.ok(sounds.every(({ time }, n) => Math.abs(Number(times[n]?.[0]) * 1000 + 6.5 - time) < 0.01))
})

const { ladder, hls } = configWith({})
const plan = planLadder(source(big), ladder, hls)

/** What FFmpeg, run as a room's is, gives for each packet; 16 x 16 bytes for each picture. */
function runFfmpeg(t: Test, sound: boolean) {
  const outputs = { pictures: [], aac: '', opus: null }
  const { inputs } = ladderArgs({
    plan,
    card: null,
    container: 'matroska',
    matrix: 'bt601',
    skipMs: 0,
    outputs,
  })
  const child = spawn(
    'ffmpeg',
    [
      ...[...(inputs[0]?.options ?? []), '-i', 'pipe:0', '-map', '0:v:0', '-vf', 'scale=16:16,format=gray'],
      // One thread, since the encoder of raw video would hold a picture back for each.
      ...['-fps_mode', 'passthrough', '-c:v', 'rawvideo', '-threads', '1', '-flush_packets', '1'],
      ...['-f', 'rawvideo', 'pipe:1', ...(sound ? ['-map', '0:a:0', '-f', 'null', '-'] : [])],
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  )
  const gone = once(child, 'exit')
  t.teardown(async () => {
    child.kill('SIGKILL')
    await gone
  })
  let bytes = 0
  let watch = () => {}
  child.stdout.on('data', chunk => {
    bytes += chunk.length
    watch()
  })
  const pictures = (count: number): Promise<void> =>
    new Promise(resolve => {
      watch = () => {
        if (bytes >= count * 256) resolve()
      }
      watch()
    })
  return { stdin: child.stdin, pictures }
}

t.test('FFmpeg gives each picture before the next is written, through a change of its size', async t => {
  for (const [codec, sound] of [
    ['h264', true],
    ['h264', false],
    ['vp8', true],
    ['vp8', false],
  ] as const) {
    const before = await coders[codec](picture(big, 2), rate)
    const after = await coders[codec](picture(small, 2), rate, 2000)
    const sounds = sound ? await codedOpus('sine=440:d=4') : []
    const container = new MatroskaContainer(formatOf(codec, before, sound))
    const { stdin, pictures } = runFfmpeg(t, sound)
    stdin.write(container.head)
    let written = 0
    for (const packet of inOrder(before.packets, after.packets, sounds)) {
      stdin.write(container.packet(packet))
      if (packet.track === 'audio') continue
      written++
      // Before that it looks at the stream.
      if (written > 20) await pictures(written)
    }
    t.equal(written, 4 * rate, `${codec}, ${sound ? 'with' : 'without'} sound`)
  }
})
