import t, { type Test } from 'tap'
import { pushBeeps } from '../helpers/beep-host.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { startClockHost } from '../helpers/clock-host.ts'
import { percentile, readClock, watchClock } from '../helpers/clock-watch.ts'
import { type Stallcast, startStallcast } from '../helpers/stallcast.ts'
import { readSync, skews, watchSync } from '../helpers/sync-watch.ts'
import { until } from '../helpers/until.ts'
import { leaveWhep, openWhepPage } from '../helpers/whep-page.ts'
import { openWhipPage, stopWhip } from '../helpers/whip-page.ts'

t.setTimeout(180_000)

async function makeRoom({ call }: Stallcast): Promise<string> {
  const { body } = await call<{ streamKey: string }>('POST', '/api/v1/rooms', { slug: 'tea', title: '新茶' })
  return body.streamKey
}

const isLive = async ({ call }: Stallcast): Promise<boolean> =>
  (await call<{ state: string }>('GET', '/api/v1/rooms/tea')).body.state === 'live'

/** Ages of the last two thirds of `count` pictures. Milliseconds. */
async function ages(t: Test, page: Parameters<typeof readClock>[0], count: number): Promise<number[]> {
  const shown = await until(
    `${count} pictures`,
    async () => {
      const all = (await readClock(page)).shown
      return all.length >= count && all
    },
    60_000,
  )
  const measured = shown.slice(-Math.round((count * 2) / 3)).map(({ ageMs }) => ageMs)
  t.comment(`p50 ${percentile(measured, 0.5).toFixed(0)} ms, p95 ${percentile(measured, 0.95).toFixed(0)} ms`)
  return measured
}

t.test('a host by RTMP is seen by WebRTC, and leaves no viewer behind', async t => {
  const stallcast = await startStallcast(t, { ladder: { renditions: ['240p'], preset: 'ultrafast' } })
  const key = await makeRoom(stallcast)
  await using _host = startClockHost(`${stallcast.server.urls.rtmp}/live/${key}`)
  await until('the room to be live', () => isLive(stallcast), 60_000)
  const browser = await launchChromium(t)
  const page = await openWhepPage(browser, stallcast.site, 'tea')
  await watchClock(page)
  t.ok(percentile(await ages(t, page, 120), 0.5) <= 1000)
  t.equal(await leaveWhep(page), 200)
})

t.test('a host by WHIP is seen by WebRTC', async t => {
  const stallcast = await startStallcast(t, { ladder: { renditions: ['240p'], preset: 'ultrafast' } })
  const key = await makeRoom(stallcast)
  const browser = await launchChromium(t)
  const host = await openWhipPage(browser, { site: stallcast.site, slug: 'tea', key })
  await until('the room to be live', () => isLive(stallcast), 60_000)
  const page = await openWhepPage(browser, stallcast.site, 'tea')
  await watchClock(page)
  t.ok(percentile(await ages(t, page, 120), 0.5) <= 1000)
  t.equal(await stopWhip(host), 200)
})

t.test('sound and picture stay together', async t => {
  const stallcast = await startStallcast(t, { ladder: { renditions: ['240p'], preset: 'ultrafast' } })
  const key = await makeRoom(stallcast)
  pushBeeps(t, `${stallcast.server.urls.rtmp}/live/${key}`)
  await until('the room to be live', () => isLive(stallcast), 60_000)
  const browser = await launchChromium(t)
  const page = await openWhepPage(browser, stallcast.site, 'tea')
  await watchSync(page)
  const all = await until(
    'twenty beeps',
    async () => {
      const found = skews(await readSync(page))
      return found.length >= 20 && found
    },
    60_000,
  )
  // Chromium takes ten seconds to bring them together. What this page itself is late by, and the exact figure, are the
  // business of `npm run bench -- skew`.
  const calm = all.slice(-8)
  t.comment(`skews: ${all.map(skew => skew.toFixed(0)).join(', ')}`)
  t.ok(Math.abs(percentile(calm, 0.5)) <= 150)
})
