import t from 'tap'
import { configWith } from '../../../config/load.ts'
import { keyframesOf, planLadder } from '../../../src/media/ladder/plan.ts'
import { BoxError } from '../../../src/media/packager/boxes.ts'
import { FragmentReader } from '../../../src/media/packager/fragment-reader.ts'
import type { Part } from '../../../src/media/packager/part.ts'
import { type PicturePiece, PictureReader } from '../../../src/media/packager/picture-reader.ts'
import { mediaPlaylist } from '../../../src/media/packager/playlist.ts'
import { RunPackager } from '../../../src/media/packager/run-packager.ts'
import { parseFragment, type Sample } from '../../../src/media/packager/sample.ts'
import { type SoundPiece, SoundReader } from '../../../src/media/packager/sound-reader.ts'
import type { Timeline } from '../../../src/media/packager/timeline.ts'
import { run } from '../../helpers/ffmpeg-live.ts'
import { firstMsn, newTimeline, startedAt } from '../../helpers/hand-made-parts.ts'

const pieces = async (format: string, ...args: string[]) =>
  run('ffmpeg', ['-v', 'error', '-f', 'lavfi', ...args, '-flags', '+global_header', '-f', format, '-'])
const x264 = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-bf', '0']
const [configuration] = new PictureReader().push(
  await pieces('flv', '-i', 'testsrc2=s=64x36:r=30:d=0.1', ...x264),
)
const aac = ['-c:a', 'aac', '-ar', '48000', '-movflags', 'empty_moov+default_base_moof']
const [soundTrack] = new SoundReader().push(await pieces('mp4', '-i', 'sine=d=0.1', ...aac))
if (configuration?.kind !== 'config' || soundTrack?.kind !== 'track') throw new Error('no configuration')
const config: PicturePiece = configuration
const track: SoundPiece = soundTrack
const info = { videoCodec: 'h264', audioCodec: 'aac', width: 64, height: 36, framesPerSecond: 30 }
const settings = configWith({ ladder: { renditions: ['36p', '20p'] } })
const plan = planLadder(info, settings.ladder, settings.hls)

/** Picture n holds the byte n; so does the sound. */
function picture(n: number, rendition = 0) {
  const keyframe = keyframesOf(plan, rendition).includes(n % (plan.framesPerPart * plan.partsPerSegment))
  return { time: Math.round((n * 1000) / 30), keyframe, bytes: Buffer.alloc(10, n) }
}
const sound = (n: number): Sample => ({
  time: n * 1024,
  duration: 1024,
  keyframe: true,
  bytes: Buffer.alloc(5, n),
})
const range = <T>(from: number, to: number, make: (n: number) => T) =>
  Array.from({ length: to - from }, (_, n) => make(from + n))

function begin(timeline: Timeline, at = startedAt): RunPackager {
  const packager = new RunPackager(timeline, plan, at)
  for (const index of [0, 1]) packager.pictures(index, config)
  packager.sound(track)
  return packager
}

type Picture = ReturnType<typeof picture>

const push = (packager: RunPackager, index: number, pictures: readonly Picture[]): Part[] =>
  pictures.flatMap(picture => packager.pictures(index, { kind: 'picture', picture }))

/** The pictures `from` to `to` (not with it) of one rendition. */
const show = (packager: RunPackager, index: number, from: number, to: number): Part[] =>
  push(
    packager,
    index,
    range(from, to, n => picture(n, index)),
  )

const showBoth = (packager: RunPackager, from: number, to: number): Part[] =>
  [0, 1].flatMap(index => show(packager, index, from, to))

/** The frames of sound `from` to `to` (not with it). */
const say = (packager: RunPackager, from: number, to: number): Part[] =>
  packager.sound({ kind: 'samples', samples: range(from, to, sound), timescale: 48_000 })

