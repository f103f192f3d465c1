import t, { type Test } from 'tap'
import { flvHeader, flvTag } from '../../../src/media/ingest/nms.ts'
import { silentAac, stereoHeader } from '../../../src/media/ladder/aac.ts'
import { SteadySound } from '../../../src/media/ladder/steady-sound.ts'
import type { PacketSink, SourceFormat, SourcePacket } from '../../../src/media/ports.ts'
import { run } from '../../helpers/ffmpeg-live.ts'

t.setTimeout(60_000)

const hex = (text: string) => Buffer.from(text, 'hex')
const picture = hex('2701000042')
const stereo = hex('af001190')
const mono44 = hex('af001208')
const mp3 = hex('2ffffb')
const frame = hex('af01ff')

const video = (time: number): SourcePacket => ({ track: 'video', key: false, time, body: picture })
const audio = (time: number, body = frame): SourcePacket => ({ track: 'audio', key: false, time, body })

const rtmp = (audio: Buffer | null): SourceFormat => ({
  container: 'flv',
  video: { codec: 'h264', header: hex('1700000000'), width: 16, height: 16, matrix: 'bt709' },
  audio: { codec: audio ? 'aac' : 'mp3', header: audio },
})
const silent: SourceFormat = { ...rtmp(null), audio: null }
const whip = (sound: boolean): SourceFormat => ({
  container: 'matroska',
  video: { codec: 'vp8', header: null, width: 16, height: 16, matrix: 'bt601' },
  audio: sound ? { codec: 'opus' } : null,
})

type Said = { readonly time: number; readonly kind: 'own' | 'silence' }

/** What comes out behind `SteadySound`. */
function listen(source: SourceFormat, { own = source.audio === null, free = true } = {}) {
  const written: SourcePacket[] = []
  const formats: SourceFormat[] = []
  let ended = 0
  const out: PacketSink = {
    open: format => void formats.push(format),
    write: packet => {
      written.push(packet)
      return free
    },
    onDrain: callback => callback(),
    end: () => void ended++,
  }
  const steady = new SteadySound(out, own)
  steady.open(source)
  const sounds = (): Said[] =>
    written
      .filter(({ track }) => track === 'audio')
      .map(({ time, body }) => ({ time, kind: body.equals(frame) || body.equals(mp3) ? 'own' : 'silence' }))
  return { steady, written, formats, sounds, ended: () => ended }
}

/** Milliseconds, up to one that is missing. */
function gapless(t: Test, sounds: readonly Said[], frameMs: number): void {
  const [first] = sounds
  const wrong = sounds.filter(({ time }, n) => Math.abs(time - (first?.time ?? 0) - n * frameMs) > 1)
  t.same(wrong, [], 'each frame is where the one before it ends')
}

t.test('a picture without sound is given silence that stands before it', async t => {
  const { steady, written, formats, sounds } = listen(silent)
  t.match(formats, [{ container: 'flv', audio: { codec: 'aac', header: stereoHeader } }])
  for (let time = 0; time < 4000; time += 40) steady.write(video(time))
  gapless(t, sounds(), 64 / 3)
  const late = written.findIndex(({ track, time }) => track === 'video' && time === 2000)
  const before = written.slice(0, late).findLast(({ track }) => track === 'audio')
  const ahead = (before?.time ?? 0) - 2000
  t.ok(ahead > 100 && ahead < 300, `it is ${ahead} ms ahead`)
})

t.test('a source by WebRTC is given silence in Opus', async t => {
  const { steady, written, formats, sounds } = listen(whip(false))
  t.match(formats, [{ container: 'matroska', audio: { codec: 'opus' } }])
  for (let time = 0; time < 4000; time += 100 / 3) steady.write(video(time))
  gapless(t, sounds(), 20)
  t.same(written[0]?.body, hex('f8fffe'))
})

t.test('Opus that stays away is replaced until it is back', async t => {
  const { steady, sounds } = listen(whip(true))
  for (let n = 0; n < 10; n++) steady.write(audio(n * 20 + 0.25))
  for (let time = 0; time <= 4000; time += 100 / 3) steady.write(video(time))
  const said = sounds()
  gapless(t, said, 20)
  t.same(said[10], { time: 200.25, kind: 'silence' })
  const end = said.at(-1)?.time ?? 0
  t.ok(end > 4150, 'it has come up with the picture')
  for (const time of [end - 20, end + 20, end + 40]) steady.write(audio(time))
  t.same(sounds().slice(said.length), [
    { time: end + 20, kind: 'own' },
    { time: end + 40, kind: 'own' },
  ])
})

t.test('silence keeps its time for as long as a show may last', async t => {
  for (const [format, frameMs] of [
    [silent, 64 / 3],
    [whip(false), 20],
  ] as const) {
    let sounds = 0
    let last = 0
    let worst = 0
    const sink: PacketSink = {
      open: () => {},
      write: ({ track, time }) => {
        if (track === 'video') return true
        last = time
        worst = Math.max(worst, Math.abs(time - sounds++ * frameMs))
        return true
      },
      onDrain: () => {},
      end: () => {},
    }
    const steady = new SteadySound(sink, true)
    steady.open(format)
    const end = 6 * 3_600_000
    for (let time = 0; time <= end; time += 9000) steady.write(video(time))
    t.ok(worst <= 0.01, `no frame is more than ${worst} ms from its time`)
    t.ok(last > end && last < end + 300)
  }
})

