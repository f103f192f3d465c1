import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import t from 'tap'
import type { Segment } from '../../../src/media/packager/segment.ts'
import type { Recorder } from '../../../src/media/replay/recorder.ts'
import { probe, run as runTool } from '../../helpers/ffmpeg-live.ts'
import { bytesOf, durationOf, encodeRun, packageRuns, repeated } from '../../helpers/replay-segments.ts'
import { ask, bytes, indexLines, serveReplays, startReplays, text } from '../../helpers/replay-start.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(120_000)

const startedAt = Date.parse('2026-11-11T11:00:00.000Z')
const first = await encodeRun(t, { seconds: 23 })
const smaller = await encodeRun(t, { seconds: 5, width: 426, height: 240, renditions: ['240p'] })
/** A show whose host came back after a while, from a phone. */
const show = packageRuns([
  { ...first, startedAt },
  { ...smaller, startedAt: startedAt + 60_000 },
])
const alone = show.filter(({ run }) => run === show[0]?.run)
const aloneSeconds = alone.reduce((sum, segment) => sum + durationOf(segment), 0)

function addAll(recorder: Recorder, segments: readonly Segment[]): number {
  for (const segment of segments) recorder.add(segment)
  return segments.reduce((sum, segment) => sum + durationOf(segment), 0)
}

t.test('a show is played from its beginning while it is live, and as a whole when it has ended', async t => {
  const { replays } = await startReplays(t, { folder: await tempFolder(t) })
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  t.equal(replays.info(showId), null)
  t.match(await ask(replays, showId, 'index.m3u8'), { status: 503, retryAfter: 1 })
  const [one, two, three, ...rest] = show
  if (!one || !two || !three) throw new Error('the show is too short')
  addAll(recorder, [one, two, three])
  await until('three segments', () => replays.info(showId)?.durationSeconds === 6)
  t.match(replays.info(showId), { live: true, spans: [{ at: 0, since: startedAt, durationSeconds: 6 }] })
  const live = await text(replays, showId, '360p/index.m3u8')
  t.equal(
    live,
    `#EXTM3U
#EXT-X-VERSION:6
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-PLAYLIST-TYPE:EVENT
#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=60.0
#EXT-X-MAP:URI="init-0.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-11-11T11:00:00.000Z
#EXTINF:2.000000,
0.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-11-11T11:00:02.000Z
#EXTINF:2.000000,
1.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-11-11T11:00:04.000Z
#EXTINF:2.000000,
2.m4s
`,
  )
  t.match(await ask(replays, showId, '360p/index.m3u8'), { cacheControl: 'no-cache' })

  const restSeconds = addAll(recorder, rest)
  await recorder.end()
  const info = replays.info(showId)
  t.equal(info?.live, false)
  t.equal(info?.durationSeconds, 6 + restSeconds)
  t.match(info?.spans, [{ at: 0 }, { at: aloneSeconds, since: startedAt + 60_000 }])
  const ended = await text(replays, showId, '360p/index.m3u8')
  t.ok(ended.startsWith(live), 'nothing of a playlist of type EVENT may change')
  t.ok(ended.endsWith('.m4s\n#EXT-X-ENDLIST\n'))
  t.match(
    ended,
    '#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-1.mp4"\n#EXT-X-PROGRAM-DATE-TIME:2026-11-11T11:01:00',
  )
  t.equal(ended.match(/DISCONTINUITY/g)?.length, 1)
  t.match(await ask(replays, showId, '360p/index.m3u8'), { cacheControl: 'public, max-age=60' })
  t.same(replays.lastPlan(showId), smaller.plan)
})

t.test('its bytes are those of the live segments; a rendition that a run lacks is the nearest', async t => {
  const { replays } = await startReplays(t, { folder: await tempFolder(t) })
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  addAll(recorder, show)
  await recorder.end()
  for (const [n, segment] of show.entries()) {
    for (const name of ['360p', '240p']) {
      const rendition = segment.renditions.has(name) ? name : '240p'
      const found = await bytes(replays, showId, `${name}/${n}.m4s`)
      t.ok(found.equals(bytesOf(segment, rendition)), `${name}/${n}`)
    }
  }
  const init = show.at(-1)?.run.inits.get('240p')?.bytes
  t.ok(init?.equals(await bytes(replays, showId, '360p/init-1.mp4')))
  t.match(await ask(replays, showId, '240p/0.m4s'), {
    type: 'video/iso.segment',
    cacheControl: 'public, max-age=31536000, immutable',
  })
  for (const path of [
    `360p/${show.length}.m4s`,
    ...['360p/init-2.mp4', '480p/index.m3u8', '480p/0.m4s', '480p/init-0.mp4', 'thumbnails/99.jpg'],
    ...['360p/-1.m4s', '360p/01.m4s', '360p/99999999999.m4s', '', '360p', 'index.jsonl', '../x'],
  ]) {
    t.equal(await ask(replays, showId, path), null, path)
  }
  for (const other of [randomUUID(), '..', '', '.pictures']) {
    t.equal(await ask(replays, other, 'index.m3u8'), null)
    t.equal(replays.info(other), null)
  }
})

