import t from 'tap'
import type { LiveStreams } from '../../src/media/live-streams.ts'
import type { SourcePacket } from '../../src/media/ports.ts'
import {
  download,
  flashAndBeep,
  luma,
  probe,
  readPlaylist,
  soundOffsets,
  startLive,
} from '../helpers/ffmpeg-live.ts'
import { until } from '../helpers/until.ts'
import { codedH264, codedOpus, codedVp8 } from '../helpers/webrtc-packets.ts'
import { publishPackets } from '../helpers/webrtc-publication.ts'

t.setTimeout(120_000)
// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 2

const rate = 30
const inOrder = (...tracks: (readonly SourcePacket[])[]): SourcePacket[] =>
  tracks.flat().sort((a, b) => a.time - b.time)

async function segments(live: LiveStreams, count: number) {
  const listed = () => readPlaylist(live, 'room', '240p')?.segments ?? []
  await until(`${count} segments`, () => listed().length >= count, 30_000)
  return listed()
}

t.test('H.264 and Opus become renditions, in step, also when the picture changes its size', async t => {
  const flashes = (size: string) => `testsrc2=s=${size}:r=${rate}:d=4,${flashAndBeep.filter}`
  const wide = await codedH264(flashes('640x360'), rate)
  const narrow = await codedH264(flashes('320x180'), rate, 4000)
  const sounds = await codedOpus(`${flashAndBeep.audio}:d=8`)
  const { live } = await startLive(t, { renditions: ['360p', '240p'], hls: { segmentSeconds: 1 } })
  const publication = publishPackets(
    t,
    'room',
    {
      container: 'matroska',
      video: { codec: 'h264', header: wide.header, width: 640, height: 360, matrix: 'bt601' },
      audio: { codec: 'opus' },
    },
    inOrder(wide.packets, narrow.packets, sounds),
    rate,
  )
  live.start(publication)
  const shown = await segments(live, 6)
  const bytes = download(live, 'room', '240p', shown)
  const sizes = await probe(bytes, '-select_streams', 'v', '-show_entries', 'frame=width,height')
  t.ok(sizes.every(([width, height]) => width === '426' && height === '240'))
  const offsets = await soundOffsets(bytes)
  t.ok(offsets.length >= 4)
  for (const offset of offsets) t.ok(offset <= 0.04, `sound and picture are ${offset} s apart`)
  t.match(live.state('room'), { state: 'live', encoder: { restarts: 0 } })
})

t.test('VP8 without sound has silence, and its own pictures', async t => {
  const { packets } = await codedVp8(`testsrc2=s=426x240:r=${rate}:d=6,${flashAndBeep.filter}`, rate)
  const { live } = await startLive(t, { renditions: ['240p'], hls: { segmentSeconds: 1 } })
  const video = { codec: 'vp8', header: null, width: 426, height: 240, matrix: 'bt601' } as const
  live.start(publishPackets(t, 'room', { container: 'matroska', video, audio: null }, packets, rate))
  const bytes = download(live, 'room', '240p', await segments(live, 4))
  const bright = (await luma(bytes, '100:100:100:100')).filter(({ value }) => value > 120)
  const off = bright.map(({ time }) => time % 1)
  t.ok(bright.length >= 4)
  t.ok(
    off.every(seconds => seconds < 0.05),
    `flashes are at each full second and ${off.join(', ')} s`,
  )
  const sounds = await probe(bytes, '-select_streams', 'a', '-show_entries', 'packet=pts')
  t.ok(sounds.length > 150, `${sounds.length} frames of silence`)
})
