import t from 'tap'
import { answer, publish, readPlaylist, source } from '../helpers/ffmpeg-live.ts'
import { startAgainAndAgain } from '../helpers/live-restarts.ts'
import { segmentsAfter } from '../helpers/live-rooms.ts'

t.setTimeout(60_000)
// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 3

const rendition = '120p'
const small = source({ width: 160, height: 120 })

t.test('a show outlives the server: the slate is there at once, and the host goes on with it', async t => {
  const hls = { segmentSeconds: 1, playlistSegments: 60 }
  const { options, facts, start } = await startAgainAndAgain(t, {
    ...{ hls, record: true, live: { graceSeconds: 30, stopSeconds: 30 } },
  })
  const first = await start()
  const publication = await publish(t, 'tea', small)
  first.live.start(publication)
  const { showId, at: liveAt } = await facts.of('live')
  await segmentsAfter(first.live, 'tea', rendition, 0, 3)
  const before = readPlaylist(first.live, 'tea', rendition)
  const discontinuityBefore = discontinuitySequence(before?.text)
  await first.stop()
  t.match(await publication.closed, { reason: 'the server is closing' })
  t.same(facts.names, ['starting', 'live'], 'the show is not over')

  const second = await start()
  second.live.resume('tea', showId)
  const away = await facts.of('interrupted')
  t.equal(away.showId, showId)
  const state = second.live.state('tea')
  t.match(state, { state: 'live', source: null, interruption: { endsAt: away.endsAt } })
  t.ok(state.state === 'live' && state.since <= liveAt, 'it has been live all the time')
  await segmentsAfter(second.live, 'tea', rendition, 0, 2)
  const slate = readPlaylist(second.live, 'tea', rendition)
  t.ok((slate?.segments[0]?.msn ?? 0) > (before?.segments.at(-1)?.msn ?? Infinity))
  t.ok(discontinuitySequence(slate?.text) > discontinuityBefore)
  t.ok((slate?.segments[0]?.date ?? 0) >= (before?.segments.at(-1)?.date ?? Infinity))

  second.live.start(await publish(t, 'tea', small))
  t.match(await facts.of('resumed'), { showId })
  await segmentsAfter(second.live, 'tea', rendition, 1, 2)
  t.same(facts.names, ['starting', 'live', 'interrupted', 'resumed'], 'it is not live a second time')
  t.equal(second.replays.info(showId)?.live, true)
  await second.stop()

  const third = await start({ config: { ...options.config, live: { graceSeconds: 0, stopSeconds: 0 } } })
  const spans = third.replays.info(showId)?.spans ?? []
  const last = spans.at(-1)
  t.equal(spans.length, 2)
  third.live.resume('tea', showId)
  const off = await facts.of('offline')
  t.equal(off.at, (last?.since ?? 0) + (last?.durationSeconds ?? 0) * 1000, 'it ended with its last picture')
  t.equal(third.replays.info(showId)?.live, false)
  t.same(facts.names.slice(4), ['offline'], 'after too long a time away it is over, and nothing else')
})

t.test(
  'of a show without a recording nothing is known but that it was live: its host is waited for',
  async t => {
    const { facts, start } = await startAgainAndAgain(t, { live: { graceSeconds: 1 } })
    const { live } = await start()
    live.resume('tea', 'show-without-a-recording')
    const away = await facts.of('interrupted')
    t.equal(answer(live, 'tea', 'index.m3u8')?.status, 503, 'there is no picture to make a slate for')
    const off = await facts.of('offline')
    t.match(off, { showId: 'show-without-a-recording', at: away.at })
    t.same(facts.names, ['interrupted', 'offline'])
  },
)

t.test('whoever has connected already is not put into a show from before', async t => {
  const { facts, start } = await startAgainAndAgain(t, { hls: { segmentSeconds: 1 } })
  const { live } = await start()
  live.start(await publish(t, 'tea', small))
  live.resume('tea', 'from-before')
  const { showId } = await facts.of('live')
  t.not(showId, 'from-before')
  live.endShow('tea')
  await facts.of('offline')
  await live.close()
  t.same(facts.names, ['starting', 'live', 'offline'])
})

function discontinuitySequence(text = ''): number {
  return Number(/DISCONTINUITY-SEQUENCE:(\d+)/.exec(text)?.[1] ?? Number.NaN)
}
