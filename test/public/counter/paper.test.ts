import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t from 'tap'
import type { OrderView, ShiftView } from '../../../src/wire.ts'
import { launchChromium } from '../../helpers/chromium.ts'
import { openDesk } from '../../helpers/desk.ts'
import { startStallcast } from '../../helpers/stallcast.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { carryShift, scan } from '../../helpers/till-page.ts'
import { makeTillShop } from '../../helpers/till-shop.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(120_000)

/** Width and height of each page in millimetres. */
async function pages(page: Page, path: string): Promise<number[][]> {
  await page.pdf({ path, preferCSSPageSize: true })
  const text = (await readFile(path)).toString('latin1')
  return [...text.matchAll(/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) =>
    [width, height].map(points => Math.round((Number(points) / 72) * 25.4)),
  )
}

/** What stands outside of the part of the paper that the printer reaches, in millimetres from its left edge. */
async function outside(page: Page, from: number, to: number): Promise<string[]> {
  await page.emulateMedia({ media: 'print' })
  const found = await page.evaluate(
    ([left = 0, right = 0]) => {
      const sheet = document.getElementById('print')
      if (!sheet) return ['nothing is printed']
      const start = sheet.getBoundingClientRect().left
      const millimetres = (pixels: number) => ((pixels - start) * 25.4) / 96
      return [...sheet.querySelectorAll('*')].flatMap(element => {
        const box = element.getBoundingClientRect()
        const fits = millimetres(box.left) >= left - 0.1 && millimetres(box.right) <= right + 0.1
        return fits && element.scrollWidth <= element.clientWidth + 1 ? [] : [element.textContent ?? '']
      })
    },
    [from, to],
  )
  await page.emulateMedia({ media: null })
  return found
}

t.test('receipts fit their roll, which is as long as what stands on it', async t => {
  const stallcast = await startStallcast(t)
  const { call } = stallcast
  const { cup, storeId } = await makeTillShop(stallcast)
  const long = { amount: 12_888_800, currency: 'CNY' }
  const title =
    '手工拉坯柴烧建盏油滴天目品茗杯礼盒装（含锦盒、茶巾、收藏证书）Donaudampfschifffahrtsgesellschaftskapitänsmütze'
  const variants = [{ sku: 'BOWL', barcode: '5901234123457', price: long }]
  const bowl = await call<{ variants: { id: string }[] }>('POST', '/api/v1/products', { title, variants })
  const variantId = bowl.body.variants[0]?.id
  await call('POST', '/api/v1/stock/adjustments', { storeId, variantId, delta: 3, reason: 'delivery' })
  const browser = await launchChromium(t)
  const page = await openDesk(t, browser, stallcast, '/counter')
  const opening = { storeId, till: 'Till 1', openingCash: 0 }
  const shift = (await call<ShiftView>('POST', '/api/v1/shifts', opening)).body
  await carryShift(page, storeId, shift.id)
  await page.addInitScript(() => {
    window.print = () => {}
  })
  await page.reload()
  await page.getByTestId('total').waitFor()
  await scan(page, cup.barcode)
  await page.getByTestId('line-CUP').waitFor()
  await scan(page, '5901234123457')
  await page.getByTestId('line-BOWL').waitFor()
  await page.keyboard.press('F9')
  await page.getByTestId('amount').waitFor()
  for (const [key, rest] of [['k', '128,407.90'] as const, ['w', '127,907.90'] as const]) {
    await page.keyboard.press(key)
    await page.keyboard.type('500')
    await page.keyboard.press('Enter')
    await until('the rest', async () => (await page.getByTestId('rest').textContent())?.includes(rest))
  }
  await page.keyboard.press('c')
  await page.keyboard.type('130000')
  await page.keyboard.press('Enter')
  await page.locator('[data-testid=sold][data-state=sent]').waitFor()
  const folder = await tempFolder(t)
  const rolls = [
    ['58', 5, 53],
    ['80', 4, 76],
  ] as const
  const printed = async (what: string, print: () => Promise<void>) => {
    for (const [paper, from, to] of rolls) {
      await page.evaluate(chosen => localStorage.setItem('stallcast.paper', chosen), paper)
      await page.evaluate(() => document.getElementById('print')?.remove())
      await print()
      await page.locator(`#print.paper-${paper} .receipt`).waitFor({ state: 'attached' })
      t.strictSame(await outside(page, from, to), [], `${what} on ${paper} mm`)
      const [[width, height = 0] = [], ...more] = await pages(page, join(folder, `${what}-${paper}.pdf`))
      t.equal(width, Number(paper))
      t.ok(height > 80 && height < 200, `${height} mm`)
      t.strictSame(more, [], 'one page')
    }
  }
  await printed('receipt', () => page.keyboard.press('F10'))
  t.match(await page.locator('#print').textContent(), /130,000\.00/)

  const [sale] = (await call<{ items: OrderView[] }>('GET', '/api/v1/orders?channel=counter')).body.items
  await scan(page, `${stallcast.site}/orders/${sale?.id}#receipt`)
  await page.getByTestId('return-BOWL').getByTestId('return-more').click()
  await page.getByTestId('return-reason').fill('有瑕疵')
  await until('the plan', async () => /¥/.test((await page.getByTestId('return-plan').textContent()) ?? ''))
  await page.keyboard.press('Enter')
  await page.getByTestId('return-done').waitFor()
  await printed('return', () => page.getByTestId('print-return').click())
  t.match(await page.locator('#print').textContent(), /128,888\.00/)
})
