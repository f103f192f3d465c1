import type { Page } from 'playwright-core'
import t from 'tap'
import type { PinView, ShowPageView } from '../../../src/wire.ts'
import { launchChromium, openDesktop } from '../../helpers/chromium.ts'
import { makeReplayFiles, serveReplay } from '../../helpers/replay-files.ts'
import { startStallcast } from '../../helpers/stallcast.ts'
import { until } from '../../helpers/until.ts'
import { product } from '../watch/room-fixture.ts'

const startedAt = Date.UTC(2026, 10, 20, 12)
const time = (seconds: number) => new Date(startedAt + seconds * 1000).toISOString()
const seconds = 60
/** Product, and when its card came and went. */
const talks = [
  ['tea', 8, 16],
  ['pot', 20, 28],
  ['tea', 40, 50],
] as const
const rect = { x: 16 / 320, y: 400 / 568, width: 160 / 320, height: 100 / 568 }

const view: ShowPageView = {
  show: {
    id: 'past',
    roomSlug: 'tea',
    title: '周五茶会',
    state: 'ended',
    startsAt: null,
    startedAt: time(0),
    endedAt: time(seconds),
    coverUrl: null,
    ownCover: false,
    lineupCount: 2,
    hasReplay: true,
  },
  room: { slug: 'tea', title: '茶馆', state: 'offline' },
  lineup: [product('tea', 5), product('pot', 2)],
  pins: talks.map(
    ([productId, from, to]): PinView => ({ productId, rect, since: time(from), until: time(to) }),
  ),
  replay: {
    url: '/replays/past/index.m3u8',
    durationSeconds: seconds,
    live: false,
    spans: [{ at: 0, since: time(0), durationSeconds: seconds }],
    markers: talks.map(([productId, at, to]) => ({ productId, at, durationSeconds: to - at })),
    thumbnails: null,
  },
}

const place = (page: Page): Promise<number> =>
  page.getByTestId('video').evaluate(video => (video instanceof HTMLVideoElement ? video.currentTime : 0))

t.setTimeout(120_000)

t.test(
  'a product is tapped and heard about, each time that it was explained, and bought from there',
  async t => {
    const { site, call } = await startStallcast(t)
    await call('POST', '/api/v1/rooms', { slug: 'tea', title: '茶馆' })
    const folder = await makeReplayFiles(t, { seconds, cards: talks.map(([, from, to]) => [from, to]) })
    const browser = await launchChromium(t)
    const page = await openDesktop(t, browser, 'about:blank')
    await serveReplay(page, view, folder, startedAt)
    await page.goto(`${site}/shows/past`)
    await until('the replay to play', async () => (await place(page)) > 0.5, 30_000)
    t.equal(await page.getByTestId('hotspot').count(), 0, 'no card, no hotspot')

    const offers = page.getByTestId('talk-tea')
    t.equal(await offers.count(), 2, 'it was explained twice')
    await offers.nth(1).click()
    await page.getByTestId('hotspot').waitFor({ timeout: 15_000 })
    const at = await place(page)
    t.ok(at >= 40 && at < 50, `the second talk is played: ${at}`)

    await page.getByTestId('talk-pot').click()
    await page.locator('[data-testid=hotspot][aria-label*=pot]').waitFor({ timeout: 15_000 })
    t.ok((await place(page)) < 28)

    await page.keyboard.press('k')
    await page.getByTestId('hotspot').click()
    await page.getByTestId('buy').waitFor({ timeout: 15_000 })
    await page.keyboard.press('Escape')

    const bar = page.getByTestId('seek')
    await page.getByTestId('tap').hover({ position: { x: 300, y: 200 } })
    const box = await bar.boundingBox()
    if (box === null) throw new Error('there is no bar')
    await page.mouse.click(box.x + box.width * (40.3 / seconds), box.y + box.height / 2)
    await until('the bar to move the picture', async () => Math.abs((await place(page)) - 40) < 0.2, 15_000)
    t.match(await bar.getAttribute('aria-valuetext'), /^0:40/, 'near a marker it is the marker that is meant')

    // Its process ends in the middle of it all, as a phone's does that runs out of memory.
    const devtools = await page.context().newCDPSession(page)
    const crashed = page.waitForEvent('crash')
    // What crashes gives no answer.
    devtools.send('Page.crash').catch(() => {})
    await crashed
    const again = await page.context().newPage()
    await serveReplay(again, view, folder, startedAt)
    await again.goto(`${site}/shows/past`)
    await until('the replay to go on', async () => (await place(again)) > 41, 30_000)
    t.pass('the place that was chosen was remembered at once')

    await again.reload()
    await until('the replay to go on', async () => (await place(again)) > 41, 10_000)
    t.pass('and the place that was come to')
  },
)
