import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import { beepArgs } from '../test/helpers/beep-host.ts'
import { chromiumOptions } from '../test/helpers/chromium.ts'
import { readSync, skews, watchSync } from '../test/helpers/sync-watch.ts'
import { openWhepPage } from '../test/helpers/whep-page.ts'
import { openWhipPage } from '../test/helpers/whip-page.ts'
import { ms, percentile, say } from './figures.ts'
import { run } from './host.ts'
import { readLips, watchLips } from './lip-watch.ts'
import { openRtcRoom } from './rtc-room.ts'
import { syncOffset } from './sync-offset.ts'

/** In which a browser lines up sound and picture. */
const warmUpMs = 15_000

/**
 * By how much sound is later than its picture in Chromium (minus: earlier), for BENCH_MINUTES (2) each of a host by RTMP
 * and one by WHIP. Two ways: from the server's clock on, by the timestamps of what the receivers put out; and from end
 * to end, by flashes and beeps of the host's, found in what is played, less what the same page finds where there is
 * nothing between. A page that is the host paints 30 times a second: its flashes are up to 33 ms later than its beeps.
 */
export async function benchSkew(): Promise<void> {
  const minutes = Number(process.env.BENCH_MINUTES ?? 2)
  await using browser = await chromium.launch(chromiumOptions)
  {
    await using room = await openRtcRoom()
    const offset = await syncOffset(browser, room.server.site)
    say(`  flashes and beeps in the page alone: sound seems ${ms(offset)} late; that is taken off below`)
    await using _host = run(['-loglevel', 'error', '-nostdin', ...beepArgs(room.rtmp)])
    await room.live()
    await tell('RTMP → WHEP', browser, room.server.site, minutes, offset)
  }
  await using room = await openRtcRoom()
  const { site } = room.server
  const offset = await syncOffset(browser, site)
  await openWhipPage(browser, { site, slug: 'a', key: room.streamKey })
  await room.live()
  await tell('WHIP → WHEP', browser, site, minutes, offset)
}

async function tell(name: string, browser: Browser, site: string, minutes: number, offset: number) {
  const page = await openWhepPage(browser, site, 'a')
  await watchLips(page)
  await watchSync(page)
  await sleep(warmUpMs)
  const begin = await measured(page, offset)
  await sleep(minutes * 60_000)
  const all = await measured(page, offset)
  await page.context().close()
  const lips = all.lips.slice(begin.lips.length)
  const skew = lips.map(({ soundLag, pictureLag }) => soundLag - pictureLag)
  const decoded = lips.map(({ decodedLag, pictureLag }) => decodedLag - pictureLag)
  say(
    `${name}, sound later than its picture, server to device: ${figures(skew)} over ${skew.length} pictures (goal ` +
      `|p95| ≤ 40 ms), and ${figures(decoded)} by when the sound left the jitter buffer; ` +
      `host to page: ${figures(all.beeps.slice(begin.beeps.length))} over ${all.beeps.length - begin.beeps.length} beeps; ` +
      `in the first ${warmUpMs / 1000} s: ${figures(begin.lips.map(({ soundLag, pictureLag }) => soundLag - pictureLag))}`,
  )
}

async function measured(page: Page, offset: number) {
  const beeps = skews(await readSync(page)).map(skew => skew - offset)
  return { lips: await readLips(page), beeps }
}

const figures = (values: readonly number[]): string =>
  `p50 ${ms(percentile(values, 0.5))}, |p95| ${ms(percentile(values.map(Math.abs), 0.95))}`
