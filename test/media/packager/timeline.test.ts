import t from 'tap'
import { mediaPlaylist } from '../../../src/media/packager/playlist.ts'
import { anyRendition, type Segment } from '../../../src/media/packager/segment.ts'
import { addParts, firstMsn, newTimeline, openRun, startedAt } from '../../helpers/hand-made-parts.ts'

const lengths = (segments: readonly Segment[]) =>
  segments.map(segment => Number(anyRendition(segment)?.duration.toFixed(3)))

t.test('segments are cut by the grid of their run, which a run may enter late', async t => {
  const { timeline, segments } = newTimeline()
  addParts(timeline, openRun(timeline), 3, 16)
  t.same(lengths(segments), [0.8, 2, 2])
  t.same(
    segments.map(({ msn, run, discontinuity }) => [msn, run.id, discontinuity]),
    [0, 1, 2].map(n => [firstMsn + n, firstMsn, false]),
  )
  t.same(timeline.next, { msn: firstMsn + 3, part: 1 })
  timeline.closeSegment()
  timeline.closeSegment()
  t.same(lengths(segments), [0.8, 2, 2, 0.4])
  t.same(timeline.next, { msn: firstMsn + 4, part: 0 })
})

t.test('at any rate, no segment is longer than the target duration, which stays', async t => {
  const { timeline, segments } = newTimeline()
  for (const framesPerSecond of [24, 30_000 / 1001, 25, 23.976, 12, 1]) {
    addParts(timeline, openRun(timeline, { framesPerSecond }), 0, 23)
    const text = mediaPlaylist(timeline, '360p', false) ?? ''
    t.match(text, '#EXT-X-TARGETDURATION:2\n')
    t.match(text, '#EXT-X-PART-INF:PART-TARGET=0.418\n')
    for (const [, duration] of text.matchAll(/PART:DURATION=([\d.]+)/g)) {
      t.ok(Number(duration) <= 0.418 && Number(duration) >= 0.85 * 0.418)
    }
  }
  t.equal(segments.length, 29)
  t.same(
    lengths(segments).filter(duration => Math.round(duration) > 2),
    [],
  )
})

t.test('a segment holds the very buffers of its parts, in each rendition', async t => {
  const { timeline, segments } = newTimeline()
  addParts(timeline, openRun(timeline, { renditions: ['360p', '240p'] }), 0, 5)
  const [segment] = segments
  t.same([...(segment?.renditions.keys() ?? [])], ['360p', '240p'])
  t.equal(segment?.renditions.get('240p')?.size, 5000)
  for (let n = 0; n < 5; n++) {
    t.equal(segment?.renditions.get('240p')?.parts[n]?.bytes, timeline.part(firstMsn, n, '240p')?.bytes)
  }
})

t.test('a run that another follows is over: what still comes of it is not shown', async t => {
  const { timeline, segments } = newTimeline()
  const first = openRun(timeline)
  addParts(timeline, first, 0, 2)
  const second = openRun(timeline, { at: startedAt + 800 })
  addParts(timeline, second, 0, 1)
  addParts(timeline, first, 2, 4)
  addParts(timeline, second, 1, 5)
  t.same(lengths(segments), [0.8, 2])
  t.same(
    segments.map(({ discontinuity, discontinuitySequence }) => [discontinuity, discontinuitySequence]),
    [
      [false, 7],
      [true, 8],
    ],
  )
  t.equal(timeline.shownUntil, startedAt + 2800)
  t.equal(timeline.discontinuities, 8)
})

t.test('runs never share a number, also when one showed nothing', async t => {
  const { timeline } = newTimeline()
  const ids = [openRun(timeline).id, openRun(timeline).id]
  const run = openRun(timeline)
  addParts(timeline, run, 0, 23)
  ids.push(run.id, openRun(timeline).id, openRun(timeline).id)
  t.same(
    ids.map(id => id - firstMsn),
    [0, 1, 2, 4, 5],
  )
})

t.test('memory is bounded: what has left the playlist goes soon, and its init segment with it', async t => {
  const { timeline, segments } = newTimeline(6)
  const first = openRun(timeline)
  addParts(timeline, first, 0, 5)
  const second = openRun(timeline)
  addParts(timeline, second, 0, 25)
  t.equal(timeline.listed.length, 6)
  t.ok(timeline.run(first.id))
  addParts(timeline, second, 25, 40)
  t.ok(timeline.rendition(firstMsn, '360p'), 'slow players still read it')
  addParts(timeline, second, 40, 45)
  t.notOk(timeline.rendition(firstMsn, '360p'))
  t.notOk(timeline.run(first.id))
  t.ok(timeline.run(second.id))
  t.equal(timeline.listed[0]?.msn, firstMsn + 4)
  t.equal(segments.length, 10)
})

t.test('a row of short segments does not make the playlist short', async t => {
  const { timeline } = newTimeline(6)
  addParts(timeline, openRun(timeline), 0, 30)
  for (let n = 0; n < 20; n++) addParts(timeline, openRun(timeline), 0, 1)
  timeline.closeSegment()
  const seconds = lengths(timeline.listed).reduce((sum, duration) => sum + duration, 0)
  t.ok(seconds >= 12, `${seconds} s`)
  t.ok(seconds < 14.1)
})

t.test('after its end nothing is added; a new broadcast does not show the old one', async t => {
  const { timeline, segments } = newTimeline()
  const first = openRun(timeline)
  addParts(timeline, first, 0, 7)
  timeline.end()
  timeline.end()
  t.equal(timeline.ended, true)
  t.same(lengths(segments), [2, 0.8])
  addParts(timeline, first, 7, 9)
  t.equal(segments.length, 2)
  timeline.begin()
  t.equal(timeline.ended, false)
  t.same(timeline.listed, [])
  t.equal(mediaPlaylist(timeline, '360p', false), null)
  t.ok(timeline.rendition(firstMsn + 1, '360p'), 'slow players still read the end')
  addParts(timeline, openRun(timeline, { at: startedAt + 60_000 }), 0, 5)
  t.match(mediaPlaylist(timeline, '360p', false), /MEDIA-SEQUENCE:1002\n#EXT-X-DISCONTINUITY-SEQUENCE:7\n/)
  t.match(timeline.listed, [{ msn: firstMsn + 2, discontinuity: true, discontinuitySequence: 8 }])
})
