import { randomUUID } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import type { Recorder } from '../../../src/media/replay/recorder.ts'
import type { Replays } from '../../../src/media/replay/replays.ts'
import { encodeRun, packageRuns, repeated } from '../../helpers/replay-segments.ts'
import { ask, bytes, startReplays, text } from '../../helpers/replay-start.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(120_000)
setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const hours = 6
const count = hours * 1800
const renditions = ['240p']
const run = await encodeRun(t, { seconds: 10, width: 426, height: 240, picture: 'color', renditions })
const segments = packageRuns([{ ...run, startedAt: Date.now() }]).slice(0, 5)

async function heapMegabytes(): Promise<number> {
  // What has just been closed is let go of a moment later.
  for (let n = 0; n < 3; n++) {
    collectGarbage()
    await new Promise(resolve => setImmediate(resolve))
  }
  return process.memoryUsage().heapUsed / 1e6
}

/** Not faster than the disk takes it. */
async function recordSegments(replays: Replays, showId: string, recorder: Recorder, count: number) {
  const endless = repeated(segments)
  for (let n = 1; n <= count; n++) {
    recorder.add(endless.next().value)
    if (n % 300 === 0) await until('the disk', () => replays.info(showId)?.durationSeconds === n * 2)
  }
}

t.test('ended replays that nobody watches are let go from memory', async t => {
  const folder = await tempFolder(t)
  let now = Date.now()
  const { replays } = await startReplays(t, { folder, now: () => now })
  const recordAndWatch = async (showId: string) => {
    const recorder = await replays.record(showId)
    await recordSegments(replays, showId, recorder, 1500)
    await recorder.end()
    await text(replays, showId, '240p/index.m3u8')
  }
  const forget = async () => {
    now += 600_000
    await replays.tidy()
  }
  await recordAndWatch(randomUUID())
  await forget()
  const before = await heapMegabytes()
  const shows = Array.from({ length: 8 }, () => randomUUID())
  for (const showId of shows) await recordAndWatch(showId)
  const watched = (await heapMegabytes()) - before
  await forget()
  const idle = (await heapMegabytes()) - before
  t.comment(`${watched.toFixed(1)} MB, then ${idle.toFixed(1)} MB`)
  t.ok(watched > 1 && idle < watched / 2, `${watched.toFixed(1)} MB, then ${idle.toFixed(1)} MB`)
  t.match(await text(replays, shows[0] ?? '', '240p/index.m3u8'), '1499.m4s\n#EXT-X-ENDLIST')
})

t.test('six hours end as quickly as six minutes, and cost little memory', async t => {
  const folder = await tempFolder(t)
  const showId = randomUUID()
  const { replays, stopped } = await startReplays(t, { folder })
  const recorder = await replays.record(showId)
  const before = await heapMegabytes()
  await recordSegments(replays, showId, recorder, count)
  await text(replays, showId, '240p/index.m3u8')
  const recording = (await heapMegabytes()) - before
  t.ok(recording < 20, `${recording.toFixed(1)} MB while it is recorded and watched`)

  const ends = performance.now()
  await recorder.end()
  const listed = await text(replays, showId, '240p/index.m3u8')
  const took = performance.now() - ends
  t.comment(`ended and listed in ${took.toFixed(0)} ms`)
  t.ok(took < 5000, `${took.toFixed(0)} ms`)
  t.equal(listed.match(/\.m4s/g)?.length, count)
  t.match(replays.info(showId), { live: false, durationSeconds: hours * 3600 })
  t.same(stopped, [])
  // Far quicker than a live show: most thumbnails could not be made in time, and repeat the one before.
  const thumbnails = replays.info(showId)?.thumbnails?.count ?? 0
  t.ok(thumbnails > 1, `${thumbnails} thumbnails`)
  for (let n = 0; n < thumbnails; n++) {
    const jpeg = await bytes(replays, showId, `thumbnails/${n}.jpg`)
    if (jpeg.readUInt16BE(0) !== 0xffd8) t.fail(`thumbnail ${n} is no JPEG`)
  }
  await replays.close()

  const opens = performance.now()
  const later = await startReplays(t, { folder })
  const started = performance.now() - opens
  t.match(later.replays.info(showId), { live: false, durationSeconds: hours * 3600 })
  const idle = await heapMegabytes()
  const asks = performance.now()
  t.equal(await text(later.replays, showId, '240p/index.m3u8'), listed)
  const first = performance.now() - asks
  const again = performance.now()
  await ask(later.replays, showId, '240p/index.m3u8')
  t.comment(
    `started in ${started.toFixed(0)} ms, first playlist in ${first.toFixed(0)} ms (${listed.length} bytes), then ${(performance.now() - again).toFixed(1)} ms, ${((await heapMegabytes()) - idle).toFixed(1)} MB`,
  )
  t.ok(first < 5000, `${first.toFixed(0)} ms`)
})
