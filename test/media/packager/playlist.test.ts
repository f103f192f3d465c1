import t from 'tap'
import { mediaPlaylist, multivariantPlaylist } from '../../../src/media/packager/playlist.ts'
import { addParts, newTimeline, openRun, startedAt } from '../../helpers/hand-made-parts.ts'

t.test('a media playlist, to the letter', async t => {
  const { timeline } = newTimeline()
  t.equal(mediaPlaylist(timeline, '360p', false), null)
  const run = openRun(timeline, { renditions: ['360p', '240p'] })
  addParts(timeline, run, 0, 4)
  t.equal(mediaPlaylist(timeline, '360p', false), null, 'there is no segment yet')
  addParts(timeline, run, 4, 6)
  t.equal(
    mediaPlaylist(timeline, '360p', false),
    `#EXTM3U
#EXT-X-VERSION:6
#EXT-X-TARGETDURATION:2
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12,HOLD-BACK=6,PART-HOLD-BACK=1.254
#EXT-X-PART-INF:PART-TARGET=0.418
#EXT-X-MEDIA-SEQUENCE:1000
#EXT-X-DISCONTINUITY-SEQUENCE:7
#EXT-X-MAP:URI="init-1000.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-11-11T11:00:00.123Z
#EXT-X-PART:DURATION=0.40000,URI="1000.0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.40000,URI="1000.1.m4s"
#EXT-X-PART:DURATION=0.40000,URI="1000.2.m4s"
#EXT-X-PART:DURATION=0.40000,URI="1000.3.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.40000,URI="1000.4.m4s"
#EXTINF:2.00000,
1000.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-11-11T11:00:02.123Z
#EXT-X-PART:DURATION=0.40000,URI="1001.0.m4s",INDEPENDENT=YES
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="1001.1.m4s"
#EXT-X-RENDITION-REPORT:URI="../240p/index.m3u8",LAST-MSN=1001,LAST-PART=0
`,
  )
})

t.test('a multivariant playlist, to the letter', async t => {
  const { timeline } = newTimeline()
  const run = openRun(timeline, { renditions: ['360p', '240p'] })
  addParts(timeline, run, 0, 5)
  t.equal(
    multivariantPlaylist(timeline),
    `#EXTM3U
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-STREAM-INF:BANDWIDTH=684320,AVERAGE-BANDWIDTH=20000,CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=30.000,CLOSED-CAPTIONS=NONE
360p/index.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=341120,AVERAGE-BANDWIDTH=20000,CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=30.000,CLOSED-CAPTIONS=NONE
240p/index.m3u8
`,
  )
})

t.test('the end closes the playlist: nothing more is hinted at', async t => {
  const { timeline } = newTimeline()
  addParts(timeline, openRun(timeline), 0, 6)
  timeline.end()
  const text = mediaPlaylist(timeline, '360p', false) ?? ''
  t.match(text, /1001\.0\.m4s",INDEPENDENT=YES\n#EXTINF:0\.40000,\n1001\.m4s\n#EXT-X-ENDLIST\n$/)
  t.notMatch(text, 'PRELOAD-HINT')
})

t.test(
  'another run stands behind a discontinuity with its own init segment, from its first part on',
  async t => {
    const { timeline } = newTimeline()
    addParts(timeline, openRun(timeline), 0, 7)
    addParts(timeline, openRun(timeline, { at: startedAt + 4000, kind: 'slate' }), 0, 1)
    const text = mediaPlaylist(timeline, '360p', false) ?? ''
    t.match(
      text,
      `#EXTINF:0.80000,
1001.m4s
#EXT-X-DISCONTINUITY
#EXT-X-MAP:URI="init-1001.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-11-11T11:00:04.123Z
#EXT-X-PART:DURATION=0.40000,URI="1002.0.m4s",INDEPENDENT=YES
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="1002.1.m4s"
`,
    )
  },
)

t.test('numbers only go up, also those of discontinuities that have left the playlist', async t => {
  const { timeline } = newTimeline(3)
  const numbers = (text: string) => ({
    media: Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1]),
    discontinuity: Number(/DISCONTINUITY-SEQUENCE:(\d+)/.exec(text)?.[1]),
  })
  /** The Discontinuity Sequence Number of each segment, as a player counts it. */
  const seen = new Map<string, number>()
  let before = { media: 0, discontinuity: 0 }
  for (let count = 0; count < 6; count++) {
    const run = openRun(timeline, { at: startedAt + count * 4000 })
    for (let n = 0; n < 10; n++) {
      addParts(timeline, run, n, n + 1)
      const text = mediaPlaylist(timeline, '360p', false)
      if (text === null) continue
      const now = numbers(text)
      t.ok(now.media >= before.media && now.discontinuity >= before.discontinuity)
      before = now
      let { discontinuity } = now
      for (const line of text.split('\n')) {
        if (line === '#EXT-X-DISCONTINUITY') discontinuity++
        if (!/^\d+\.m4s$/.test(line)) continue
        t.equal(seen.get(line) ?? discontinuity, discontinuity)
        seen.set(line, discontinuity)
      }
    }
  }
  t.equal(seen.size, 12)
  t.same(before, { media: 1009, discontinuity: 11 })
  t.equal(timeline.discontinuities, 12)
})

