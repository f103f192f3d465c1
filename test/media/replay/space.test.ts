import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Segment } from '../../../src/media/packager/segment.ts'
import type { Replays } from '../../../src/media/replay/replays.ts'
import { addParts, newTimeline, openRun } from '../../helpers/hand-made-parts.ts'
import { bytesOf } from '../../helpers/replay-segments.ts'
import { ask, bytes, startReplays, text } from '../../helpers/replay-start.ts'
import { smallDisk, whyNoDisk } from '../../helpers/small-disk.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'

const day = 86_400_000

/** Segments of 2 s and of so many bytes. Nothing in them can be decoded: this is about bytes. */
function segmentsOf(count: number, size: number, at: number): Segment[] {
  const { timeline, segments } = newTimeline()
  addParts(timeline, openRun(timeline, { at }), 0, count * 5, size / 5)
  return segments
}

/** Records a show that began at `at`, and ends it. */
async function record(replays: Replays, at: number, count = 10, size = 100_000): Promise<string> {
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  for (const segment of segmentsOf(count, size, at)) recorder.add(segment)
  await recorder.end()
  return showId
}

const idsOf = (replays: Replays) => replays.list().map(({ showId }) => showId)

t.test('replays are removed after so many days, and not before', async t => {
  let now = Date.now()
  const { replays, removed } = await startReplays(t, {
    folder: await tempFolder(t),
    replay: { keepDays: 3 },
    now: () => now,
  })
  const old = await record(replays, now)
  now += 2 * day
  const young = await record(replays, now)
  now += 1.1 * day
  await replays.tidy()
  t.same(idsOf(replays), [young])
  t.match(removed, [{ showId: old, reason: 'It is older than 3 days.' }])
  t.equal(replays.info(old), null)
  t.equal(await ask(replays, old, 'index.m3u8'), null)
})

t.test('0 days keeps them for good', async t => {
  let now = Date.now()
  const folder = await tempFolder(t)
  const { replays } = await startReplays(t, { folder, replay: { keepDays: 0 }, now: () => now })
  const showId = await record(replays, now)
  now += 10_000 * day
  await replays.tidy()
  t.same(idsOf(replays), [showId])
})

t.test('the oldest replay goes first when there are too many bytes, a live one never', async t => {
  const folder = await tempFolder(t)
  const { replays, removed, stopped } = await startReplays(t, { folder, replay: { maxGigabytes: 0.004 } })
  const now = Date.now()
  const live = randomUUID()
  const recorder = await replays.record(live)
  for (const segment of segmentsOf(10, 100_000, now - day)) recorder.add(segment)
  await until('the live show', () => replays.info(live)?.durationSeconds === 20)
  const second = await record(replays, now - 2000)
  const first = await record(replays, now - 3000)
  t.same(removed, [], 'three megabytes fit')
  const third = await record(replays, now - 1000)
  t.match(removed, [{ showId: first, reason: 'Newer replays need its place.' }])
  t.same(new Set(idsOf(replays)), new Set([live, second, third]))
  t.equal(replays.check(), 'ok')

  // It needs the place of all others, and then there is none left.
  for (const segment of segmentsOf(40, 100_000, now)) recorder.add(segment)
  await until('its stop', () => stopped.length > 0)
  t.same(idsOf(replays), [live])
  t.match(stopped, [{ showId: live, reason: /replay\.maxGigabytes/ }])
  t.match(replays.check(), /^A live show is not being recorded\. .*replay\.maxGigabytes/)
  await recorder.end()
  await until('what there is to remove again', () => replays.check() === 'ok')
  t.equal(stopped.length, 1)
  t.ok((replays.list()[0]?.bytes ?? 0) <= 4_000_000)
})

t.test('a disk that cannot keep up stops the recording, not the show', async t => {
  const { replays, stopped } = await startReplays(t, { folder: await tempFolder(t) })
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  for (const segment of segmentsOf(20, 5_000_000, Date.now())) recorder.add(segment)
  t.match(stopped, [{ showId, reason: 'The disk is too slow.' }])
  await recorder.end()
  t.equal(stopped.length, 1)
})

t.test(
  'a show that cannot be recorded at all is live all the same, and the owner is told while it is',
  async t => {
    const folder = await tempFolder(t)
    const { replays, stopped } = await startReplays(t, { folder })
    const showId = randomUUID()
    await mkdir(join(folder, showId))
    const recorder = await replays.record(showId)
    for (const segment of segmentsOf(2, 1000, Date.now())) recorder.add(segment)
    t.match(recorder.stopped, /cannot be read/)
    t.match(stopped, [{ showId, reason: recorder.stopped }])
    t.match(replays.check(), /^A live show is not being recorded\. .*cannot be read/)
    await recorder.end()
    t.equal(replays.check(), 'ok')
  },
)

t.test('a replay that is removed while somebody plays it is gone, and nothing else happens', async t => {
  const folder = await tempFolder(t)
  const { replays, removed } = await startReplays(t, { folder })
  const showId = await record(replays, Date.now())
  const opened = await ask(replays, showId, '360p/0.m4s')
  t.equal(opened?.status, 200)
  await Promise.all([replays.remove(showId, 'staff'), replays.remove(showId, 'staff')])
  t.equal(removed.length, 1)
  t.equal(await ask(replays, showId, '360p/1.m4s'), null)
  t.same(
    (await readdir(folder)).filter(name => !name.startsWith('.pictures')),
    [],
  )
  await replays.remove(randomUUID(), 'staff')
})

