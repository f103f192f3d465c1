import { networkInterfaces } from 'node:os'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { createLog } from '../../src/log.ts'
import { startServer } from '../../src/server.ts'
import { launchChromium, openPhone } from '../helpers/chromium.ts'
import { type ClockHost, startClockHost } from '../helpers/clock-host.ts'
import { longestGap, readClock, watchClock } from '../helpers/clock-watch.ts'
import { transcoderPids } from '../helpers/ffmpeg-processes.ts'
import { caller, ownerToken, testConfig } from '../helpers/stallcast.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(300_000)

const secrets = { key: Buffer.alloc(32, 7), ownerToken }
/** What a viewer may wait for the host's picture after the host is back. */
const backWithinMs = 5000

async function restartable(t: Test) {
  const data = await tempFolder(t)
  const log = createLog(process.env.TEST_LOG ?? 'silent')
  // Every address of this machine, so that a host can come from another one.
  const first = testConfig(data, {
    rtmp: { host: '0.0.0.0', port: 0 },
    rtc: { port: 0 },
    ladder: { renditions: ['240p'], preset: 'ultrafast' },
  })
  let server = await startServer(first, secrets, { log })
  t.teardown(() => server.close())
  const http = Number(new URL(server.urls.local).port)
  const rtmp = Number(new URL(server.urls.rtmp.replace('rtmp:', 'http:')).port)
  const again = { ...first, http: { ...first.http, port: http }, rtmp: { ...first.rtmp, port: rtmp } }
  return {
    site: server.urls.local,
    rtmp,
    call: caller(server.urls.local),
    async restart() {
      await server.close()
      server = await startServer(again, secrets, { log })
    },
  }
}

const lanAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap(found => found ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

/** How long after `since` (epoch ms) the page shows a picture that was made after it. */
async function backAfter(page: Page, since: number): Promise<number> {
  return until(
    'the picture of the host who is back',
    async () => {
      const found = await page.evaluate(time => {
        const { shown } = (window as unknown as { clockWatch: { shown: { at: number; ageMs: number }[] } })
          .clockWatch
        const at = shown.map(frame => ({ ...frame, made: performance.timeOrigin + frame.at - frame.ageMs }))
        const first = at.find(({ made }) => made > time)
        return first ? performance.timeOrigin + first.at - time : null
      }, since)
      return found
    },
    30_000,
  )
}

/** A new one for each MediaSource, and for each connection. */
const sourceOf = (page: Page): Promise<string> =>
  page.locator('[data-testid=video]').evaluate(video => {
    const { currentSrc, srcObject } = video as HTMLVideoElement
    return srcObject instanceof MediaStream ? srcObject.id : currentSrc
  })

const byWebRtc = (page: Page): Promise<boolean> =>
  page.locator('[data-testid=video]').evaluate(video => (video as HTMLVideoElement).srcObject !== null)

t.test('players go on, without a reload, over everything that can happen to a host', async t => {
  const { site, rtmp, call, restart } = await restartable(t)
  const { streamKey } = (
    await call<{ streamKey: string }>('POST', '/api/v1/rooms', { slug: 'tea', title: '新茶' })
  ).body
  await using stack = new AsyncDisposableStack()
  const host = (options: Parameters<typeof startClockHost>[1] = {}, address = '127.0.0.1'): ClockHost =>
    stack.use(startClockHost(`rtmp://${address}:${rtmp}/live/${streamKey}`, options))
  const room = async () =>
    (
      await call<{ state: string; interrupted: object | null; show: { id: string } }>(
        'GET',
        '/api/v1/rooms/tea',
      )
    ).body

  let current = host()
  const browser = await launchChromium(t)
  await until('the room to be live', async () => (await room()).state === 'live', 60_000)
  const pages = new Map<string, Page>()
  for (const way of ['WebRTC', 'HLS']) {
    const page = await openPhone(t, browser, 'about:blank')
    if (way === 'HLS') await page.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection'))
    await page.goto(`${site}/r/tea`)
    await page.evaluate(() => Object.assign(window, { notReloaded: true }))
    await page.locator('[data-testid=video]').waitFor({ state: 'attached' })
    await watchClock(page)
    await backAfter(page, Date.now())
    t.equal(await byWebRtc(page), way === 'WebRTC')
    pages.set(way, page)
  }
  const all = <T>(look: (page: Page) => Promise<T>) => Promise.all([...pages.values()].map(look))
  const { show } = await room()

  const slateWithin = async (since: number): Promise<void> => {
    await until('the interruption', async () => (await room()).interrupted !== null, 5000)
    const passed = Date.now() - since
    t.comment(`the slate after ${passed} ms`)
    t.ok(passed <= 2000, `a slate is in the picture ${passed} ms after the host has gone`)
  }
  const isBack = async (what: string, since: number): Promise<void> => {
    await all(page => backAfter(page, since))
    for (const [way, page] of pages) {
      const passed = await backAfter(page, since)
      t.comment(`${what}: back after ${Math.round(passed)} ms by ${way}`)
      t.ok(passed <= backWithinMs, `${what}: players of ${way} see the host within 5 s of the return`)
    }
    t.match(await room(), { state: 'live', show: { id: show.id } }, 'it is the same show')
  }

  let at = Date.now()
  current.encoder.kill('SIGKILL')
  await slateWithin(at)
  at = Date.now()
  current = host()
  await isBack('killed, and back', at)
  // WebRTC shows the picture before the first part of it is whole.
  await until('the end of the interruption', async () => (await room()).interrupted === null, 5000)

  at = Date.now()
  current.encoder.kill('SIGSTOP')
  await slateWithin(at)
  at = Date.now()
  current.encoder.kill('SIGCONT')
  await isBack('frozen, and awake again', at)

  current.encoder.kill('SIGSTOP')
  at = Date.now()
  const frozen = current
  current = host({ size: [480, 640] })
  await isBack('frozen, and taken over with another resolution', at)
  frozen.encoder.kill('SIGCONT')

  at = Date.now()
  current = host({}, lanAddress() ?? '127.0.0.1')
  await isBack('taken over from another address', at)

  const [pid] = transcoderPids(process.pid)
  if (pid === undefined) throw new Error('there is no FFmpeg')
  at = Date.now()
  process.kill(pid, 'SIGKILL')
  await isBack("the server's FFmpeg killed", at)

  const played = await all(sourceOf)
  const changed = Date.now()
  current = host({ sound: false })
  await isBack('taken over by a host without sound', changed)
  // What was buffered of the sound before is used up after some seconds: the picture must go on without.
  const buffered = Date.now() + 6000
  await all(page => backAfter(page, buffered))
  at = Date.now()
  current = host()
  await isBack('taken over by a host with sound again', at)
  const later = Date.now() + 2000
  await all(page => backAfter(page, later))
  t.same(await all(sourceOf), played, 'the players go on with the stream that they have')
  for (const [way, page] of pages) {
    const since = await page.evaluate(time => time - performance.timeOrigin, changed)
    const gap = longestGap((await readClock(page)).shown.filter(frame => frame.at >= since))
    t.comment(`without sound, and with it again: longest gap ${Math.round(gap)} ms by ${way}`)
    t.ok(gap < backWithinMs, `the picture goes on without sound by ${way}`)
  }

  await restart()
  at = Date.now()
  current = host()
  await isBack('the server started anew', at)

  for (const page of pages.values()) {
    const { shown } = await readClock(page)
    t.ok(shown.length > 100, `${shown.length} pictures were read`)
    t.equal(await page.evaluate(() => 'notReloaded' in window), true, 'the page was never loaded again')
  }
})