t.test('parts are listed up to three target durations from the end', async t => {
  const { timeline } = newTimeline()
  const run = openRun(timeline)
  const listed = () => {
    const text = mediaPlaylist(timeline, '360p', false) ?? ''
    const parts = [...text.matchAll(/EXT-X-PART:.*URI="(\d+)/g)].map(([, msn]) => Number(msn))
    return [...new Set(parts)]
  }
  addParts(timeline, run, 0, 30)
  t.same(listed(), [1003, 1004, 1005])
  addParts(timeline, run, 30, 31)
  t.same(listed(), [1004, 1005, 1006])
})

t.test('a delta update leaves out what lies beyond the skip boundary, and nothing else', async t => {
  const { timeline } = newTimeline(10)
  const run = openRun(timeline)
  addParts(timeline, run, 0, 32)
  const full = mediaPlaylist(timeline, '360p', false) ?? ''
  t.equal(mediaPlaylist(timeline, '360p', true), full, 'there is nothing to leave out')
  addParts(timeline, run, 32, 51)
  const long = (mediaPlaylist(timeline, '360p', false) ?? '').split('\n')
  const delta = (mediaPlaylist(timeline, '360p', true) ?? '').split('\n')
  t.ok(delta.includes('#EXT-X-SKIP:SKIPPED-SEGMENTS=3'))
  t.ok(delta.includes('#EXT-X-VERSION:9'))
  const added = delta.filter(line => !long.includes(line))
  t.same(added, ['#EXT-X-VERSION:9', '#EXT-X-SKIP:SKIPPED-SEGMENTS=3'])
  const left = long.filter(line => !delta.includes(line) && /^\d/.test(line))
  t.same(left, ['1000.m4s', '1001.m4s', '1002.m4s'])
  timeline.end()
  t.notMatch(mediaPlaylist(timeline, '360p', true), 'EXT-X-SKIP', '6.2.5.1: not after the end')
})

t.test('a name that a later ladder lacks is the nearest in size', async t => {
  const { timeline } = newTimeline()
  addParts(timeline, openRun(timeline, { renditions: ['360p', '240p'] }), 0, 5)
  const run = openRun(timeline, { renditions: ['240p'] })
  addParts(timeline, run, 0, 6)
  t.match(mediaPlaylist(timeline, '360p', false), /1001\.m4s[\s\S]*REPORT:URI="\.\.\/240p/)
  t.notMatch(mediaPlaylist(timeline, '240p', false), 'REPORT')
  t.equal(timeline.part(1001, 0, '360p')?.bytes.length, 1000)
})

t.test('bandwidth is what the encoder may use, or more where a segment was larger', async t => {
  const { timeline } = newTimeline()
  const run = openRun(timeline)
  addParts(timeline, run, 0, 5, 10_000)
  t.match(multivariantPlaylist(timeline), /BANDWIDTH=684320,AVERAGE-BANDWIDTH=200000,/)
  addParts(timeline, run, 5, 10, 100_000)
  t.match(multivariantPlaylist(timeline), /BANDWIDTH=2000000,AVERAGE-BANDWIDTH=1100000,/)
})
