import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import { beepArgs } from '../test/helpers/beep-host.ts'
import { chromiumOptions } from '../test/helpers/chromium.ts'
import { readSync, skews, watchSync } from '../test/helpers/sync-watch.ts'
import { openWhepPage } from '../test/helpers/whep-page.ts'
import { openWhipPage } from '../test/helpers/whip-page.ts'
import { startBareSfu } from './bare-sfu.ts'
import { ms, percentile, say } from './figures.ts'
import { run } from './host.ts'
import { type LipSample, readLips, watchLips } from './lip-watch.ts'
import { openRtcRoom } from './rtc-room.ts'
import { syncOffset } from './sync-offset.ts'

/** In which a browser lines up sound and picture. */
const warmUpMs = 15_000

/**
 * By how much sound is later than its picture in Chromium (minus: earlier), for BENCH_MINUTES (2) each of a host by RTMP
 * and one by WHIP. Two ways: from the server's clock on, by the timestamps of what the receivers put out; and from end
 * to end, by flashes and beeps of the host's, found in what is played, less what the same page finds where there is
 * nothing between. A page that is the host is not exact itself (it paints 30 times a second, and its sound waits for an
 * encoder): what mediasoup alone makes of it is printed beside.
 */
export async function benchSkew(): Promise<void> {
  const minutes = Number(process.env.BENCH_MINUTES ?? 2)
  await using browser = await chromium.launch(chromiumOptions)
  {
    await using room = await openRtcRoom()
    const { site } = room.server
    const offset = await offsetOf(browser, site)
    await using _host = run(['-loglevel', 'error', '-nostdin', ...beepArgs(room.rtmp)])
    await room.live()
    await tell('RTMP → WHEP', { browser, site, minutes, offset, clocked: true })
  }
  {
    await using bare = await startBareSfu()
    const offset = await offsetOf(browser, bare.site)
    const host = await openWhipPage(browser, { site: bare.site, slug: 'a', key: '' })
    const name = 'browser → browser by mediasoup alone'
    await tell(name, { browser, site: bare.site, minutes, offset, clocked: false })
    await host.context().close()
  }
  await using room = await openRtcRoom()
  const { site } = room.server
  const offset = await offsetOf(browser, site)
  await openWhipPage(browser, { site, slug: 'a', key: room.streamKey })
  await room.live()
  await tell('WHIP → WHEP', { browser, site, minutes, offset, clocked: true })
}

async function offsetOf(browser: Browser, site: string): Promise<number> {
  const offset = await syncOffset(browser, site)
  say(`  flashes and beeps in the page alone: sound seems ${ms(offset)} late; that is taken off`)
  return offset
}

/** `clocked`: the timestamps are those of our server. */
type Watched = {
  readonly browser: Browser
  readonly site: string
  readonly minutes: number
  readonly offset: number
  readonly clocked: boolean
}

async function tell(name: string, { browser, site, minutes, offset, clocked }: Watched): Promise<void> {
  const page = await openWhepPage(browser, site, 'a')
  await watchLips(page)
  await watchSync(page)
  await sleep(warmUpMs)
  const early = await measured(page, offset)
  await sleep(minutes * 60_000)
  const all = await measured(page, offset)
  await page.context().close()
  const beeps = all.beeps.slice(early.beeps.length)
  say(
    `${name}, sound later than its picture, host to page: ${figures(beeps)} over ${beeps.length} beeps ` +
      `(goal |p95| ≤ 40 ms)`,
  )
  if (!clocked) return
  const lips = all.lips.slice(early.lips.length)
  say(
    `${name}, server to device: ${figures(lips.map(late))} over ${lips.length} pictures (goal |p95| ≤ 40 ms); by when ` +
      `the sound left the jitter buffer: ${figures(lips.map(({ decodedLag, pictureLag }) => decodedLag - pictureLag))}; ` +
      `in the first ${warmUpMs / 1000} s: ${figures(early.lips.map(late))}`,
  )
}

const late = ({ soundLag, pictureLag }: LipSample): number => soundLag - pictureLag

async function measured(page: Page, offset: number) {
  const beeps = skews(await readSync(page)).map(skew => skew - offset)
  return { lips: await readLips(page), beeps }
}

const figures = (values: readonly number[]): string =>
  `p50 ${ms(percentile(values, 0.5))}, |p95| ${ms(percentile(values.map(Math.abs), 0.95))}`
