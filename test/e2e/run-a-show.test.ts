import type { Page } from 'playwright-core'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { toLocal } from '../../public/studio/local-time.ts'
import type { ShowPageView, ShowView } from '../../src/wire.ts'
import { launchChromium, openDesktop, openPhone } from '../helpers/chromium.ts'
import { openDesk } from '../helpers/desk.ts'
import { startStallcast } from '../helpers/stallcast.ts'
import { makeTeaShop, pushDark } from '../helpers/tea-shop.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(180_000)

const title = '周末茶具专场'

async function planShow(t: Test, studio: Page): Promise<void> {
  await studio.getByTestId('schedule').click()
  await studio.getByTestId('show-title').fill(title)
  await studio.getByTestId('show-time').fill(toLocal(Date.now() + 5 * 60_000))
  await studio.getByTestId('same-lineup').click()
  await studio.getByTestId('save-show').click()
  await studio.getByTestId('delete-show').waitFor()
  const sheet = studio.locator('dialog[open]')
  t.equal(
    await sheet.getByRole('button', { name: '移除' }).count(),
    0,
    'a cover of others is not its to remove',
  )
  const buffer = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#7a8f5a' } })
    .png()
    .toBuffer()
  await sheet.getByTestId('picture').setInputFiles({ name: 'cover.png', mimeType: 'image/png', buffer })
  await sheet.getByRole('button', { name: '移除' }).waitFor()
  await studio.keyboard.press('Escape')
}

const secondsLeft = async (studio: Page): Promise<number> => {
  const text = await studio.getByTestId('interrupted').getByRole('timer').textContent()
  const [, minutes, seconds] = /(\d+):(\d+)/.exec(text ?? '') ?? []
  return Number(minutes) * 60 + Number(seconds)
}

t.test('a show is planned, run through a drop, ended, watched again, and its replay deleted', async t => {
  const stallcast = await startStallcast(t, { ladder: { renditions: ['240p'], preset: 'ultrafast' } })
  const { site, call } = stallcast
  const { productId, pushUrl } = await makeTeaShop(stallcast)
  const browser = await launchChromium(t)
  const studio = await openDesk(t, browser, stallcast, '/studio')
  const state = (name: string) => studio.locator(`[data-testid=state][data-state=${name}]`)

  await planShow(t, studio)
  const coming = await call<{ items: ShowView[] }>('GET', '/api/v1/shows?when=upcoming')
  const id = coming.body.items[0]?.id ?? ''

  const first = pushDark(t, pushUrl)
  await state('live').waitFor({ timeout: 60_000 })
  const begun = await call<ShowPageView>('GET', `/api/v1/shows/${id}`)
  t.match(begun.body.show, { title, state: 'live', ownCover: true }, 'the show that was due has begun')
  const viewer = await openPhone(t, browser, `${site}/shows/${id}`)
  await viewer.waitForURL(`${site}/r/tea`)
  await studio.getByTestId(`pin-${productId}`).click()
  await viewer.getByTestId('hotspot').waitFor({ timeout: 60_000 })

  first.child.kill('SIGKILL')
  await studio.getByTestId('interrupted').waitFor({ timeout: 10_000 })
  await viewer.getByTestId('interrupted').waitFor({ timeout: 10_000 })
  const left = await secondsLeft(studio)
  t.ok(left > 30 && left <= 61, `it ends in ${left} s`)
  await until('the countdown', async () => (await secondsLeft(studio)) < left)
  await studio.getByTestId('wait').click()
  await until('five minutes more', async () => (await secondsLeft(studio)) > 300)

  const second = pushDark(t, pushUrl)
  await studio.getByTestId('interrupted').waitFor({ state: 'detached', timeout: 60_000 })
  await viewer.getByTestId('interrupted').waitFor({ state: 'detached' })
  await viewer.getByTestId('hotspot').waitFor({ timeout: 60_000 })

  await studio.getByTestId('end-show').click()
  await studio.locator('dialog[open]').getByRole('button', { name: '结束直播' }).click()
  await state('offline').waitFor()
  await studio.getByTestId('still-sending').waitFor()
  await studio.reload()
  await studio.getByTestId('still-sending').waitFor()
  second.child.kill('SIGKILL')
  await studio.getByTestId('still-sending').waitFor({ state: 'detached' })

  const again = await openDesktop(t, browser, `${site}/`)
  const replay = again.getByTestId('replay').filter({ hasText: title })
  t.equal(await replay.getAttribute('href'), `/shows/${id}`)
  await replay.click()
  await again.waitForFunction(
    () => (document.querySelector<HTMLVideoElement>('[data-testid=video]')?.currentTime ?? 0) > 0.5,
  )
  await again.getByTestId('tap').hover({ position: { x: 200, y: 200 } })
  t.equal(await again.getByTestId('marker').count(), 1, 'its card came back with the host: one talk')
  await again.getByTestId('marker').first().hover()
  const picture = again.getByTestId('thumbnail')
  await until('its picture', () =>
    picture.evaluate(image => image instanceof HTMLImageElement && image.naturalWidth > 0),
  )

  await studio.getByTestId('past-row').getByTestId('delete-replay').click()
  await studio.locator('dialog[open]').getByRole('button', { name: '删除回放' }).click()
  await studio.getByTestId('past-row').getByText('没有回放').waitFor()
  await again.reload()
  await again.getByText('这场直播没有回放').waitFor()
  const gone = await call<ShowPageView>('GET', `/api/v1/shows/${id}`)
  t.match(gone.body, { replay: null, show: { hasReplay: false } })
})
