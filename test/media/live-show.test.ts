import t, { type Test } from 'tap'
import { download, probe, readPlaylist, startLive } from '../helpers/ffmpeg-live.ts'
import type { LiveSettings } from '../helpers/live-options.ts'
import { runsOf, StreamFacts, segmentsAfter } from '../helpers/live-rooms.ts'
import { type Broadcast, broadcast } from '../helpers/rtmp-ffmpeg.ts'
import { startIngest } from '../helpers/rtmp-ingest.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(60_000)
// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 3

const rendition = '120p'

/** Rooms with encoders that push to a real ingest, and short times. */
async function startRooms(t: Test, live: LiveSettings['live']) {
  const rig = await startLive(t, {
    renditions: [rendition],
    hls: { segmentSeconds: 1, playlistSegments: 60, lingerSeconds: 60 },
    live: live ?? {},
    record: true,
  })
  const { url, publications } = await startIngest(t, {
    keep: publication => {
      rig.live.start(publication)
      return true
    },
  })
  const push = (t: Test, slug: string, options: Broadcast = {}) =>
    broadcast(t, `${url}/key-of-${slug}`, { size: '160x120', ...options })
  return { ...rig, push, publications }
}

type Rooms = Awaited<ReturnType<typeof startRooms>>

/** What players are shown is one timeline: nothing goes back, nothing is missing in the numbers, nothing overlaps. */
function checkTimeline(t: Test, { live }: Rooms, slug: string): void {
  const segments = readPlaylist(live, slug, rendition)?.segments ?? []
  for (const [n, { msn, date }] of segments.slice(1).entries()) {
    const before = segments[n]
    if (!before) return
    t.equal(msn, before.msn + 1, 'media sequence numbers go on')
    const gap = date - (before.date + before.duration * 1000)
    t.ok(gap >= -250, `PROGRAM-DATE-TIME goes on, ${Math.round(gap)} ms after the segment before`)
  }
  const last = segments.at(-1)
  t.ok(last && last.date + last.duration * 1000 <= Date.now() + 100, 'nothing is of the future')
}

/** Each is decoded from the first picture on. */
async function checkPlayable(t: Test, { live }: Rooms, slug: string, run: ReturnType<typeof runsOf>[number]) {
  const bytes = download(live, slug, rendition, run)
  const [counted] = await probe(
    bytes,
    '-count_frames',
    '-select_streams',
    'v',
    '-show_entries',
    'stream=nb_read_frames',
  )
  const seconds = run.reduce((sum, { duration }) => sum + duration, 0)
  t.ok(Math.abs(Number(counted?.[0]) - seconds * 25) <= 1, `${counted} pictures in ${seconds} s`)
}

