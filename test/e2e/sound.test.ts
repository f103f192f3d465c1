import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { launchChromium } from '../helpers/chromium.ts'
import { startClockHost } from '../helpers/clock-host.ts'
import { checkHls } from '../helpers/hls-check/check-hls.ts'
import { startStallcast } from '../helpers/stallcast.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(180_000)

const hlsJs = createRequire(import.meta.url).resolve('hls.js/dist/hls.min.js')

type Watched = { readonly errors: string[]; readonly playing: number | null; readonly ended: boolean }

/** A page that is nothing but hls.js: what our own player makes good is to be seen here. */
async function play(browser: Browser, site: string, path: string, options: object, rate = 1): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true })
  const page = await context.newPage()
  await page.goto(`${site}/livez`)
  await page.setContent('<video muted playsinline></video>')
  await page.addScriptTag({ path: hlsJs })
  await page.evaluate(
    ({ path, options, rate }) => {
      type Player = {
        loadSource(url: string): void
        attachMedia(video: HTMLVideoElement): void
        on(event: string, listener: (event: string, data: { details: string; fatal: boolean }) => void): void
        readonly playingDate: Date | null
      }
      const { Hls } = window as unknown as { Hls: new (options: object) => Player }
      const video = document.querySelector('video')
      if (!video) return
      const player = new Hls(options)
      const errors: string[] = []
      player.on('hlsError', (_, { details, fatal }) => errors.push(`${details}${fatal ? ' (fatal)' : ''}`))
      player.loadSource(path)
      player.attachMedia(video)
      video.addEventListener('playing', () => {
        video.playbackRate = rate
      })
      void video.play()
      const watched = () => ({
        errors,
        playing: player.playingDate?.getTime() ?? null,
        ended: video.ended,
      })
      Object.assign(window, { watched })
    },
    { path, options, rate },
  )
  return page
}

const watched = (page: Page): Promise<Watched> =>
  page.evaluate(() => (window as unknown as { watched: () => Watched }).watched())

t.test('hosts with and without sound follow one another in one stream, and in its replay', async t => {
  const { server, call, site } = await startStallcast(t, {
    ladder: { renditions: ['240p'], preset: 'ultrafast' },
  })
  const { streamKey } = (
    await call<{ streamKey: string }>('POST', '/api/v1/rooms', { slug: 'tea', title: 'Tea' })
  ).body
  await using stack = new AsyncDisposableStack()
  const host = (sound: boolean) =>
    stack.use(startClockHost(`${server.urls.rtmp}/live/${streamKey}`, { sound }))
  type Room = { state: string; show: { id: string } }
  const room = async () => (await call<Room>('GET', '/api/v1/rooms/tea')).body

  host(true)
  await until('the room to be live', async () => (await room()).state === 'live', 60_000)
  const { show } = await room()
  const browser = await launchChromium(t)
  const live = await play(browser, site, '/hls/tea/index.m3u8', { lowLatencyMode: true })
  const shown = (time: number) =>
    until('the picture', async () => ((await watched(live)).playing ?? 0) >= time, 60_000)
  await shown(Date.now())
  for (const sound of [false, true]) {
    const since = Date.now()
    host(sound)
    await shown(since + 5000)
    const ms = Date.now() - since - 5000
    t.comment(`${sound ? 'with sound again' : 'without sound'}: ${ms} ms behind the host`)
  }
  const { errors } = await watched(live)
  t.comment(`live: ${errors.join(', ')}`)
  t.same(
    // On a busy machine a picture may come late, or a seam be stepped over: what matters is that no track is missing.
    errors.filter(error => !['bufferStalledError', 'bufferSeekOverHole'].includes(error)),
    [],
    'hls.js misses no track',
  )
  await live.close()
  await call('POST', '/api/v1/rooms/tea/end')

  const replay = `/replays/${show.id}/index.m3u8`
  await until('the end', async () => (await room()).state === 'offline')
  const again = await play(browser, site, replay, {}, 2)
  await until('the end of the replay', async () => (await watched(again)).ended, 60_000)
  t.same((await watched(again)).errors, [], 'the replay plays to its end without an error')

  const report = await checkHls(`${site}${replay}`)
  t.same(
    report.failures.filter(({ rule, level }) => level === 'MUST' || rule.includes('codecs')),
    [],
  )
  t.ok((report.checked['practice codecs-present'] ?? 0) > 0)
})
