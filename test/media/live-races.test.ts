import t from 'tap'
import { answer, publish, source } from '../helpers/ffmpeg-live.ts'
import { startAgainAndAgain } from '../helpers/live-restarts.ts'
import { runsOf } from '../helpers/live-rooms.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(60_000)
// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 3

const rendition = '120p'
const small = source({ width: 160, height: 120 })

t.test('publishers at once: the last one is shown, in one show', async t => {
  const { facts, start } = await startAgainAndAgain(t, { hls: { segmentSeconds: 1 } })
  const { live } = await start()
  const publications = await Promise.all(['1', '2', '3'].map(() => publish(t, 'tea', small)))
  for (const publication of publications) live.start(publication)
  const [first, second, last] = publications
  for (const publication of [first, second]) {
    t.match(await publication?.closed, { reason: 'another publisher has taken over' })
  }
  await facts.of('live')
  t.equal(last?.closeReason, null)
  t.equal(runsOf(live, 'tea', rendition).length, 1)
  t.same(facts.names, ['starting', 'live'])
})

t.test(
  'a server that closes while a show starts, ends or is interrupted says nothing more of it',
  async t => {
    const { options, facts, start } = await startAgainAndAgain(t, {
      ...{ hls: { segmentSeconds: 1 }, live: { graceSeconds: 30 } },
    })
    const first = await start()
    const publication = await publish(t, 'tea', small)
    first.live.start(publication)
    await facts.of('starting')
    await first.stop()
    t.match(await publication.closed, { reason: 'the server is closing' })
    t.same(facts.names, ['starting'])

    const second = await start()
    const host = await publish(t, 'tea', small)
    second.live.start(host)
    await facts.of('live')
    await host.dispose()
    await facts.of('interrupted')
    await second.stop()
    second.live.start(host)
    t.equal(second.live.wait('tea', 1), false)
    t.equal(second.live.endShow('tea'), false)
    t.same(facts.names, ['starting', 'starting', 'live', 'interrupted'])
    t.equal(options.children.size, 0)
  },
)

t.test('a show that never had a whole segment goes offline without having been live', async t => {
  const { facts, start } = await startAgainAndAgain(t, { hls: { segmentSeconds: 10, lingerSeconds: 0 } })
  const { live } = await start()
  live.start(await publish(t, 'tea', small, { options: ['-t', '2'] }))
  await facts.of('offline')
  t.same(facts.names, ['starting', 'offline'])
  await until('nothing to be left', () => answer(live, 'tea', 'index.m3u8') === null)
})

t.test('a publisher who has gone before the start leaves nothing', async t => {
  const { options, facts, start } = await startAgainAndAgain(t, { hls: { lingerSeconds: 0 } })
  const { live } = await start()
  const publication = await publish(t, 'tea', small)
  await publication.dispose()
  await publication.closed
  live.start(publication)
  await facts.of('offline')
  t.same(facts.names, ['starting', 'offline'])
  t.equal(options.children.size, 0)
})

t.test('when no show can be had, the publisher is let go, and the next one is shown', async t => {
  const { options, facts, start } = await startAgainAndAgain(t, {
    hls: { lingerSeconds: 0, segmentSeconds: 1 },
  })
  let fails = true
  const { live } = await start({
    nextShow: async slug => {
      if (fails) throw new Error('the disk is gone')
      return options.nextShow(slug)
    },
  })
  const publication = await publish(t, 'tea', small)
  live.start(publication)
  t.match(await publication.closed, { reason: 'an error of the server' })
  t.same(live.state('tea'), { state: 'offline' })
  fails = false
  live.start(await publish(t, 'tea', small))
  await facts.of('live')
  t.same(facts.names, ['starting', 'live'])
})

t.test('a room is not forgotten while its next host waits for a show', async t => {
  const { options, facts, start } = await startAgainAndAgain(t, {
    hls: { lingerSeconds: 0, segmentSeconds: 1 },
  })
  const waiting = Promise.withResolvers<void>()
  let shows = 0
  const { live } = await start({
    nextShow: async slug => {
      if (++shows === 2) await waiting.promise
      return options.nextShow(slug)
    },
  })
  live.start(await publish(t, 'tea', small))
  const next = await publish(t, 'tea', small)
  await facts.of('live')
  live.endShow('tea')
  live.start(next)
  await facts.of('offline')
  // Any timer that the end has set fires before this one.
  await new Promise(resolve => setTimeout(resolve, 1))
  await new Promise(resolve => setTimeout(resolve, 1))
  waiting.resolve()
  await facts.of('live', 2)
  t.match(live.state('tea'), { state: 'live' })
  t.equal(runsOf(live, 'tea', rendition).length, 1)
})
