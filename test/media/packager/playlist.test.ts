import t from 'tap'
import { configWith } from '../../../config/load.ts'
import { planLadder } from '../../../src/media/ladder/plan.ts'
import { hlsAnswer } from '../../../src/media/packager/hls-answer.ts'
import { mediaPlaylist, multivariantPlaylist } from '../../../src/media/packager/playlist.ts'
import { type Run, Timeline } from '../../../src/media/packager/timeline.ts'

const startedAt = Date.parse('2026-11-11T11:00:00.123Z')
const info = { videoCodec: 'h264', audioCodec: null, width: 640, height: 360, framesPerSecond: 30 }

function openRun(timeline: Timeline, renditions: string[], at = startedAt): Run {
  const plan = planLadder(info, configWith({ ladder: { renditions } }).ladder)
  const video = { trackId: 1, timescale: 90_000, codec: 'avc1.64001e', width: 640, height: 360 }
  const inits = new Map(renditions.map(name => [name, { bytes: Buffer.from(name), video, audio: null }]))
  return timeline.openRun({ plan, startedAt: at, inits })
}

function append(timeline: Timeline, run: Run, start: number, duration = 2, size = 1000) {
  const media = { start, duration, bytes: Buffer.alloc(size), parts: [] }
  return timeline.append(run, new Map([...run.inits.keys()].map(name => [name, media])))
}

function newTimeline() {
  return new Timeline({ segmentSeconds: 2, playlistSegments: 3 }, startedAt)
}

t.test('a media playlist, to the letter', async t => {
  const timeline = newTimeline()
  t.equal(mediaPlaylist(timeline, '360p'), null)
  const run = openRun(timeline, ['360p'])
  append(timeline, run, 0)
  append(timeline, run, 2, 1.966667)
  timeline.end()
  const first = Math.floor(startedAt / 1000)
  t.equal(
    mediaPlaylist(timeline, '360p'),
    `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:${first}
#EXT-X-DISCONTINUITY-SEQUENCE:7547
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="init-${first}.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-11-11T11:00:00.123Z
#EXTINF:2.000000,
${first}.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-11-11T11:00:02.123Z
#EXTINF:1.966667,
${first + 1}.m4s
#EXT-X-ENDLIST
`,
  )
})

t.test('numbers only go up, also those of discontinuities that have left the playlist', async t => {
  const timeline = newTimeline()
  const seen: { media: number; discontinuity: number }[] = []
  for (let runs = 0; runs < 6; runs++) {
    const run = openRun(timeline, ['360p'])
    for (let n = 0; n < 2; n++) {
      append(timeline, run, n * 2)
      const text = mediaPlaylist(timeline, '360p') ?? ''
      seen.push({
        media: Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1]),
        discontinuity: Number(/DISCONTINUITY-SEQUENCE:(\d+)/.exec(text)?.[1]),
      })
      t.equal(
        text.match(/#EXT-X-MAP/g)?.length,
        1 +
          (text.match(/#EXT-X-DISCONTINUITY\n(?=#EXT-X-MAP)/g)?.length ?? 0) -
          (/SEGMENTS\n#EXT-X-DISCONTINUITY\n/.test(text) ? 1 : 0),
      )
    }
  }
  const [first] = seen
  t.ok((first?.discontinuity ?? 0) < 100_000, 'hls.js walks an array of this length')
  t.same(
    seen.map(({ media }) => media - (first?.media ?? 0)),
    [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  )
  t.same(
    seen.map(({ discontinuity }) => discontinuity - (first?.discontinuity ?? 0)),
    [0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4],
  )
})

t.test('a segment that has left the playlist can still be read for a while, and then is gone', async t => {
  const timeline = newTimeline()
  const run = openRun(timeline, ['360p'])
  const { msn } = append(timeline, run, 0)
  const status = () => hlsAnswer(timeline, `360p/${msn}.m4s`)?.status
  for (let n = 1; n <= 6; n++) append(timeline, run, n * 2)
  t.equal(timeline.listed.length, 3)
  t.equal(status(), 200)
  append(timeline, run, 14)
  t.equal(status(), 404)
})

t.test('a name that a later ladder lacks is the nearest in size', async t => {
  const timeline = newTimeline()
  append(timeline, openRun(timeline, ['360p', '240p']), 0)
  const { msn, run } = append(timeline, openRun(timeline, ['240p']), 0)
  t.match(mediaPlaylist(timeline, '360p'), `${msn}.m4s`)
  t.same(hlsAnswer(timeline, `360p/init-${run.id}.mp4`)?.body, Buffer.from('240p'))
})

t.test('bandwidth is what the encoder may use, or more where a segment was larger', async t => {
  const timeline = newTimeline()
  const run = openRun(timeline, ['360p'])
  append(timeline, run, 0, 2, 50_000)
  t.match(multivariantPlaylist(timeline), /BANDWIDTH=1029600,AVERAGE-BANDWIDTH=200000,/)
  append(timeline, run, 2, 2, 500_000)
  t.match(multivariantPlaylist(timeline), /BANDWIDTH=2000000,AVERAGE-BANDWIDTH=1100000,/)
})

t.test('answers carry types and cache headers, and know no other paths', async t => {
  const timeline = newTimeline()
  t.match(hlsAnswer(timeline, 'index.m3u8'), { status: 503, retryAfter: 1 })
  t.match(hlsAnswer(timeline, '360p/index.m3u8'), { status: 503 })
  const run = openRun(timeline, ['360p'])
  const { msn } = append(timeline, run, 0)
  const playlist = { status: 200, type: 'application/vnd.apple.mpegurl', cacheControl: 'no-cache' }
  t.match(hlsAnswer(timeline, 'index.m3u8'), playlist)
  t.match(hlsAnswer(timeline, '360p/index.m3u8'), playlist)
  const forEver = 'public, max-age=31536000, immutable'
  t.match(hlsAnswer(timeline, `360p/init-${run.id}.mp4`), { type: 'video/mp4', cacheControl: forEver })
  t.match(hlsAnswer(timeline, `360p/${msn}.m4s`), { type: 'video/iso.segment', cacheControl: forEver })
  t.match(hlsAnswer(timeline, `360p/${msn + 1}.m4s`), { status: 404 })
  for (const path of [
    '',
    '360p',
    '360p/',
    '/index.m3u8',
    '../x',
    `${'9'.repeat(400)}p/index.m3u8`,
    '360p/1.ts',
  ])
    t.equal(hlsAnswer(timeline, path), null, path)
})
