import type { Page } from 'playwright-core'
import t from 'tap'
import { launchCameraChromium, launchChromium } from '../helpers/chromium.ts'
import { openDesk } from '../helpers/desk.ts'
import { startStallcast } from '../helpers/stallcast.ts'
import { makeTeaShop, pushDark } from '../helpers/tea-shop.ts'
import { until } from '../helpers/until.ts'
import { WhipEndpoint } from '../helpers/whip-endpoint.ts'

t.setTimeout(240_000)

/** Answers what the page sends to /whip itself: what is tried here is the studio. */
async function answerWhip(page: Page, whip: WhipEndpoint): Promise<void> {
  await page.route('**/whip/**', async route => {
    const request = route.request()
    const { status, headers, body } = await whip.handle({
      method: request.method(),
      path: new URL(request.url()).pathname,
      headers: await request.allHeaders(),
      body: request.postData() ?? '',
    })
    await route.fulfill({ status, headers: { ...headers }, body: body ?? '' })
  })
}

t.test('a host goes live from the browser, loses the show to another device and takes it back', async t => {
  const stallcast = await startStallcast(t, { ladder: { renditions: ['240p'], preset: 'ultrafast' } })
  const { productId, pushUrl } = await makeTeaShop(stallcast)
  const whip = new WhipEndpoint(t, pushUrl.split('/').at(-1))
  const studio = await openDesk(t, await launchCameraChromium(t), stallcast, '/studio')
  await answerWhip(studio, whip)
  const live = (name: string) => studio.locator(`[data-testid=live-sign][data-live=${name}]`)

  await studio.getByTestId('go-live-here').click()
  await studio.getByTestId('go-live').waitFor()
  const size = () =>
    studio
      .getByTestId('self-view')
      .evaluate(video =>
        video instanceof HTMLVideoElement ? `${video.videoWidth}×${video.videoHeight}` : '',
      )
  await until('a wide picture', async () => (await size()) === '1280×720')
  await studio.locator('dialog[open]').getByText('竖屏').click()
  await until('an upright picture', async () => (await size()) === '720×1280')
  await until('a beep', () =>
    studio.getByTestId('level').evaluate(meter => meter instanceof HTMLMeterElement && meter.value > 0.2),
  )
  await studio.getByTestId('go-live').click()
  await live('live').waitFor({ timeout: 20_000 })
  const packets = whip.session?.packets ?? { video: 0, audio: 0 }
  await until('pictures and sound', () => packets.video > 20 && packets.audio > 20)

  pushDark(t, pushUrl)
  await studio.getByTestId(`pin-${productId}`).click()
  await studio.getByTestId('card-over').waitFor({ timeout: 40_000 })
  await studio.getByTestId('quality').waitFor()
  await studio.getByTestId('mute').click()
  await studio.getByTestId('hide').click()
  const before = { ...packets }
  await until(
    'silence and a still are sent',
    () => packets.video > before.video + 5 && packets.audio > before.audio + 50,
  )
  t.same(whip.log, ['POST 201'])

  await whip.closeAll()
  await studio.getByTestId('take-back').click({ timeout: 30_000 })
  await live('live').waitFor({ timeout: 20_000 })
  t.equal(whip.count, 1)
  await studio.getByTestId('camera-stop').click()
  await studio.getByTestId('stop-here').click()
  await studio.getByTestId('go-live-here').waitFor()
  await until('the session to be given back', () => whip.count === 0)
  t.equal(await studio.getByTestId('state').getAttribute('data-state'), 'live', 'the other picture goes on')
  const choice = await studio.evaluate(() => localStorage.getItem('stallcast.camera'))
  t.match(JSON.parse(choice ?? ''), { shape: 'portrait' }, 'the choice is remembered')
})

t.test('without a camera, or at an address where there can be none, the studio says what to do', async t => {
  const stallcast = await startStallcast(t)
  await makeTeaShop(stallcast)
  const studio = await openDesk(t, await launchChromium(t), stallcast, '/studio')
  const fault = studio.getByTestId('camera-fault')
  await studio.getByTestId('go-live-here').click()
  await studio.getByTestId('open-camera').click()
  await fault.waitFor()
  t.match(await fault.getAttribute('data-fault'), /^(denied|missing)$/)
  t.ok(await fault.getByRole('button', { name: '再试一次' }).isVisible())
  // As browsers do at a plain http address.
  await studio.addInitScript(() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined }))
  await studio.reload()
  await studio.getByTestId('go-live-here').click()
  await studio.locator('[data-fault=insecure]').waitFor()
  const local = studio.getByTestId('local-address')
  t.match(await local.textContent().then(async text => text || local.inputValue()), /localhost:\d+\/studio/)
})