t.test('a live show whose recording is removed is not recorded any more', async t => {
  const folder = await tempFolder(t)
  const { replays, stopped, removed } = await startReplays(t, { folder })
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  const [one, ...others] = segmentsOf(5, 100_000, Date.now())
  if (one) recorder.add(one)
  await until('its first segment', () => replays.info(showId))
  await replays.remove(showId, 'staff')
  for (const segment of others) recorder.add(segment)
  await recorder.end()
  t.match([stopped, removed], [[{ showId }], [{ showId }]])
  t.equal(replays.info(showId), null)
  t.same(
    (await readdir(folder)).filter(name => !name.startsWith('.pictures')),
    [],
  )
})

t.test('what a crash left of a removal is removed by the next start', async t => {
  const folder = await tempFolder(t)
  const before = await startReplays(t, { folder })
  const showId = await record(before.replays, Date.now())
  await before.replays.close()
  await rename(join(folder, showId), join(folder, `.removed-${showId}-1`))
  await mkdir(join(folder, 'not a show'))
  const { replays } = await startReplays(t, { folder })
  t.same(replays.list(), [])
  t.same(new Set(await readdir(folder)), new Set(['.pictures', 'not a show']))
})

const skip = await whyNoDisk(t)

t.test('a full disk stops the recording; what is there is whole and stays so', { skip }, async t => {
  const folder = await smallDisk(t, 8)
  const { replays, stopped } = await startReplays(t, { folder, replay: { reserveMegabytes: 0 } })
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  const segments = segmentsOf(30, 500_000, Date.now())
  // Somebody else fills the disk between the look at the free space and the write.
  await writeFile(join(folder, 'other'), Buffer.alloc(2_000_000))
  for (const segment of segments.slice(0, 5)) recorder.add(segment)
  await until('five segments', () => replays.info(showId)?.durationSeconds === 10)
  const { bavail, bsize } = await statfs(folder)
  await writeFile(join(folder, 'more'), Buffer.alloc(bavail * bsize - 700_000))
  for (const segment of segments.slice(5)) recorder.add(segment)
  await until('its stop', () => stopped.length > 0)
  t.match(stopped, [{ showId }])
  t.match(replays.check(), /^A live show is not being recorded\. The disk is .*full/)
  await recorder.end()
  await checkWhole(t, replays, showId, segments)
  t.equal(replays.info(showId)?.live, false)
  await replays.close()

  await rm(join(folder, 'more'))
  const later = await startReplays(t, { folder, replay: { reserveMegabytes: 0 } })
  await checkWhole(t, later.replays, showId, segments)
  const resumed = await later.replays.record(showId)
  for (const segment of segmentsOf(2, 100_000, Date.now())) resumed.add(segment)
  await resumed.end()
  t.equal(later.stopped.length, 0)
  t.match(later.replays.info(showId), { live: false, spans: [{ at: 0 }, { durationSeconds: 4 }] })
})

t.test('a write that the disk refuses in the middle leaves a replay that is whole', { skip }, async t => {
  const folder = await smallDisk(t, 8)
  // A reserve below zero: nothing looks ahead, the disk itself says when it is full.
  const { replays, stopped } = await startReplays(t, { folder, replay: { reserveMegabytes: -100 } })
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  const segments = segmentsOf(30, 510_000, Date.now())
  for (const segment of segments) recorder.add(segment)
  await until('its stop', () => stopped.length > 0)
  t.match(stopped, [{ showId, reason: 'The disk is full.' }])
  await recorder.end()
  t.ok((await checkWhole(t, replays, showId, segments)) >= 10)
  await replays.close()
  const later = await startReplays(t, { folder, replay: { reserveMegabytes: -100 } })
  t.ok((await checkWhole(t, later.replays, showId, segments)) >= 10)
})

t.test('the reserve of the disk is not used: old replays go, then recording stops', { skip }, async t => {
  const folder = await smallDisk(t, 16)
  const { replays, removed, stopped } = await startReplays(t, { folder, replay: { reserveMegabytes: 8 } })
  const now = Date.now()
  const old = await record(replays, now - 2000, 10, 300_000)
  const newer = await record(replays, now - 1000, 10, 300_000)
  t.same(removed, [])
  const showId = randomUUID()
  const recorder = await replays.record(showId)
  const segments = segmentsOf(40, 300_000, now)
  for (const segment of segments.slice(0, 15)) recorder.add(segment)
  await until('fifteen segments', () => replays.info(showId)?.durationSeconds === 30)
  t.match(removed, [{ showId: old, reason: 'The disk is almost full.' }])
  for (const segment of segments.slice(15)) recorder.add(segment)
  await until('its stop', () => stopped.length > 0)
  t.match(removed, [{ showId: old }, { showId: newer }])
  t.match(stopped, [{ showId, reason: /replay\.reserveMegabytes/ }])
  const { bavail, bsize } = await statfs(folder)
  t.ok(bavail * bsize >= 8_000_000 - 100_000, `${bavail * bsize} bytes are free`)
  await recorder.end()
  await checkWhole(t, replays, showId, segments)
})

async function checkWhole(t: Test, replays: Replays, showId: string, segments: readonly Segment[]) {
  const listed = await text(replays, showId, '360p/index.m3u8')
  t.match(listed, /\n#EXT-X-ENDLIST\n$/)
  const count = listed.match(/\.m4s/g)?.length ?? 0
  t.ok(count > 0)
  for (let n = 0; n < count; n++) {
    const segment = segments[n]
    const found = await bytes(replays, showId, `360p/${n}.m4s`)
    if (!segment || !found.equals(bytesOf(segment, '360p'))) t.fail(`segment ${n} is not what it was`)
  }
  return count
}
