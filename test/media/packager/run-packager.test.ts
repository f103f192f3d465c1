import t from 'tap'
import { configWith } from '../../../config/load.ts'
import { planLadder } from '../../../src/media/ladder/plan.ts'
import { BoxError } from '../../../src/media/packager/boxes.ts'
import { FragmentReader } from '../../../src/media/packager/fragment-reader.ts'
import { parseInit } from '../../../src/media/packager/init-segment.ts'
import { writeFragment } from '../../../src/media/packager/part.ts'
import { RunPackager } from '../../../src/media/packager/run-packager.ts'
import { parseFragment, type Sample } from '../../../src/media/packager/sample.ts'
import type { Timeline } from '../../../src/media/packager/timeline.ts'
import { run } from '../../helpers/ffmpeg-live.ts'
import { firstMsn, newTimeline, startedAt } from '../../helpers/hand-made-parts.ts'

const moovMp4 = await run('ffmpeg', [
  ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=64x36:r=30:d=0.1', '-f', 'lavfi', '-i', 'sine=d=0.1'],
  ...['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-bf', '0', '-c:a', 'aac', '-ar', '48000'],
  ...['-video_track_timescale', '90000', '-movflags', 'empty_moov+default_base_moof', '-f', 'mp4', '-'],
])
const [initPiece] = new FragmentReader().push(moovMp4)
if (initPiece?.kind !== 'init') throw new Error('no init segment')
const init = parseInit(initPiece.bytes, initPiece.moov)
const info = { videoCodec: 'h264', audioCodec: 'aac', width: 64, height: 36, framesPerSecond: 30 }
const config = configWith({ ladder: { renditions: ['36p', '20p'] } })
const plan = planLadder(info, config.ladder, config.hls)

/** Picture n holds the byte n; so does the sound. */
function picture(n: number): Sample {
  const keyframe = plan.keyframes.includes(n % (plan.framesPerPart * plan.partsPerSegment))
  return { time: n * 3000, duration: 3000, keyframe, bytes: Buffer.alloc(10, n) }
}
const sound = (n: number): Sample => ({
  time: n * 1024,
  duration: 1024,
  keyframe: true,
  bytes: Buffer.alloc(5, n),
})
const range = <T>(from: number, to: number, make: (n: number) => T) =>
  Array.from({ length: to - from }, (_, n) => make(from + n))

/** A fragment with the pictures and the sound `from` to `to` (not with it), as FFmpeg might write it. */
function fragment(pictures: readonly [number, number], sounds: readonly [number, number] = [0, 0]): Buffer {
  return writeFragment(1, [
    { trackId: init.video.trackId, samples: range(...pictures, picture) },
    { trackId: init.audio?.trackId ?? 0, samples: range(...sounds, sound) },
  ])
}

function begin(timeline: Timeline, at = startedAt): RunPackager {
  const packager = new RunPackager(timeline, plan, at)
  for (const index of [0, 1]) packager.push(index, initPiece?.bytes ?? Buffer.alloc(0))
  return packager
}

function pushBoth(packager: RunPackager, bytes: Buffer) {
  const parts = packager.push(0, bytes)
  packager.push(1, bytes)
  return parts
}

/** What is in a part: the numbers of its pictures and of its sound. */
function read(timeline: Timeline, msn: number, index: number, name = '36p') {
  const part = timeline.part(msn, index, name)
  if (!part) return null
  const [piece] = new FragmentReader().push(part.bytes)
  if (piece?.kind !== 'fragment') throw new Error('not one fragment')
  const { video, audio } = parseFragment(piece.bytes, piece.moof, init)
  return {
    pictures: video.map(({ time, bytes }) => (time === (bytes[0] ?? 0) * 3000 ? bytes[0] : 'moved')),
    sounds: audio.map(({ time, bytes }) => (time === (bytes[0] ?? 0) * 1024 ? bytes[0] : 'moved')),
    durations: [...new Set([...video, ...audio].map(({ duration }) => duration))],
  }
}

t.test('parts have all the same number of pictures, however FFmpeg cuts its fragments', async t => {
  const { timeline } = newTimeline()
  const packager = begin(timeline)
  // Sound that goes on without pictures, pictures that follow in a row, and sound that comes late.
  const pieces = [
    fragment([0, 4], [0, 19]),
    fragment([0, 0], [19, 38]),
    fragment([4, 16]),
    fragment([16, 36]),
    fragment([36, 41], [38, 60]),
    fragment([41, 48], [60, 75]),
  ]
  const parts = pieces.map(bytes => pushBoth(packager, bytes).length)
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

t.test('a part is out when every rendition has it', async t => {
  const { timeline, segments } = newTimeline()
  const packager = begin(timeline)
  packager.push(0, fragment([0, 24]))
  t.equal(timeline.shownUntil, null)
  packager.push(1, fragment([0, 12]))
  t.equal(timeline.shownUntil, startedAt + 400)
  packager.push(1, fragment([12, 31]))
  packager.push(0, fragment([24, 33]))
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
  pushBoth(packager, fragment([0, 18], [0, 24]))
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

t.test('a run does not show again what was shown, and begins with a keyframe', async t => {
  const { timeline, segments } = newTimeline()
  pushBoth(begin(timeline), fragment([0, 60]))
  const starts = (overlapMs: number) => {
    const { shownUntil } = timeline
    const packager = begin(timeline, (shownUntil ?? 0) - overlapMs)
    const from = timeline.next.msn
    pushBoth(packager, fragment([0, 120]))
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
  'a fragment before its moov': () =>
    new RunPackager(newTimeline().timeline, plan, 0).push(0, fragment([0, 12])),
  'a second moov': packager => packager.push(0, initPiece.bytes),
  'a picture that is missing': packager => {
    packager.push(0, fragment([0, 12]))
    packager.push(0, fragment([13, 25]))
  },
  'a picture that comes twice': packager => {
    packager.push(0, fragment([0, 12]))
    packager.push(0, fragment([11, 25]))
  },
  'a keyframe that is missing': packager => {
    const samples = range(0, 48, picture).map(sample => ({ ...sample, keyframe: sample.time === 0 }))
    pushBoth(packager, writeFragment(1, [{ trackId: init.video.trackId, samples }]))
  },
  'renditions with different keyframes': packager => {
    const samples = range(0, 12, picture).map(sample => ({ ...sample, keyframe: false }))
    packager.push(0, fragment([0, 12]))
    packager.push(1, writeFragment(1, [{ trackId: init.video.trackId, samples }]))
  },
  'a rendition that has fallen behind': packager =>
    packager.push(0, fragment([0, 250])) && packager.push(0, fragment([250, 400])),
  'a track that was not announced': packager =>
    packager.push(0, writeFragment(1, [{ trackId: 9, samples: [picture(0)] }])),
}
for (const [what, push] of Object.entries(wrong)) {
  t.test(`${what} ends the run`, async t => {
    t.throws(() => push(begin(newTimeline().timeline)), BoxError)
  })
}
