import t, { type Test } from 'tap'
import { startClockHost } from './helpers/clock-host.ts'
import { checkHls } from './helpers/hls-check/check-hls.ts'
import { describe, type Report } from './helpers/hls-check/report.ts'
import { startStallcast } from './helpers/stallcast.ts'
import { until } from './helpers/until.ts'

t.setTimeout(180_000)

function nothingFailed(t: Test, what: string, report: Report, playlists: number): void {
  if (report.failures.length > 0) t.comment(`${what}: ${describe(report)}`)
  t.same(
    report.failures.filter(({ level }) => level !== 'PRACTICE'),
    [],
    `${what}: every MUST and SHOULD is kept`,
  )
  t.same(report.renditions.length, 2)
  t.ok(
    report.playlists >= playlists && report.segments > 4,
    `${what}: ${report.playlists} playlists were read`,
  )
}

t.test(
  'a show keeps to rfc8216bis while it runs, is dropped, taken over and ended, and as a replay',
  async t => {
    const { server, call, site } = await startStallcast(t, { live: { stopSeconds: 4 } })
    const { streamKey } = (
      await call<{ streamKey: string }>('POST', '/api/v1/rooms', { slug: 'tea', title: 'Tea' })
    ).body
    await using stack = new AsyncDisposableStack()
    const host = (options: Parameters<typeof startClockHost>[1] = {}) =>
      stack.use(startClockHost(`${server.urls.rtmp}/live/${streamKey}`, options))
    type Room = { state: string; interrupted: object | null; show: { id: string } }
    const room = async () => (await call<Room>('GET', '/api/v1/rooms/tea')).body
    const segments = async () => {
      const answer = await fetch(`${site}/hls/tea/240p/index.m3u8`)
      return answer.ok ? ((await answer.text()).match(/#EXTINF/g)?.length ?? 0) : 0
    }
    const more = async (count: number) => {
      const before = await segments()
      await until(`${count} more segments`, async () => (await segments()) >= before + count, 30_000)
    }

    const first = host()
    await until('the room to be live', async () => (await room()).state === 'live', 20_000)
    const { show } = await room()
    const live = checkHls(`${site}/hls/tea/index.m3u8`, { seconds: 120, expect: { lowLatency: true } })
    const rewound = checkHls(`${site}/replays/${show.id}/index.m3u8`, { seconds: 120 })
    await more(3)
    first.encoder.kill('SIGKILL')
    await until('the slate', async () => (await room()).interrupted !== null)
    await more(2)
    const second = host()
    await until('the host to be back', async () => (await room()).interrupted === null, 15_000)
    await more(2)
    const third = host({ size: [480, 640], rate: 30, sound: false })
    await until('the second host to be let go', async () => second.encoder.exitCode !== null, 15_000)
    await more(3)
    third.encoder.kill('SIGTERM')
    await until('the end', async () => (await room()).state === 'offline', 20_000)

    nothingFailed(t, 'live', await live, 20)
    nothingFailed(t, 'the replay while it grows', await rewound, 6)
    nothingFailed(t, 'the replay', await checkHls(`${site}/replays/${show.id}/index.m3u8`), 3)
  },
)