/** What is in a part: the numbers of its pictures and of its sound. */
function read(timeline: Timeline, msn: number, index: number, name = '36p') {
  const part = timeline.part(msn, index, name)
  if (!part) return null
  const [piece] = new FragmentReader().push(part.bytes)
  if (piece?.kind !== 'fragment') throw new Error('not one fragment')
  const init = timeline.open?.run.inits.get(name) ?? timeline.listed.at(-1)?.run.inits.get(name)
  if (!init) throw new Error('no init segment')
  const { video, audio } = parseFragment(piece.bytes, piece.moof, init)
  return {
    pictures: video.map(({ time, bytes }) => (time === (bytes[0] ?? 0) * 3000 ? bytes[0] : 'moved')),
    sounds: audio.map(({ time, bytes }) => (time === (bytes[0] ?? 0) * 1024 ? bytes[0] : 'moved')),
    durations: [...new Set([...video, ...audio].map(({ duration }) => duration))],
  }
}

t.test('parts have all the same number of pictures, however they and their sound come', async t => {
  const { timeline } = newTimeline()
  const packager = begin(timeline)
  // Sound that goes on without pictures, pictures that follow in a row, and sound that comes late.
  const parts = [
    () => [...say(packager, 0, 19), ...showBoth(packager, 0, 4)],
    () => say(packager, 19, 38),
    () => showBoth(packager, 4, 16),
    () => showBoth(packager, 16, 51),
    () => say(packager, 38, 60),
    () => say(packager, 60, 75),
  ].map(step => step().length)
  t.same(parts, [0, 0, 1, 2, 0, 1])
  t.same(read(timeline, 1000, 0), {
    pictures: range(0, 12, n => n),
    sounds: range(0, 19, n => n),
    durations: [3000, 1024],
  })
  t.match(read(timeline, 1000, 1), { pictures: range(12, 24, n => n), sounds: range(19, 38, n => n) })
  t.match(read(timeline, 1000, 2), { pictures: range(24, 36, n => n), sounds: [], durations: [3000] })
  t.match(read(timeline, 1000, 3), { pictures: range(36, 48, n => n), sounds: range(38, 75, n => n) })
  t.same(read(timeline, 1000, 3, '20p'), read(timeline, 1000, 3))
  t.match(timeline.part(1000, 3, '36p'), { start: 1.2, duration: 0.4, independent: true })
})

t.test('a part is out when its sound has come, and half a second late without it', async t => {
  const { timeline } = newTimeline()
  const packager = begin(timeline)
  showBoth(packager, 0, 13)
  say(packager, 0, 18)
  t.equal(timeline.shownUntil, null, 'the last frame of sound is missing')
  say(packager, 18, 19)
  t.equal(timeline.shownUntil, startedAt + 400)
  showBoth(packager, 13, 38)
  t.equal(timeline.shownUntil, startedAt + 400)
  showBoth(packager, 38, 39)
  t.equal(timeline.shownUntil, startedAt + 800)
  t.match(read(timeline, 1000, 1), { sounds: [] })
  say(packager, 19, 57)
  t.match(read(timeline, 1000, 2), { sounds: range(19, 57, n => n) }, 'what comes late is not lost')
  showBoth(packager, 39, 50)
  packager.finish()
  t.equal(
    Math.round(timeline.shownUntil ?? 0),
    Math.round(startedAt + 50_000 / 30),
    'at the end all goes out',
  )
})

t.test('the lowest rendition has a keyframe in each part', async t => {
  const { timeline } = newTimeline()
  const packager = begin(timeline)
  showBoth(packager, 0, 60)
  packager.finish()
  const independent = (name: string) => range(0, 5, n => timeline.part(1000, n, name)?.independent)
  t.same(independent('36p'), [true, false, false, true, false])
  t.same(independent('20p'), [true, true, true, true, true])
  const listed = (name: string) => mediaPlaylist(timeline, name, false)?.match(/INDEPENDENT=YES/g)?.length
  t.same([listed('36p'), listed('20p')], [2, 5])
})

t.test('a part is out when every rendition has it', async t => {
  const { timeline, segments } = newTimeline()
  const packager = begin(timeline)
  say(packager, 0, 60)
  show(packager, 0, 0, 24)
  t.equal(timeline.shownUntil, null)
  show(packager, 1, 0, 12)
  t.equal(timeline.shownUntil, startedAt + 400)
  show(packager, 1, 12, 31)
  show(packager, 0, 24, 33)
  packager.finish()
  packager.finish()
  t.same(
    read(timeline, 1000, 2)?.pictures,
    range(24, 31, n => n),
    'the end that both have',
  )
  t.same(
    read(timeline, 1000, 2, '20p')?.pictures,
    range(24, 31, n => n),
  )
  timeline.closeSegment()
  t.match(segments, [{ msn: 1000, run: { kind: 'source', startedAt } }])
})

