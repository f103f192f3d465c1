import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import t from 'tap'
import { launchCameraChromium, launchChromium, openPhone } from '../helpers/chromium.ts'
import { openDesk } from '../helpers/desk.ts'
import { startStallcast } from '../helpers/stallcast.ts'
import { makeTeaShop, pushDark } from '../helpers/tea-shop.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(300_000)

type Room = {
  readonly state: string
  readonly interrupted: object | null
  readonly show: { id: string } | null
}

const phone = { width: 390, height: 844 }

/** Processes of mediasoup that this one has started. */
async function mediaWorkers(): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=,comm=', '--ppid', `${process.pid}`])
  const lines = stdout.split('\n').filter(line => /mediasoup/.test(line))
  return lines.map(line => Number.parseInt(line, 10))
}

/** Green of the host's camera (Chromium's), or the still in its place, in the middle of a corner of the picture. */
const green = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid=video]')
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d')
    if (!video || !context) return -1
    context.drawImage(video, video.videoWidth / 16, video.videoHeight / 16, 1, 1, 0, 0, 1, 1)
    const [red = 0, green = 0] = context.getImageData(0, 0, 1, 1).data
    return green - red
  })

t.test('a host goes live from a phone, and comes back from whatever happens to it', async t => {
  const stallcast = await startStallcast(t, { ladder: { renditions: ['240p'], preset: 'ultrafast' } })
  const { site, call } = stallcast
  const { productId, pushUrl } = await makeTeaShop(stallcast)
  const room = async () => (await call<Room>('GET', '/api/v1/rooms/tea')).body
  const studio = await openDesk(t, await launchCameraChromium(t), stallcast, '/studio')
  await studio.setViewportSize(phone)
  const live = (name: string) => studio.locator(`[data-testid=live-sign][data-live=${name}]`)

  await studio.getByTestId('go-live-here').click()
  await studio.getByTestId('go-live').waitFor()
  const size = () =>
    studio
      .getByTestId('self-view')
      .evaluate(video =>
        video instanceof HTMLVideoElement ? `${video.videoWidth}×${video.videoHeight}` : '',
      )
  await until('an upright picture', async () => (await size()) === '720×1280')
  await studio.locator('dialog[open]').getByText('横屏').click()
  await until('a wide picture', async () => (await size()) === '1280×720')
  await studio.locator('dialog[open]').getByText('竖屏').click()
  await until('an upright picture', async () => (await size()) === '720×1280')
  await until('a beep', () =>
    studio.getByTestId('level').evaluate(meter => meter instanceof HTMLMeterElement && meter.value > 0.2),
  )
  await studio.getByTestId('go-live').click()
  await live('live').waitFor({ timeout: 20_000 })
  await until('the room to be live', async () => (await room()).state === 'live', 60_000)
  const show = (await room()).show?.id

  const viewer = await openPhone(t, await launchChromium(t), `${site}/r/tea`)
  await viewer.waitForFunction(
    () => document.querySelector<HTMLVideoElement>('[data-testid=video]')?.srcObject !== null,
    null,
    { timeout: 40_000 },
  )
  await until('the picture of the camera', async () => (await green(viewer)) > 40, 20_000)

  await t.test('the card is pinned from the phone', async () => {
    await studio.getByTestId(`pin-${productId}`).click()
    await studio.getByTestId('card-over').waitFor()
    await viewer.getByTestId('hotspot').waitFor({ timeout: 20_000 })
    await studio.getByTestId('quality').waitFor()
  })

  await t.test('silence and a still are sent, and the camera again', async () => {
    await studio.getByTestId('mute').click()
    await studio.getByTestId('hide').click()
    await until('the still', async () => (await green(viewer)) < 20)
    await studio.getByTestId('mute').click()
    await studio.getByTestId('hide').click()
    await until('the picture of the camera', async () => (await green(viewer)) > 40)
    t.equal((await room()).interrupted, null)
  })

  await t.test('a media worker that dies takes the show away for seconds', async t => {
    for (const pid of await mediaWorkers()) process.kill(pid, 'SIGKILL')
    const killed = Date.now()
    await until('the interruption', async () => (await room()).interrupted !== null)
    await until('the host to be back', async () => (await room()).interrupted === null, 15_000)
    t.comment(`the room is back after ${Date.now() - killed} ms`)
    await live('live').waitFor()
    await until('the picture of the camera', async () => (await green(viewer)) > 40, 15_000)
    t.equal((await room()).show?.id, show)
  })

  await t.test('another encoder takes over, and the phone takes the show back', async t => {
    pushDark(t, pushUrl)
    await studio.getByTestId('take-back').waitFor({ timeout: 30_000 })
    await until("the other's picture", async () => (await green(viewer)) < 20, 15_000)
    await studio.getByTestId('take-back').click()
    await live('live').waitFor({ timeout: 20_000 })
    await until('the picture of the camera', async () => (await green(viewer)) > 40, 20_000)
    t.equal((await room()).interrupted, null)
    t.equal((await room()).show?.id, show)
  })

  await t.test('a host who stops has said so: the show ends soon', async t => {
    await studio.getByTestId('camera-stop').click()
    await studio.getByTestId('stop-here').click()
    const away = await until('the slate', async () => (await room()).interrupted as { endsAt: string } | null)
    const { stopSeconds } = stallcast.config.live
    t.ok(
      Date.parse(away.endsAt) - Date.now() <= stopSeconds * 1000,
      'the host is not waited for as if it were lost',
    )
    await until('the end', async () => (await room()).state === 'offline', stopSeconds * 1000 + 10_000)
    const choice = await studio.evaluate(() => localStorage.getItem('stallcast.camera'))
    t.match(JSON.parse(choice ?? ''), { shape: 'portrait' }, 'the choice is remembered')
  })

  await t.test('the slate is there at once when the page is closed, and the end by a button', async t => {
    await studio.getByRole('tab', { name: '画面' }).click()
    await studio.getByTestId('go-live-here').click()
    await studio.getByTestId('go-live').click()
    await until('the room to be live', async () => (await room()).state === 'live', 60_000)
    const closed = Date.now()
    await studio.close({ runBeforeUnload: false })
    await until('the slate', async () => (await room()).interrupted !== null)
    t.comment(`the slate after ${Date.now() - closed} ms`)
    t.equal((await call('POST', '/api/v1/rooms/tea/end')).status, 204)
    await until('the end', async () => (await room()).state === 'offline')
  })
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
