import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { openPhone } from '../../helpers/chromium.ts'
import { startFfmpeg } from '../../helpers/rtmp-ffmpeg.ts'
import { readScreen, watchScreen } from '../../helpers/screen-watch.ts'
import { startStallcast } from '../../helpers/stallcast.ts'
import { makeTeaShop } from '../../helpers/tea-shop.ts'
import { until } from '../../helpers/until.ts'
import { launchForRtc, WhepStandIn } from '../../helpers/whep-stand-in.ts'

t.setTimeout(240_000)

/** By WebRTC comes a green picture, by HLS a blue one, or a slate where the machine is so busy that the host is late. */
const pushBlue = (t: Test, url: string) =>
  startFfmpeg(t, [
    ...['-re', '-f', 'lavfi', '-i', 'color=c=0x3050ff:size=240x426:rate=25'],
    ...['-re', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-pix_fmt', 'yuv420p', '-threads', '1'],
    ...['-c:a', 'aac', '-f', 'flv', url],
  ])

async function sees(page: Page, colour: 'green' | 'blue', timeoutMs = 20_000): Promise<void> {
  await until(
    `a ${colour} picture that moves`,
    async () => {
      const last = (await readScreen(page)).at(-1)
      if (!last?.colour || last.still) return false
      const [, green, blue] = last.colour
      return colour === 'green' ? green > 150 && blue < 80 : blue > 180 && green < 130
    },
    timeoutMs,
  )
}

/** How long WebRTC is left alone after it failed is tried in live-choice.test.ts: here it is a tenth. */
function shortenPauses(): void {
  const real = window.setTimeout
  const shortened = (task: () => void, ms = 0) => real(task, ms > 20_000 ? ms / 10 : ms)
  Object.assign(window, { setTimeout: shortened })
}

/** From the first picture on there is always one. */
async function neverBlack(t: Test, page: Page): Promise<void> {
  const looks = await readScreen(page)
  const first = looks.findIndex(({ colour }) => colour !== null)
  t.ok(first >= 0 && looks.length - first > 20, 'somebody looked')
  const black = looks.slice(first).filter(({ colour }) => colour === null || Math.max(...colour) < 8)
  t.same(black, [], 'there was a picture all the time')
}

t.test('the live picture comes by what works', async t => {
  const stallcast = await startStallcast(t, { ladder: { renditions: ['240p'], preset: 'ultrafast' } })
  const shop = await makeTeaShop(stallcast)
  pushBlue(t, shop.pushUrl)
  const browser = await launchForRtc(t)
  const room = async () => (await stallcast.call<{ state: string }>('GET', '/api/v1/rooms/tea')).body
  await until('the room to be live', async () => (await room()).state === 'live', 30_000)

  const watch = async (t: Test, standIn: WhepStandIn, { hasty = false } = {}) => {
    const page = await openPhone(t, browser, 'about:blank')
    if (hasty) await page.addInitScript(shortenPauses)
    await standIn.serve(page)
    const playlists: string[] = []
    page.on('request', request => {
      if (/hls-source|\/hls\//.test(request.url())) playlists.push(request.url())
    })
    await page.goto(`${stallcast.site}/r/tea`)
    await page.getByTestId('video').waitFor({ timeout: 20_000 })
    await watchScreen(page)
    return { page, playlists }
  }

  // Each of them waits for what takes its time, and for hardly anything of the processor's.
  t.jobs = 3
  t.test('by WebRTC, and nothing of HLS is loaded', async t => {
    const standIn = await WhepStandIn.start(browser)
    const { page, playlists } = await watch(t, standIn)
    await sees(page, 'green')
    t.same(playlists, [])
    t.equal(standIn.made, 1)
    const heard = await page.evaluate(() => {
      const stream = document.querySelector<HTMLVideoElement>('[data-testid=video]')?.srcObject
      return stream instanceof MediaStream ? stream.getTracks().map(({ kind }) => kind) : []
    })
    t.same(heard.toSorted(), ['audio', 'video'])
    const timestamps = await page.evaluate(async () => {
      const video = document.querySelector<HTMLVideoElement>('[data-testid=video]')
      const frame = () =>
        new Promise<number | undefined>(resolve => {
          video?.requestVideoFrameCallback((_now, { rtpTimestamp }) => resolve(rtpTimestamp))
        })
      return [await frame(), await frame()]
    })
    t.ok(
      timestamps.every(Number.isInteger),
      'the browser tells the RTP timestamps, by which the hotspot is placed',
    )
    t.not(timestamps[0], timestamps[1])

    await t.test('a left page gives its session back, and has another when it is come back to', async t => {
      await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })))
      await until('the session to be deleted', () => standIn.open.size === 0)
      await until('its last picture to stay', async () => (await readScreen(page)).at(-1)?.still)
      await page.evaluate(() => document.querySelector<HTMLVideoElement>('[data-testid=video]')?.play())
      await sees(page, 'green')
      t.equal(standIn.made, 2)
      t.same([...standIn.open], [2])
    })

    await t.test('a picture that stands still is had by another session', async t => {
      await standIn.darken(true)
      await until('another session', () => standIn.made === 3)
      await until('the old one to be given back', () => !standIn.open.has(2))
      await sees(page, 'green')
      t.same([...standIn.open], [3])
      t.same(playlists, [])
    })

    await t.test('or goes on by itself, whichever is first', async t => {
      standIn.dark = true
      await standIn.darken(true)
      await until('another session', () => standIn.made === 4)
      await standIn.darken(false)
      await until('the one that is not needed to be given back', () => standIn.open.size === 1)
      await sees(page, 'green')
      t.same(playlists, [])
    })
    await neverBlack(t, page)
    await page.close()
  })

  t.test('by HLS when WebRTC brings nothing more, and back when it is good again', async t => {
    t.setTimeout(120_000)
    const standIn = await WhepStandIn.start(browser)
    const { page } = await watch(t, standIn, { hasty: true })
    await sees(page, 'green')
    await page.evaluate(() => {
      const video = document.querySelector<HTMLVideoElement>('[data-testid=video]')
      if (video) video.muted = false
    })
    standIn.dark = true
    await standIn.darken(true)
    await sees(page, 'blue')
    await until('the sessions to be given back', () => standIn.open.size === 0)
    standIn.dark = false
    await sees(page, 'green', 60_000)
    t.equal(standIn.open.size, 1)
    const { whep, muted } = await page.evaluate(() => {
      const video = document.querySelector<HTMLVideoElement>('[data-testid=video]')
      return { whep: video?.srcObject instanceof MediaStream, muted: video?.muted }
    })
    t.ok(whep)
    t.equal(muted, false, 'the sound stays on')
    await neverBlack(t, page)
    await page.close()
  })

  for (const refusal of [{ status: 404 }, { status: 503, retryAfter: 60 }]) {
    t.test(`by HLS where WHEP is refused with ${refusal.status}`, async t => {
      const standIn = await WhepStandIn.start(browser)
      standIn.refusal = refusal
      const { page } = await watch(t, standIn)
      await sees(page, 'blue')
      t.equal(standIn.made, 0)
      await page.close()
    })
  }

  t.test('by HLS where no picture comes by WebRTC', async t => {
    const standIn = await WhepStandIn.start(browser)
    standIn.dark = true
    const { page } = await watch(t, standIn)
    await sees(page, 'blue')
    t.equal(standIn.made, 1)
    t.equal(standIn.open.size, 0)
    await page.close()
  })
})