t.test('a jump of the clock is not filled: FFmpeg does that, or the run ends', async t => {
  const { steady, written, sounds } = listen(silent)
  steady.write(video(0))
  const before = written.length
  steady.write(video(4_000_000_000))
  t.ok(written.length - before < 15, `${written.length - before} packets`)
  t.ok((sounds().at(-1)?.time ?? 0) > 4_000_000_000)
  steady.write(video(5))
  t.same(written.at(-1), video(5), 'nor is one back')
})

t.test('sound is passed on as it comes, early, late by less than two seconds, or with a hole', async t => {
  const { steady, written, formats } = listen(rtmp(stereo))
  const packets = [
    ...[audio(500), video(0), video(1900), audio(100), audio(120)],
    ...[video(2000), audio(1900), audio(1850)],
  ]
  for (const packet of packets) steady.write(packet)
  t.same(written, packets)
  t.same(formats, [rtmp(stereo)])
})

t.test('sound that stays away is replaced until it is back, in its own format', async t => {
  const { steady, written, sounds } = listen(rtmp(mono44))
  const frameMs = (1024 / 44_100) * 1000
  for (let n = 0; n < 10; n++) steady.write(audio(Math.round(n * frameMs)))
  for (let time = 0; time <= 4000; time += 40) steady.write(video(time))
  const said = sounds()
  t.same(
    said.slice(0, 11).map(({ kind }) => kind),
    [...Array.from({ length: 10 }, () => 'own'), 'silence'],
  )
  gapless(t, said, frameMs)
  const end = said.at(-1)?.time ?? 0
  t.ok(end > 4100, 'it has come up with the picture')
  t.same(written.findLast(({ track }) => track === 'audio')?.body, silentAac(mono44)?.frame)

  const count = said.length
  for (const time of [2900, 3500]) steady.write(audio(time))
  steady.write(video(4040))
  t.equal(
    sounds().length,
    count,
    'what silence stands for is not said again, and no more is put in its place',
  )
  steady.write(audio(Math.round(end + frameMs)))
  steady.write(audio(Math.round(end + frameMs) - 5))
  steady.write(video(4500))
  t.same(
    sounds()
      .slice(count)
      .map(({ kind }) => kind),
    ['own', 'own'],
    'from there on it is the source’s own',
  )
})

t.test('sound that FFmpeg could not use is left out', async t => {
  const { steady, formats, sounds } = listen(rtmp(hex('af001390')), { own: true })
  for (const packet of [audio(0), video(0), audio(21), video(40)]) steady.write(packet)
  t.match(formats, [{ audio: { header: stereoHeader } }])
  t.ok(sounds().every(({ kind }) => kind === 'silence'))
  t.equal(steady.begun, true)
})

t.test('sound of which no silence is known has none in its place', async t => {
  const odd = ['af002b92', 'af001180', 'af0011f8', 'af001194', 'af00138a8a00', 'af0017', 'af0011'].map(hex)
  for (const header of [null, ...odd]) {
    const { steady, sounds } = listen(rtmp(header))
    t.equal(steady.begun, false)
    steady.write(audio(0, header ? frame : mp3))
    t.equal(steady.begun, true)
    steady.write(video(10_000))
    t.same(
      sounds().map(({ kind }) => kind),
      ['own'],
      header?.toString('hex') ?? 'mp3',
    )
  }
})

t.test('a full sink, its drain and the end are the source’s to know', async t => {
  const { steady, ended } = listen(silent, { free: false })
  t.equal(steady.write(video(0)), false)
  t.equal(steady.write(audio(0)), true, 'nothing was written')
  const drained = new Promise<void>(resolve => steady.onDrain(resolve))
  await drained
  steady.end()
  t.equal(ended(), 1)
})

t.test('decoders hear silence of the right length', async t => {
  for (const [name, announced, rate, channels] of [
    ['48 kHz stereo', stereo, 48_000, 2],
    ['44.1 kHz mono', mono44, 44_100, 1],
    ['with the extension that says that there is no SBR', hex('af00119056e500'), 48_000, 2],
    ['5.1', hex('af0011b0'), 48_000, 6],
    ['7.1', hex('af0011b8'), 48_000, 8],
    ['HE-AAC', hex('af002b920800'), 44_100, 2],
    ['HE-AAC of one channel', hex('af002b8a0800'), 44_100, 2],
  ] as const) {
    const { steady, written } = listen(rtmp(announced))
    for (let time = 0; time <= 4000; time += 40) steady.write(video(time))
    const tags = written.filter(({ track }) => track === 'audio')
    const flv = Buffer.concat([
      ...[flvHeader(true), flvTag('audio', 0, announced)],
      ...tags.map(({ time, body }) => flvTag('audio', Math.round(time), body)),
    ])
    const script = `exec ffmpeg -v warning -xerror -i pipe:0 -f s16le - 2>&1`
    const out = await run('sh', ['-c', script], flv)
    t.ok(
      out.every(byte => byte === 0),
      `${name}: there is nothing to hear, and nothing to complain of`,
    )
    const seconds = out.length / 2 / channels / rate
    t.ok(seconds > 4.15 && seconds < 4.3, `${name}: ${seconds} s`)
  }
})
