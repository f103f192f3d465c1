import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchChromium, openDesktop, openPhone } from '../helpers/chromium.ts'
import { hotspotLag, readPicture, watchPicture } from '../helpers/picture-watch.ts'
import { startStallcast } from '../helpers/stallcast.ts'
import { makeTeaShop, pushDark } from '../helpers/tea-shop.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(240_000)

const playing = (page: Page, seconds = 0.5) =>
  page.waitForFunction(
    from => (document.querySelector<HTMLVideoElement>('[data-testid=video]')?.currentTime ?? 0) > from,
    seconds,
    { timeout: 40_000 },
  )

/** As on a network that lets no WebRTC through. */
const refuseWebRtc = (page: Page): Promise<unknown> =>
  page.route('**/whep/**', route => route.fulfill({ status: 404 }))

/** The card comes into the played picture, and the hotspot with it and upon it. */
async function hotspotLiesOnCard(t: Test, page: Page, timeoutMs: number): Promise<void> {
  await page.getByTestId('hotspot').waitFor({ timeout: timeoutMs })
  await until('the card in the picture', async () =>
    (await readPicture(page)).samples.some(({ card }) => card),
  )
  const seen = await readPicture(page)
  const lag = hotspotLag(seen)
  t.comment(`hotspot and card differ by ${lag.toFixed(0)} ms`)
  t.ok(Math.abs(lag) <= 300, 'the hotspot comes with the card')
  for (const edge of ['left', 'top', 'right', 'bottom'] as const) {
    const difference = seen.hotspot[edge] - seen.card[edge]
    t.comment(`${edge} differs by ${difference.toFixed(1)} px of ${seen.pictureWidth.toFixed(0)}`)
    t.ok(Math.abs(difference) <= seen.pictureWidth * 0.005, `the hotspot's ${edge} edge lies on the card's`)
  }
}

t.test('the hotspot lies on the card, in time, however the picture is watched', async t => {
  const stallcast = await startStallcast(t, { live: { stopSeconds: 2 } })
  const { site, call } = stallcast
  const shop = await makeTeaShop(stallcast)
  const host = pushDark(t, shop.pushUrl)
  const browser = await launchChromium(t)
  const pinAndUnpin = async (t: Test, page: Page, timeout: number): Promise<void> => {
    await watchPicture(page)
    await call('PUT', '/api/v1/rooms/tea/pin', { productId: shop.productId })
    await hotspotLiesOnCard(t, page, timeout)
    await call('DELETE', '/api/v1/rooms/tea/pin')
    await page.getByTestId('hotspot').waitFor({ state: 'detached', timeout })
    await page.close()
  }
  type Room = { state: string; show: { id: string } }
  const room = async () => (await call<Room>('GET', '/api/v1/rooms/tea')).body
  await until('the room to be live', async () => (await room()).state === 'live', 60_000)
  const { show } = await room()

  await t.test('by plain HLS, in the lowest rendition', async t => {
    const page = await openPhone(t, browser, 'about:blank')
    await refuseWebRtc(page)
    // A player that knows nothing of low latency sees these lines as comments.
    await page.route('**/hls/tea/*/index.m3u8*', async route => {
      const answer = await route.fetch({ url: route.request().url().replace(/\?.*$/, '') })
      const lines = (await answer.text()).split('\n')
      const lowLatency = /^#EXT-X-(PART|SERVER-CONTROL|PRELOAD-HINT|RENDITION-REPORT)/
      await route.fulfill({ response: answer, body: lines.filter(line => !lowLatency.test(line)).join('\n') })
    })
    await page.route('**/hls/tea/index.m3u8*', async route => {
      const answer = await route.fetch()
      const body = (await answer.text()).replace(/#EXT-X-STREAM-INF.*\n360p.*\n/, '')
      await route.fulfill({ response: answer, body })
    })
    await page.goto(`${site}/r/tea`)
    await playing(page)
    const width = await page
      .getByTestId('video')
      .evaluate(video => video instanceof HTMLVideoElement && video.videoWidth)
    t.equal(width, 240)
    // This page sees the card go last: what is watched after it begins with a picture without it.
    await pinAndUnpin(t, page, 25_000)
  })

  await t.test('by low-latency HLS', async t => {
    const page = await openPhone(t, browser, 'about:blank')
    await refuseWebRtc(page)
    await page.goto(`${site}/r/tea`)
    await playing(page)
    await pinAndUnpin(t, page, 15_000)
  })

  await t.test('by WebRTC', async t => {
    const page = await openPhone(t, browser, `${site}/r/tea`)
    await playing(page)
    t.ok(
      await page.getByTestId('video').evaluate(video => (video as HTMLVideoElement).srcObject !== null),
      'it is WebRTC',
    )
    await pinAndUnpin(t, page, 15_000)
  })

  await t.test('rewound, while the show is live', async t => {
    const page = await openDesktop(t, browser, `${site}/r/tea`)
    await playing(page)
    await page.getByTestId('seek').waitFor({ state: 'attached', timeout: 20_000 })
    await page.keyboard.press('Home')
    await page.getByTestId('to-live').waitFor({ timeout: 20_000 })
    await until('the beginning', async () => {
      const at = await page.getByTestId('seek').getAttribute('aria-valuenow')
      return at !== null && Number(at) < 8
    })
    await watchPicture(page)
    await hotspotLiesOnCard(t, page, 40_000)
    await page.keyboard.press('l')
    await page.getByTestId('to-live').waitFor({ state: 'detached', timeout: 20_000 })
    await page.close()
  })

  host.child.kill('SIGTERM')
  await until('the end', async () => (await room()).state === 'offline', 60_000)

  await t.test('in the replay, which plays within 5 s of the end', async t => {
    const ended = Date.now()
    const page = await openDesktop(t, browser, `${site}/shows/${show.id}`)
    await playing(page, 0.2)
    t.comment(`the replay plays ${Date.now() - ended} ms after the end`)
    t.ok(Date.now() - ended <= 5000)
    await watchPicture(page)
    await hotspotLiesOnCard(t, page, 40_000)
    await page.close()
  })
})