t.test('the multivariant playlist says what there really is', async t => {
  const { replays } = await startReplays(t, { folder: await tempFolder(t) })
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  addAll(recorder, alone)
  await recorder.end()
  const listed = await text(replays, showId, 'index.m3u8')
  const sizes = alone.map(segment => (bytesOf(segment, '360p').length * 8) / durationOf(segment))
  const bits = alone.reduce((sum, segment) => sum + bytesOf(segment, '360p').length * 8, 0)
  const variant =
    /BANDWIDTH=(\d+),AVERAGE-BANDWIDTH=(\d+),CODECS="(.*)",RESOLUTION=640x360,FRAME-RATE=30.000\n360p/
  const [, peak, average, codecs] = variant.exec(listed) ?? []
  t.ok(Number(peak) >= Math.max(...sizes.slice(0, -1)) && Number(peak) <= 2 * Math.max(...sizes), listed)
  t.equal(Number(average), Math.ceil(bits / aloneSeconds))
  t.match(codecs, /^avc1\.[0-9a-f]{6},mp4a\.40\.2$/)
  t.match(listed, '\n240p/index.m3u8\n')
})

t.test('FFmpeg plays a replay over HTTP without a complaint', async t => {
  const { replays } = await startReplays(t, { folder: await tempFolder(t) })
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  addAll(recorder, alone)
  await recorder.end()
  const url = `${await serveReplays(t, replays)}/${showId}/index.m3u8`
  const player = spawn('ffmpeg', ['-v', 'warning', '-i', url, '-map', '0', '-f', 'null', '-'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: Buffer[] = []
  player.stderr.on('data', chunk => said.push(chunk))
  const [code] = await once(player, 'close')
  t.equal(code, 0)
  t.equal(String(Buffer.concat(said)), '')
  const counted = await runTool('ffprobe', [
    ...[
      '-v',
      'error',
      '-count_packets',
      '-select_streams',
      'v',
      '-show_entries',
      'stream=height,nb_read_packets',
    ],
    ...['-of', 'csv=p=0', url],
  ])
  t.same([...new Set(String(counted).match(/\d+,\d+/g))].sort(), ['240,691', '360,691'])
})

t.test('there is a thumbnail for each ten seconds, and a cover', async t => {
  const folder = await tempFolder(t)
  const { replays } = await startReplays(t, { folder })
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  for (const [n, segment] of alone.entries()) {
    recorder.add(segment)
    // As fast as a live show at most: one picture is done before the next is due.
    if (n % 5 === 0) await until('a thumbnail', () => replays.info(showId)?.thumbnails?.count === n / 5 + 1)
  }
  await recorder.end()
  const size = { width: 160, height: 90 }
  t.same(replays.info(showId)?.thumbnails, { count: 3, everySeconds: 10, ...size })
  for (let n = 0; n < 3; n++) {
    const jpeg = await bytes(replays, showId, `thumbnails/${n}.jpg`)
    t.same(await probe(jpeg, '-show_entries', 'stream=codec_name,width,height'), [['mjpeg', '160', '90']])
  }
  t.notSame(
    await bytes(replays, showId, 'thumbnails/0.jpg'),
    await bytes(replays, showId, 'thumbnails/1.jpg'),
  )
  t.equal(replays.info(showId)?.hasCover, true)
  const covers = (await indexLines(folder, showId)).filter(line => line.startsWith('{"type":"cover"'))
  t.equal(covers.length, 2, 'one at once, and one of twenty seconds later')
  const cover = await bytes(replays, showId, 'cover.jpg')
  t.same(await probe(cover, '-show_entries', 'stream=codec_name,width,height'), [['mjpeg', '640', '360']])
  t.match(await ask(replays, showId, 'thumbnails/0.jpg'), { type: 'image/jpeg' })
})

t.test('pictures of a show that cannot be decoded harm nothing', async t => {
  const { replays, stopped } = await startReplays(t, { folder: await tempFolder(t) })
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  const broken = alone.map(segment => ({
    ...segment,
    renditions: new Map(
      [...segment.renditions].map(([name, media]) => [
        name,
        {
          ...media,
          parts: media.parts.map(part => ({ ...part, bytes: Buffer.alloc(part.bytes.length, 7) })),
        },
      ]),
    ),
  }))
  addAll(recorder, broken)
  await recorder.end()
  t.match(replays.info(showId), { durationSeconds: aloneSeconds, thumbnails: null, hasCover: false })
  t.same(stopped, [])
})

t.test('a slate is not recorded', async t => {
  const { replays } = await startReplays(t, { folder: await tempFolder(t) })
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  const [one, two] = alone
  const last = show.at(-1)
  if (!one || !two || !last) throw new Error('the show is too short')
  const slate = { ...two, run: { ...two.run, kind: 'slate' as const } }
  addAll(recorder, [one, slate, slate, last])
  await recorder.end()
  t.equal(replays.info(showId)?.durationSeconds, 2 + durationOf(last))
  t.match(
    await text(replays, showId, '240p/index.m3u8'),
    '0.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-1.mp4"',
  )
})

t.test('a show that goes on after its end, or after a restart, goes on in the same replay', async t => {
  const folder = await tempFolder(t)
  const before = await startReplays(t, { folder })
  const showId = randomUUID()
  const recorder = await before.replays.record(showId)
  t.equal(await before.replays.record(showId), recorder, 'there is one recorder for a show')
  addAll(recorder, alone)
  await recorder.end()
  t.match((await indexLines(folder, showId)).at(-1), '"type":"end"')
  const again = await before.replays.record(showId)
  t.not(again, recorder)
  t.equal(before.replays.info(showId)?.live, true)
  again.add(show[0] ?? raise('the show is too short'))
  await until('its segment', () => before.replays.info(showId)?.durationSeconds === aloneSeconds + 2)
  await before.replays.close()
  t.notMatch((await indexLines(folder, showId)).at(-1), '"type":"end"', 'a restart is not the end of a show')

  const after = await startReplays(t, { folder })
  t.match(after.replays.info(showId), { live: true, durationSeconds: aloneSeconds + 2 })
  const resumed = await after.replays.record(showId)
  addAll(resumed, show.slice(-2))
  await resumed.end()
  const listed = await text(after.replays, showId, '240p/index.m3u8')
  t.equal(listed.match(/#EXT-X-DISCONTINUITY\n/g)?.length, 2)
  t.equal(listed.match(/\.m4s/g)?.length, alone.length + 3)
  const last = show.at(-1) ?? raise('the show is too short')
  t.ok((await bytes(after.replays, showId, `240p/${alone.length + 2}.m4s`)).equals(bytesOf(last, '240p')))
  t.equal(after.replays.info(showId)?.live, false)
})

t.test('a show that nobody goes on with is ended two minutes after the server was', async t => {
  const folder = await tempFolder(t)
  const before = await startReplays(t, { folder })
  const showId = randomUUID()
  addAll(await before.replays.record(showId), alone)
  await until('all of it', () => before.replays.info(showId)?.durationSeconds === aloneSeconds)
  await before.replays.close()
  let now = Date.now()
  const { replays } = await startReplays(t, { folder, now: () => now })
  t.equal(replays.info(showId)?.live, true)
  now += 121_000
  await text(replays, showId, '360p/index.m3u8')
  await replays.tidy()
  t.equal(replays.info(showId)?.live, false)
  t.match(await text(replays, showId, '360p/index.m3u8'), '#EXT-X-ENDLIST')
  t.match((await indexLines(folder, showId)).at(-1), `"at":${startedAt + aloneSeconds * 1000},`)
})

t.test('where nothing is to be recorded, nothing is', async t => {
  const folder = await tempFolder(t)
  const { replays, stopped } = await startReplays(t, { folder, replay: { record: false } })
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  addAll(recorder, alone)
  await recorder.end()
  t.equal(replays.info(showId), null)
  t.same(replays.list(), [])
  t.same(stopped, [])
})

t.test('what is not the id of a show never becomes a path', async t => {
  const { replays, stopped } = await startReplays(t, { folder: await tempFolder(t) })
  for (const showId of ['../../etc', '', '.', 'a/b']) {
    const recorder = await replays.record(showId)
    addAll(recorder, alone)
    await recorder.end()
    t.equal(stopped.at(-1)?.showId, showId)
  }
  t.same(replays.list(), [])
})

t.test('a delta update leaves out what a player has had for a minute', async t => {
  const { replays } = await startReplays(t, { folder: await tempFolder(t) })
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  const whole = alone.filter(segment => durationOf(segment) === 2)
  const endless = repeated(whole)
  for (let n = 0; n < 31; n++) recorder.add(endless.next().value)
  await until('a minute', () => replays.info(showId)?.durationSeconds === 62)
  const skipping = () => text(replays, showId, '240p/index.m3u8?_HLS_skip=YES')
  const full = () => text(replays, showId, '240p/index.m3u8')
  const [header = ''] = (await full()).split('#EXT-X-MAP')
  t.notMatch(await full(), 'SKIP:')
  for (let n = 31; n < 100; n++) recorder.add(endless.next().value)
  await until('200 s', () => replays.info(showId)?.durationSeconds === 200)
  const delta = await skipping()
  t.match(delta, '#EXT-X-VERSION:9\n')
  t.match(delta, '#EXT-X-SKIP:SKIPPED-SEGMENTS=69\n')
  const tail = (await full()).split('\n68.m4s\n')[1]
  t.ok(delta.endsWith(`SKIPPED-SEGMENTS=69\n${tail}`), 'what is not left out stands there as it does in full')
  t.equal(delta.split('#EXT-X-SKIP')[0], header.replace('VERSION:6', 'VERSION:9'))
  t.equal(await text(replays, showId, '240p/index.m3u8?_HLS_skip=v2'), delta)
  t.equal(await text(replays, showId, '240p/index.m3u8?_HLS_skip=perhaps'), await full())
  await recorder.end()
  t.equal(await skipping(), await full(), 'an ended playlist is whole')
})

function raise(message: string): never {
  throw new Error(message)
}
