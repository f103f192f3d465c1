import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import t from 'tap'
import { launchChromium } from '../helpers/chromium.ts'
import { openDesk } from '../helpers/desk.ts'
import { startStallcast } from '../helpers/stallcast.ts'

t.setTimeout(120_000)

const shots = process.env.SCREENSHOTS

t.test('an owner imports a file, mends a product, and takes it off sale and back', async t => {
  const stallcast = await startStallcast(t)
  const { call } = stallcast
  const browser = await launchChromium(t)
  const desk = await openDesk(t, browser, stallcast, '/admin#products')
  const shoot = async (name: string) => {
    if (shots === undefined) return
    for (const [width, height] of [
      [390, 844],
      [1280, 800],
    ] as const) {
      await desk.setViewportSize({ width, height })
      await desk.screenshot({ path: `${shots}/${name}-${width}.png`, animations: 'disabled' })
    }
  }
  const choose = (text: string) =>
    desk
      .getByTestId('import-file')
      .setInputFiles({ name: 'products.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  const header = '商品编号,商品名称,分类,货号,条码,售价,选项1,选项1的值\n'

  await desk.getByTestId('files').click()
  await choose(`${header}tea,明前龙井,茶叶 > 绿茶,LJ-50,6901234567890,98,重量,50克\n`)
  await desk.getByTestId('import-errors').waitFor()
  await shoot('import-errors')
  await choose(
    `${header}tea,明前龙井,茶叶 > 绿茶,LJ-50,6901234567892,98,重量,50克\ntea,,,LJ-250,,458,,250克\ncup,青瓷杯,茶具,CUP,,39.9,,\n`,
  )
  await desk.getByTestId('import-summary').waitFor()
  await shoot('import-preview')
  await desk.getByTestId('apply-import').click()
  await desk.getByText('青瓷杯').first().waitFor()
  const { body } = await call<{ items: { id: string; title: string; version: number }[] }>(
    'GET',
    '/api/v1/products?sort=title',
  )
  t.equal(body.items.length, 2)
  await shoot('list')

  const tea = body.items.find(({ title }) => title === '明前龙井')
  const id = tea?.id ?? ''
  await desk.getByTestId(`edit-${id}`).click()
  const colours = ['#3a7d44', '#c9a227']
  for (const [index, background] of colours.entries()) {
    const picture = await buffer(
      sharp({ create: { width: 600, height: 600, channels: 3, background } }).png(),
    )
    await desk
      .getByTestId('add-picture')
      .setInputFiles({ name: 'p.png', mimeType: 'image/png', buffer: picture })
    await desk.getByTestId('gallery-picture').nth(index).waitFor()
  }
  const first = desk.getByTestId('gallery-picture').first().locator('img')
  const before = await first.getAttribute('src')
  await desk
    .getByRole('button', { name: /Move later|后移/ })
    .first()
    .click()
  await desk.waitForFunction(
    ([selector, old]) => document.querySelector(selector ?? '')?.getAttribute('src') !== old,
    ['[data-testid=gallery-picture] img', before],
  )
  await shoot('sheet-top')

  await desk.getByTestId('title').fill('明前龙井 2026')
  await call('PATCH', `/api/v1/products/${id}`, { description: 'by somebody else' })
  await desk.getByTestId('save-facts').click()
  await desk.getByTestId('load-again').waitFor()
  await shoot('conflict')
  await desk.getByTestId('load-again').click()
  await desk.getByTestId('load-again').waitFor({ state: 'detached' })
  await desk.getByTestId('title').fill('明前龙井 2026')
  await desk.getByTestId('save-facts').click()
  await desk.getByTestId('save-facts').waitFor({ state: 'detached' })
  await desk.getByTestId('variant-LJ-50').scrollIntoViewIfNeeded()
  await shoot('variants')
  await desk.getByTestId('add-variant').scrollIntoViewIfNeeded()
  await shoot('options')
  const saved = await call<{ title: string; description: string; pictures: unknown[] }>(
    'GET',
    `/api/v1/products/${id}`,
  )
  t.match(saved.body, { title: '明前龙井 2026', description: 'by somebody else', pictures: [{}, {}] })
  await desk.keyboard.press('Escape')

  const status = async () => (await call<{ status: string }>('GET', `/api/v1/products/${id}`)).body.status
  await desk.getByTestId(`select-${id}`).check()
  await shoot('bulk')
  await desk.getByTestId('bulk-archive').click()
  await desk.getByTestId('bulk-undo').waitFor()
  t.equal(await status(), 'archived')
  await desk.getByTestId('bulk-undo').click()
  await desk.getByTestId('bulk-undo').waitFor({ state: 'detached' })
  t.equal(await status(), 'active')

  await desk.getByRole('button', { name: /^(Categories|管理分类)$/ }).click()
  await desk.getByTestId('category-name').fill('礼盒')
  await desk.getByTestId('add-category').click()
  await desk.getByRole('button', { name: /礼盒/ }).first().waitFor()
  await shoot('categories')
})
