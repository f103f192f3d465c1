import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium } from 'playwright-core'
import { chromiumOptions } from '../test/helpers/chromium.ts'
import { startClockHost } from '../test/helpers/clock-host.ts'
import { longestGap, readClock, watchClock } from '../test/helpers/clock-watch.ts'
import { openWhepPage } from '../test/helpers/whep-page.ts'
import { openWhipPage } from '../test/helpers/whip-page.ts'
import { startBareSfu } from './bare-sfu.ts'
import { ms, percentile, say } from './figures.ts'
import { joinsByPage, joinsByWhep } from './rtc-joins.ts'
import { measurePins } from './rtc-pins.ts'
import { openRtcRoom } from './rtc-room.ts'

const joins = Number(process.env.BENCH_JOINS ?? 50)
const pins = Number(process.env.BENCH_PINS ?? 50)
/** A new viewer's jitter buffers find their size. */
const warmUpMs = 10_000

/**
 * WebRTC on loopback, in Chromium, by the clock that is burned into the source: each way in for BENCH_MINUTES (1) with
 * the card in the picture, and what Chromium → mediasoup → Chromium gives with nothing between; how long a join takes;
 * and a pin.
 */
export async function benchWebRtc(): Promise<void> {
  const minutes = Number(process.env.BENCH_MINUTES ?? 1)
  await using browser = await chromium.launch(chromiumOptions)
  {
    await using bare = await startBareSfu()
    const host = await openWhipPage(browser, { site: bare.site, slug: 'a', key: '' })
    await tellAges('browser → browser by mediasoup alone, no card', browser, bare.site, minutes)
    await host.context().close()
  }
  {
    await using room = await openRtcRoom()
    const { site } = room.server
    const host = await openWhipPage(browser, { site, slug: 'a', key: room.streamKey })
    await room.live()
    await room.pin()
    await tellAges('WHIP → WHEP with the card (goal p50 ≤ 500 ms)', browser, site, minutes)
    await host.context().close()
  }
  await using room = await openRtcRoom()
  const { site } = room.server
  await using _host = startClockHost(room.rtmp)
  await room.live()
  await room.pin()
  await tellAges('RTMP → WHEP with the card (goal p95 ≤ 800 ms)', browser, site, minutes)
  await room.unpin()

  tell('join, from a plain WHEP client’s offer to its first picture', await joinsByWhep(browser, site, joins))
  tell(
    'join, from the navigation to the watch page to its first picture',
    await joinsByPage(browser, site, joins),
  )
  const { shown, captured } = await measurePins(browser, room, pins)
  say(
    `pin → picture by WebRTC: on the screen ${figures(shown)} after the call's answer (${shown.length} of ${pins} seen; ` +
      `goal p95 ≤ 250 ms); the first picture with the card was captured ${figures(captured)} after it`,
  )
}

async function tellAges(name: string, browser: Browser, site: string, minutes: number): Promise<void> {
  const page = await openWhepPage(browser, site, 'a')
  await watchClock(page)
  await sleep(warmUpMs)
  const early = (await readClock(page)).shown.length
  await sleep(minutes * 60_000)
  const shown = (await readClock(page)).shown.slice(early)
  await page.context().close()
  const ages = shown.map(({ ageMs }) => ageMs)
  say(
    `${name}: ${figures(ages)} over ${shown.length} pictures, longest time between two ${ms(longestGap(shown))}`,
  )
}

function tell(name: string, times: readonly number[]): void {
  say(`${name}: ${figures(times)} over ${times.length} (goal p95 ≤ 1000 ms)`)
}

const figures = (values: readonly number[]): string =>
  `p50 ${ms(percentile(values, 0.5))}, p95 ${ms(percentile(values, 0.95))}`
