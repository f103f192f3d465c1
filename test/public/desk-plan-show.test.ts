import sharp from 'sharp'
import t from 'tap'
import { launchChromium, openPhone } from '../helpers/chromium.ts'
import { openDesk } from '../helpers/desk.ts'
import { type Stallcast, startStallcast } from '../helpers/stallcast.ts'

t.setTimeout(120_000)

async function makeProduct({ call }: Stallcast, sku: string): Promise<string> {
  const { body } = await call<{ id: string }>('POST', '/api/v1/products', {
    ...{ title: `茶 ${sku}` },
    variants: [{ sku, price: { amount: 9800, currency: 'CNY' } }],
  })
  return body.id
}

t.test('a show is planned, given products of its own, announced at home, moved, and deleted', async t => {
  const stallcast = await startStallcast(t)
  const { site, call } = stallcast
  const [now, later] = [await makeProduct(stallcast, 'A'), await makeProduct(stallcast, 'B')]
  await call('POST', '/api/v1/rooms', { slug: 'tea', title: '春茶直播间' })
  await call('PUT', '/api/v1/rooms/tea/lineup', { productIds: [now] })
  const browser = await launchChromium(t)
  const desk = await openDesk(t, browser, stallcast, '/studio')
  const room = async () => (await call<{ lineup: { id: string }[] }>('GET', '/api/v1/rooms/tea')).body

  await desk.getByTestId('schedule').click()
  await desk.getByTestId('show-title').fill('周末茶具专场')
  await desk.getByTestId('same-lineup').click()
  await desk.getByTestId('save-show').click()
  // The sheet stays, with what only a show that is there can have.
  await desk.getByTestId('delete-show').waitFor()
  const sheet = desk.locator('dialog[open]')
  const cover = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#c9301c' } })
    .png()
    .toBuffer()
  await sheet
    .getByTestId('picture')
    .setInputFiles({ name: 'cover.png', mimeType: 'image/png', buffer: cover })
  await sheet.locator('img[src^="/media/covers/"]').waitFor()
  await desk.keyboard.press('Escape')
  await desk.getByTestId('show-row').nth(1).getByText('周末茶具专场').waitFor()

  const planned = await call<{ items: { id: string; lineupCount: number }[] }>(
    'GET',
    '/api/v1/shows?when=upcoming&room=tea',
  )
  const show = planned.body.items[0]
  t.equal(show?.lineupCount, 1, 'it begins with the present lineup')
  const id = show?.id ?? ''

  await desk.getByTestId('lineup-show').selectOption(id)
  await desk.getByTestId('present-lineup').waitFor()
  t.equal(await desk.getByTestId(`pin-${now}`).count(), 0, 'what is not on air now cannot be pinned')
  await desk.getByTestId('add-product').click()
  const saved = desk.waitForResponse(answer => answer.url().endsWith(`/shows/${id}/lineup`))
  await desk.getByTestId(`add-${later}`).click()
  t.equal((await saved).status(), 200)
  await desk.keyboard.press('Escape')
  await desk.getByTestId('present-lineup').click()
  await desk.getByTestId(`pin-${now}`).waitFor()
  t.equal(await desk.getByTestId(`pin-${later}`).count(), 0)
  const page = await call<{ lineup: { id: string }[] }>('GET', `/api/v1/shows/${id}`)
  t.strictSame(
    page.body.lineup.map(product => product.id),
    [now, later],
  )
  t.strictSame(
    (await room()).lineup.map(product => product.id),
    [now],
    'the present lineup is as it was',
  )

  const home = await openPhone(t, browser, `${site}/`)
  await home.getByTestId('coming-show').getByText('周末茶具专场').waitFor()
  t.equal(await home.getByTestId('coming-show').getAttribute('href'), `/shows/${id}`)
  await home.locator('[data-testid=coming-show] img[src^="/media/covers/"]').waitFor()

  await desk.getByTestId('show-row').nth(1).getByRole('button').nth(1).click()
  await desk.getByTestId('show-time').fill('2020-01-01T20:00')
  await desk.getByTestId('save-show').click()
  await desk.getByText('这个时间已经过去了').waitFor()
  await desk.getByTestId('delete-show').click()
  await desk.getByRole('button', { name: '删除这场' }).last().click()
  await desk.getByTestId('show-row').nth(1).waitFor({ state: 'detached' })
  t.equal((await call('GET', `/api/v1/shows/${id}`)).status, 404)
  await home.reload()
  await home.getByTestId('quiet-room').waitFor()
  t.equal(await home.getByTestId('coming-show').count(), 0)
})