t.test('sound that ends before the pictures of a run lasts as long as they do', async t => {
  const { timeline, segments } = newTimeline()
  const packager = begin(timeline)
  say(packager, 0, 24)
  showBoth(packager, 0, 18)
  packager.finish()
  timeline.end()
  t.equal(segments.length, 1)
  const [first, last] = [read(timeline, firstMsn, 0), read(timeline, firstMsn, 1)]
  t.same(first?.durations, [3000, 1024])
  t.same(last?.pictures, [12, 13, 14, 15, 16, 17])
  t.same(last?.sounds, [19, 20, 21, 22, 23])
  // Until 0.6 s, at 48,000 a second.
  t.same(last?.durations, [3000, 1024, 28_800 - 23 * 1024])
})

function showWithSound(packager: RunPackager, pictures: number): void {
  say(packager, 0, Math.ceil((pictures * 1600) / 1024))
  showBoth(packager, 0, pictures)
}

t.test('a run does not show again what was shown, and begins with a keyframe', async t => {
  const { timeline, segments } = newTimeline()
  showWithSound(begin(timeline), 60)
  const starts = (overlapMs: number) => {
    const { shownUntil } = timeline
    const packager = begin(timeline, (shownUntil ?? 0) - overlapMs)
    const from = timeline.next.msn
    showWithSound(packager, 120)
    packager.finish()
    timeline.closeSegment()
    return segments.find(({ msn }) => msn === from)?.renditions.get('36p')?.start
  }
  t.equal(starts(0), 0)
  t.equal(starts(190), 0, 'clocks are not that exact')
  t.equal(starts(700), 1.2, 'up to the next keyframe')
  t.equal(starts(1390), 1.2)
  t.equal(starts(1500), 2)
  t.equal(starts(3100), 0, 'clocks are that wrong')
  t.equal(starts(3_600_000), 0)
})

const wrong: Record<string, (packager: RunPackager) => void> = {
  'a picture before its configuration': () =>
    show(new RunPackager(newTimeline().timeline, plan, 0), 0, 0, 12),
  'a second configuration': packager => packager.pictures(0, config),
  'a picture that is missing': packager => {
    show(packager, 0, 0, 12)
    show(packager, 0, 13, 25)
  },
  'a picture that comes twice': packager => {
    show(packager, 0, 0, 12)
    show(packager, 0, 11, 25)
  },
  'a keyframe that is missing': packager => {
    say(packager, 0, 75)
    for (const index of [0, 1]) {
      const pictures = range(0, 48, n => picture(n, index))
      push(
        packager,
        index,
        pictures.map((sample, n) => ({ ...sample, keyframe: n === 0 || (n < 36 && sample.keyframe) })),
      )
    }
  },
  'a keyframe that is missing where the lowest rendition has more of them': packager => {
    say(packager, 0, 75)
    show(packager, 0, 0, 48)
    push(
      packager,
      1,
      range(0, 48, n => picture(n, 0)),
    )
  },
  'renditions with different keyframes': packager => {
    say(packager, 0, 75)
    show(packager, 0, 0, 12)
    push(
      packager,
      1,
      range(0, 12, n => ({ ...picture(n), keyframe: false })),
    )
  },
  'a rendition that has fallen behind': packager => {
    show(packager, 0, 0, 250)
    show(packager, 0, 250, 400)
  },
  'sound that does not begin': () => {
    const packager = new RunPackager(newTimeline().timeline, plan, 0)
    for (const index of [0, 1]) packager.pictures(index, config)
    showBoth(packager, 0, 400)
  },
}
for (const [what, err] of Object.entries(wrong)) {
  t.test(`${what} ends the run`, async t => {
    t.throws(() => err(begin(newTimeline().timeline)), BoxError)
  })
}
