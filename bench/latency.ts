import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { chromiumOptions } from '../test/helpers/chromium.ts'
import { startClockHost } from '../test/helpers/clock-host.ts'
import { longestGap, readClock, watchClock } from '../test/helpers/clock-watch.ts'
import { startBenchServer } from './bench-server.ts'
import { ms, percentile, say } from './figures.ts'

const pinEveryMs = 12_000
/** The first seconds, in which a player finds its distance from the edge. */
const warmUpMs = 10_000

/**
 * From the host's picture to the screen by LL-HLS, in Chromium, on the watch page, with five pins a minute; and whether
 * the picture ever stood still. For BENCH_MINUTES (10).
 */
export async function benchLatency(): Promise<void> {
  const minutes = Number(process.env.BENCH_MINUTES ?? 10)
  await using server = await startBenchServer({ STALLCAST_LADDER: '240p' })
  const { id: productId } = await server.call<{ id: string }>('POST', '/api/v1/products', {
    title: 'Tea',
    variants: [{ sku: 'T', price: { amount: 100, currency: 'CNY' } }],
  })
  const room = { slug: 'a', title: 'A' }
  const { streamKey } = await server.call<{ streamKey: string }>('POST', '/api/v1/rooms', room)
  await using _host = startClockHost(`${server.rtmp}/${streamKey}`)
  while ((await server.call<{ state: string }>('GET', '/api/v1/rooms/a')).state !== 'live') await sleep(100)

  await using browser = await chromium.launch(chromiumOptions)
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await page.goto(`${server.site}/r/a`)
  await page.locator('[data-testid=video]').waitFor({ state: 'attached' })
  await watchClock(page)
  await sleep(warmUpMs)
  const { shown: early, waits: earlyWaits } = await readClock(page)
  const end = performance.now() + minutes * 60_000
  for (let count = 0; performance.now() < end; count++) {
    if (count % 2 === 0) await server.call('PUT', '/api/v1/rooms/a/pin', { productId })
    else await server.call('DELETE', '/api/v1/rooms/a/pin')
    await sleep(pinEveryMs)
  }
  const { shown, waits } = await readClock(page)
  const calm = shown.slice(early.length)
  const ages = calm.map(({ ageMs }) => ageMs)
  say(
    `host → screen by LL-HLS: p50 ${ms(percentile(ages, 0.5))}, p95 ${ms(percentile(ages, 0.95))} over ${minutes} minutes ` +
      `and ${calm.length} pictures (goal p95 ≤ 2500 ms); ${waits.length - earlyWaits.length} stalls (goal 0), ` +
      `longest time between two pictures ${ms(longestGap(calm))}`,
  )
}
