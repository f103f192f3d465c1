import type { Page } from 'playwright-core'
import t from 'tap'
import { createLog } from '../../src/log.ts'
import { startServer } from '../../src/server.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { startClockHost } from '../helpers/clock-host.ts'
import { readClock, watchClock } from '../helpers/clock-watch.ts'
import { caller, ownerToken, testConfig } from '../helpers/stallcast.ts'
import { hostChanges, openStudioHost, stopStudioHost } from '../helpers/studio-host.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(240_000)

const secrets = { key: Buffer.alloc(32, 7), ownerToken }
/** Five seconds on a machine of its own. */
const backWithinMs = 8000

/** How long after `since` (epoch ms) the page shows a picture that was made after it. */
async function backAfter(page: Page, since: number): Promise<number> {
  return until(
    'the picture of the host',
    async () => {
      const origin = await page.evaluate(() => performance.timeOrigin)
      const { shown } = await readClock(page)
      const first = shown.find(({ at, ageMs }) => origin + at - ageMs > since)
      return first ? origin + first.at - since : null
    },
    40_000,
  )
}

t.test(
  'a show goes from OBS to a phone and back, and over a restart, and its end ends the sessions',
  async t => {
    const data = await tempFolder(t)
    const log = createLog(process.env.TEST_LOG ?? 'silent')
    const config = testConfig(data, {
      ladder: { renditions: ['240p'], preset: 'ultrafast' },
      live: { graceSeconds: 60, stopSeconds: 60 },
    })
    let server = await startServer(config, secrets, { log })
    t.teardown(() => server.close())
    const site = server.urls.local
    const call = caller(site)
    const made = await call<{ streamKey: string }>('POST', '/api/v1/rooms', { slug: 'tea', title: '新茶' })
    const key = made.body.streamKey
    const room = async () =>
      (
        await call<{ state: string; interrupted: object | null; show: { id: string } }>(
          'GET',
          '/api/v1/rooms/tea',
        )
      ).body
    const viewers = async () =>
      Number(/^stallcast_webrtc_viewers (\d+)/m.exec(await (await fetch(`${site}/metrics`)).text())?.[1])
    const push = `${server.urls.rtmp}/live/${key}`
    await using stack = new AsyncDisposableStack()
    const obs = stack.use(startClockHost(push))
    await until('the room to be live', async () => (await room()).state === 'live', 60_000)
    const { show } = await room()
    const browser = await launchChromium(t)
    const page = await (await browser.newContext({ viewport: { width: 480, height: 320 } })).newPage()
    await page.goto(`${site}/r/tea`)
    await page.locator('[data-testid=video]').waitFor({ state: 'attached' })
    await page.evaluate(() => Object.assign(window, { notReloaded: true }))
    await watchClock(page)
    await backAfter(page, Date.now())
    const goesOn = async (what: string, since: number) => {
      const passed = await backAfter(page, since)
      t.comment(`${what}: after ${Math.round(passed)} ms`)
      t.ok(passed <= backWithinMs, `${what}: the picture goes on`)
      t.match(
        await room(),
        { state: 'live', interrupted: null, show: { id: show.id } },
        'it is the same show',
      )
    }

    const phone = await openStudioHost(browser, { site, slug: 'tea', key })
    await until(
      'OBS to be let go',
      () => obs.encoder.exitCode !== null || obs.encoder.signalCode !== null,
      20_000,
    )
    // What is shown that was made from now on can only be the phone's.
    await goesOn('the phone takes over from OBS', Date.now())
    const back = stack.use(startClockHost(push))
    await until(
      'the phone to be told',
      async () => (await hostChanges(phone)).at(-1)?.name === 'taken',
      20_000,
    )
    await goesOn('OBS takes over from the phone', Date.now())
    back.encoder.kill('SIGKILL')
    let at = Date.now()
    await until('the interruption', async () => (await room()).interrupted !== null, 5000)
    t.comment(`the slate after ${Date.now() - at} ms`)
    at = Date.now()
    await stopStudioHost(phone)
    const again = await openStudioHost(browser, { site, slug: 'tea', key })
    await goesOn('a phone comes in the place of OBS, that is gone', at)

    const [http, rtmp] = [site, server.urls.rtmp.replace('rtmp:', 'http:')].map(url =>
      Number(new URL(url).port),
    )
    await server.close()
    server = await startServer(
      { ...config, http: { ...config.http, port: http ?? 0 }, rtmp: { ...config.rtmp, port: rtmp ?? 0 } },
      secrets,
      { log },
    )
    at = Date.now()
    await goesOn('the server is started anew', at)

    t.equal((await call('POST', '/api/v1/rooms/tea/end')).status < 300, true)
    await until('the end', async () => (await room()).state === 'offline', 60_000)
    await until('the sessions to be ended', async () => (await viewers()) === 0, 5000)
    t.equal(await page.evaluate(() => 'notReloaded' in window), true, 'the page was never loaded again')
    await stopStudioHost(again)
  },
)
