import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { launchChromium, openDesktop, openPhone } from '../helpers/chromium.ts'
import { hotspotLag, readPicture, watchPicture } from '../helpers/picture-watch.ts'
import { type Stallcast, startStallcast } from '../helpers/stallcast.ts'
import { makeTeaShop, pushDark } from '../helpers/tea-shop.ts'
import { until } from '../helpers/until.ts'

async function makeOwner(
  t: Test,
  browser: Parameters<typeof openDesktop>[1],
  { server }: Stallcast,
): Promise<Page> {
  if (server.ownerLink === null) throw new Error('there is an owner already')
  const link = new URL(server.ownerLink)
  const page = await openDesktop(t, browser, `http://127.0.0.1:${link.port}/welcome${link.hash}`)
  await page.getByTestId('owner-name').fill('李娜')
  await page.getByTestId('owner-password').fill('a very long password')
  const made = page.waitForResponse(response => response.url().endsWith('/api/v1/owner'))
  await page.getByTestId('make-owner').click()
  t.equal((await made).status(), 201)
  return page
}

t.setTimeout(180_000)

t.test('from OBS to the counter: pushed, pinned, seen, tapped, bought, handed over once', async t => {
  const stallcast = await startStallcast(t)
  const ids = await makeTeaShop(stallcast)
  const { site, call } = stallcast
  const browser = await launchChromium(t)
  const desk = await makeOwner(t, browser, stallcast)
  pushDark(t, ids.pushUrl)

  const viewer = await openPhone(t, browser, `${site}/r/tea`)
  const other = await openPhone(t, browser, `${site}/r/tea`)
  await viewer.waitForFunction(
    () => (document.querySelector<HTMLVideoElement>('[data-testid=video]')?.currentTime ?? 0) > 1,
    undefined,
    { timeout: 60_000 },
  )
  await watchPicture(viewer)

  await desk.goto(`${site}/studio`)
  await desk.getByTestId(`pin-${ids.productId}`).click({ timeout: 60_000 })
  await viewer.getByTestId('hotspot').waitFor({ timeout: 60_000 })
  await until('the card in the picture', async () =>
    (await readPicture(viewer)).samples.some(({ card }) => card),
  )
  const seen = await readPicture(viewer)

  const lag = hotspotLag(seen)
  t.comment(`hotspot and card differ by ${lag.toFixed(0)} ms`)
  t.ok(Math.abs(lag) <= 300, 'the hotspot comes with the card')
  const tolerance = seen.pictureWidth * 0.005
  for (const edge of ['left', 'top', 'right', 'bottom'] as const) {
    const difference = seen.hotspot[edge] - seen.card[edge]
    t.comment(`${edge} differs by ${difference.toFixed(1)} px of ${seen.pictureWidth.toFixed(0)}`)
    t.ok(Math.abs(difference) <= tolerance, `the hotspot's ${edge} edge lies on the card's`)
  }
  const [red, green, blue] = seen.colour
  t.ok(red > 180 && blue > 180 && green < 80, "the product's own colour is in the played picture")

  await other.getByTestId('bag').click()
  const stock = other.getByTestId(`stock-${ids.variantId}`).first()
  await stock.waitFor()
  t.equal(await stock.getAttribute('data-available'), '5')

  await viewer.getByTestId('hotspot').click()
  await viewer.locator(`[data-testid=store][value="${ids.storeId}"]`).check({ force: true })
  await viewer.getByTestId('name').fill('王小明')
  await viewer.getByTestId('phone').fill('13800001234')
  await viewer.getByTestId('buy').click()
  const code = (await viewer.getByTestId('order-code').textContent({ timeout: 60_000 }))?.trim() ?? ''
  t.match(code, /^[0-9A-Z]{4,}([ -][0-9A-Z]+)*$/)
  await viewer.locator('svg.qr path[d^=M]').waitFor({ state: 'attached' })

  await other
    .locator(`[data-testid="stock-${ids.variantId}"][data-available="4"]`)
    .first()
    .waitFor({ timeout: 60_000 })
  t.pass('stock is one less on the other page, without a reload')
  await desk.getByTestId('order-row').first().waitFor({ timeout: 60_000 })

  await desk.goto(`${site}/counter`)
  const handOver = async (): Promise<string | null> => {
    await desk.getByTestId('code').fill(code.toLowerCase())
    await desk.getByTestId('lookup').click()
    const shown = desk.getByTestId('hand-over').or(desk.getByTestId('result'))
    await shown.first().waitFor({ timeout: 60_000 })
    if (await desk.getByTestId('hand-over').isVisible()) await desk.getByTestId('hand-over').click()
    return desk.getByTestId('result').getAttribute('data-result', { timeout: 60_000 })
  }
  t.equal(await handOver(), 'collected')
  await desk.reload()
  t.equal(await handOver(), 'already-collected')

  const { body } = await call<{ levels: object[] }>(
    'GET',
    `/api/v1/stock?variantId=${ids.variantId}`,
    undefined,
    {
      token: null,
    },
  )
  t.match(body.levels, [{ storeId: ids.storeId, onHand: 4, reserved: 0, available: 4 }])
})