t.test('a host who drops is stood in for, goes on with the show, says goodbye, and it ends', async t => {
  const rooms = await startRooms(t, { graceSeconds: 30, stopSeconds: 1 })
  const { live, bus, replays, push } = rooms
  const facts = new StreamFacts(bus, 'tea')
  const first = push(t, 'tea')
  const { showId, at: liveAt } = await facts.of('live')
  first.child.kill('SIGKILL')
  const gone = await facts.of('interrupted')
  t.equal(gone.endsAt - gone.at, 30_000, 'a host whose line failed is waited for')
  t.match(live.state('tea'), {
    ...{ state: 'live', since: liveAt, source: null, encoder: null },
    interruption: { since: gone.at, endsAt: gone.endsAt },
  })
  const slate = await segmentsAfter(live, 'tea', rendition, 1, 2)
  t.equal(readPlaylist(live, 'tea', rendition)?.ended, false)
  await checkPlayable(t, rooms, 'tea', slate)

  const second = push(t, 'tea', { size: '120x160' })
  t.equal((await facts.of('resumed')).showId, showId)
  t.match(live.state('tea'), { state: 'live', since: liveAt, interruption: null, source: {}, encoder: {} })
  await segmentsAfter(live, 'tea', rendition, 2, 2)
  t.not(runsOf(live, 'tea', rendition)[2]?.[0]?.map, slate[0]?.map)

  second.child.kill('SIGTERM')
  const left = await facts.of('interrupted', 2)
  t.equal(left.endsAt - left.at, 1000, 'a host who says goodbye is not waited for for long')
  t.equal(live.wait('tea', 2), true)
  const longer = await facts.of('interrupted', 3)
  t.same([longer.at, longer.endsAt], [left.at, left.endsAt + 2000], 'and for longer when asked')
  const off = await facts.of('offline')
  t.ok(Date.now() >= longer.endsAt - 50)
  t.equal(off.showId, showId)
  t.equal(off.at, left.at, 'the show has ended when its picture did')
  t.same(live.state('tea'), { state: 'offline' })
  t.equal(live.wait('tea', 2), false)
  t.equal(live.endShow('tea'), false)
  t.equal(readPlaylist(live, 'tea', rendition)?.ended, true)
  t.equal(runsOf(live, 'tea', rendition).length, 4, 'host, slate, host, slate')
  checkTimeline(t, rooms, 'tea')

  const replay = replays.info(showId)
  t.match(replay, { live: false, spans: { length: 2 } }, 'the replay is whole at once, without the slates')
  const hosts = runsOf(live, 'tea', rendition).filter((_, n) => n % 2 === 0)
  const shown = hosts.flat().reduce((sum, { duration }) => sum + duration, 0)
  t.ok(Math.abs((replay?.durationSeconds ?? 0) - shown) < 0.01)
  t.same(facts.names, [
    ...['starting', 'live', 'interrupted', 'resumed'],
    ...['interrupted', 'interrupted', 'offline'],
  ])
})

t.test(
  'a host who freezes is stood in for, wakes into the same show, and is not ahead of the clock',
  async t => {
    const rooms = await startRooms(t, { graceSeconds: 30, stopSeconds: 1 })
    const { live, bus, push, publications } = rooms
    const facts = new StreamFacts(bus, 'tea')
    const { child } = push(t, 'tea')
    const { showId } = await facts.of('live')
    child.kill('SIGSTOP')
    await facts.of('interrupted')
    t.match(live.state('tea'), { state: 'live', source: {}, interruption: {} }, 'the host is connected')
    await segmentsAfter(live, 'tea', rendition, 1, 3)
    child.kill('SIGCONT')
    await facts.of('resumed')
    await segmentsAfter(live, 'tea', rendition, 2, 1)
    checkTimeline(t, rooms, 'tea')
    await segmentsAfter(live, 'tea', rendition, 2, 4)
    checkTimeline(t, rooms, 'tea')
    t.same(facts.names, ['starting', 'live', 'interrupted', 'resumed'])

    const before = Date.now()
    t.equal(live.endShow('tea'), true)
    const off = await facts.of('offline')
    t.ok(off.at >= before && off.at <= Date.now(), 'ended from the studio, it is over now')
    t.equal(off.showId, showId)
    t.equal(readPlaylist(live, 'tea', rendition)?.ended, true)
    t.same(live.state('tea'), { state: 'offline' })
    t.equal(child.exitCode, null, 'the encoder is let send on')
    t.equal(publications.length, 1)

    push(t, 'tea')
    const next = await facts.of('live', 2)
    t.not(next.showId, showId, 'who connects anew begins another show')
    await until('the end of the encoder that was taken over', () => child.exitCode !== null)
    t.same(facts.names.slice(4), ['offline', 'starting', 'live'])
  },
)

t.test('a host who connects just before the time is over gets into the picture', async t => {
  const { live, bus, push } = await startRooms(t, { graceSeconds: 3 })
  const facts = new StreamFacts(bus, 'tea')
  const first = push(t, 'tea')
  const { showId } = await facts.of('live')
  first.child.kill('SIGKILL')
  const gone = await facts.of('interrupted')
  push(t, 'tea')
  const held = await facts.of('interrupted', 2)
  t.equal(held.at, gone.at)
  t.ok(held.endsAt > gone.endsAt)
  t.match(await facts.of('resumed'), { showId })
  t.equal(live.endShow('tea'), true)
  live.endShow('tea')
  await facts.of('offline')
  t.same(facts.names, ['starting', 'live', 'interrupted', 'interrupted', 'resumed', 'offline'])
})
