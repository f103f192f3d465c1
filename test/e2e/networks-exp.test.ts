import type { Page } from 'playwright-core'
import t from 'tap'
import { launchChromium } from '../helpers/chromium.ts'
import { startClockHost } from '../helpers/clock-host.ts'
import { longestGap, percentile, readClock, watchClock } from '../helpers/clock-watch.ts'
import { leadOver } from '../helpers/line.ts'
import { type Stallcast, startStallcast } from '../helpers/stallcast.ts'
import { UdpRelay } from '../helpers/udp-relay.ts'
import { until } from '../helpers/until.ts'
import { openWhepPage, pictureStats } from '../helpers/whep-page.ts'

t.setTimeout(600_000)
const sleep = (ms: number) => new Promise(r => setTimeout(r, ms))
const isLive = async ({ call }: Stallcast): Promise<boolean> =>
  (await call<{ state: string }>('GET', '/api/v1/rooms/tea')).body.state === 'live'
const stallcast = await startStallcast(t, {
  ladder: { renditions: ['480p', '360p', '240p'], preset: 'ultrafast' },
})
const { body } = await stallcast.call<{ streamKey: string }>('POST', '/api/v1/rooms', {
  slug: 'tea',
  title: '新茶',
})
const host = startClockHost(`${stallcast.server.urls.rtmp}/live/${body.streamKey}`, {
  size: [854, 480],
  rough: true,
})
t.teardown(() => host[Symbol.asyncDispose]())
await until('the room to be live', () => isLive(stallcast), 20_000)
const browser = await launchChromium(t)

async function watch(offers: 'client' | 'server', relay: UdpRelay, tcp = false) {
  const context = await browser.newContext({ bypassCSP: true })
  await leadOver(context, relay, { tcp })
  const page = await openWhepPage(browser, stallcast.site, 'tea', { context, offers })
  await watchClock(page)
  return page
}
const height = (page: Page) => page.evaluate(() => document.querySelector('video')?.videoHeight)
const brief = (s: Record<string, number>) =>
  Object.fromEntries(
    [
      'packetsReceived',
      'packetsLost',
      'retransmittedPacketsReceived',
      'nackCount',
      'pliCount',
      'firCount',
      'keyFramesDecoded',
      'framesDecoded',
      'framesDropped',
      'freezeCount',
      'totalFreezesDuration',
      'pauseCount',
      'jitterBufferDelay',
      'jitterBufferEmittedCount',
    ].map(k => [k, s[k]]),
  )

for (const offers of ['server', 'client'] as const) {
  if (!(process.env.ONLY ?? 'limit').includes('limit')) continue
  t.test(`limit ${offers}`, async t => {
    using relay = await UdpRelay.open()
    const began = Date.now()
    const page = await watch(offers, relay)
    const log: string[] = []
    let last = 0
    const timer = setInterval(async () => {
      const h = await height(page).catch(() => 0)
      if (h !== last) {
        log.push(`${((Date.now() - began) / 1000).toFixed(1)} s: ${h}`)
        last = h
      }
    }, 100)
    await sleep(25_000)
    log.push(`${((Date.now() - began) / 1000).toFixed(1)} s: LIMIT`)
    const before = (await readClock(page)).shown.length
    relay.down.set({ kbps: 300 })
    await sleep(20_000)
    const mid = (await readClock(page)).shown.length
    await sleep(20_000)
    const all = (await readClock(page)).shown
    log.push(
      `gap before ${longestGap(all.slice(0, before)).toFixed(0)} dip ${longestGap(all.slice(before, mid)).toFixed(0)} adapted ${longestGap(all.slice(mid)).toFixed(0)} frames ${all.length - mid} age p50 ${percentile(
        all.slice(mid).map(s => s.ageMs),
        0.5,
      )}`,
    )
    relay.down.set({ kbps: Infinity })
    log.push(`${((Date.now() - began) / 1000).toFixed(1)} s: LIFTED dropped ${relay.down.dropped}`)
    await sleep(40_000)
    clearInterval(timer)
    log.push(`after ${longestGap((await readClock(page)).shown.slice(all.length)).toFixed(0)}`)
    t.comment(log.join('\n'))
    t.comment(JSON.stringify(brief(await pictureStats(page))))
    await page.context().close()
  })
}
for (const loss of [0, 0.02, 0.1])
  for (const offers of ['server', 'client'] as const) {
    if (!(process.env.ONLY ?? 'loss').includes('loss')) continue
    t.test(`loss ${loss} ${offers}`, async t => {
      using relay = await UdpRelay.open()
      relay.down.set({ loss, delayMs: 20 })
      relay.up.set({ loss, delayMs: 20 })
      const page = await watch(offers, relay)
      await sleep(5000)
      const before = (await readClock(page)).shown.length
      const log = []
      for (let n = 0; n < 7; n++) {
        await sleep(5000)
        log.push(await height(page))
      }
      const all = (await readClock(page)).shown.slice(before)
      t.comment(
        `start gap ${longestGap((await readClock(page)).shown.slice(0, before)).toFixed(0)} gap ${longestGap(all).toFixed(0)} frames ${all.length} age p50 ${percentile(
          all.map(s => s.ageMs),
          0.5,
        )} p95 ${percentile(
          all.map(s => s.ageMs),
          0.95,
        )} heights ${log}`,
      )
      t.comment(JSON.stringify(brief(await pictureStats(page))))
      await page.context().close()
    })
  }
