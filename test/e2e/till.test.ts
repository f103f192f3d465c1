import type { Page } from 'playwright-core'
import t from 'tap'
import type { OrderView, ShiftView } from '../../src/wire.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { openDesk } from '../helpers/desk.ts'
import { startStallcast } from '../helpers/stallcast.ts'
import { makeTillShop } from '../helpers/till-shop.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(120_000)

/** As a wedge scanner does: the characters, and Enter, whatever has the focus. */
async function scan(page: Page, code: string): Promise<void> {
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

t.test('a shift at the till by keyboard only', async t => {
  const stallcast = await startStallcast(t)
  const { call } = stallcast
  const shop = await makeTillShop(stallcast)
  const browser = await launchChromium(t)
  const page = await openDesk(t, browser, stallcast, '/counter')
  await page.getByTestId('need-shift').waitFor()
  await page.getByTestId('till-name').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('1 号台')
  await page.keyboard.press('Tab')
  await page.keyboard.type('200')
  await page.keyboard.press('Enter')
  await page.getByTestId('total').waitFor()
  const [opened] = (await call<{ items: ShiftView[] }>('GET', '/api/v1/shifts?open=true')).body.items
  t.match(opened, { till: '1 号台', openingCash: { amount: 20_000 } })
  await page.reload()
  await page.getByTestId('total').waitFor()
  t.pass('the shift is still open after a reload')

  // Two cups by barcode, three bags by name, one of them taken away again.
  await scan(page, shop.cup.barcode)
  await scan(page, shop.cup.barcode)
  await page.keyboard.type('3*')
  await page.keyboard.press('Enter')
  await page.getByTestId('times').waitFor()
  await scan(page, '茶包')
  await page.getByTestId('found').waitFor()
  await page.keyboard.press('Enter')
  await page.getByTestId('line-BAG').waitFor()
  await page.keyboard.press('-')
  t.equal(await page.getByTestId('line-BAG').getByTestId('quantity').textContent(), '2')
  await page.keyboard.press('Delete')
  await page.getByTestId('line-BAG').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+z')
  await page.getByTestId('line-BAG').waitFor()
  t.match(await page.getByTestId('total').textContent(), /89\.80/, '2 × 19.90 and 2 × 25.00')

  // 40.00 by card, the rest in cash with change.
  await page.keyboard.press('F9')
  await page.getByTestId('amount').waitFor()
  await page.keyboard.press('k')
  await page.keyboard.type('40')
  await page.keyboard.press('Enter')
  await until('the rest', async () => (await page.getByTestId('rest').textContent())?.includes('49.80'))
  await page.keyboard.press('c')
  await page.keyboard.type('100')
  t.match(await page.getByTestId('change').textContent(), /50\.20/)
  await page.keyboard.press('Enter')
  t.match(await page.getByTestId('sold-change').textContent(), /50\.20/)
  await page.locator('[data-testid=sold][data-state=sent]').waitFor()

  // An order that waits, found by its code, paid with cash when it is handed over.
  const order = await call<OrderView>(
    'POST',
    '/api/v1/orders',
    {
      lines: [{ variantId: shop.cup.variantId, quantity: 1 }],
      fulfilment: { kind: 'pickup', storeId: shop.storeId },
      contact: { name: '王芳', phone: '13800138000' },
      payment: { method: 'pay-at-pickup' },
    },
    { token: null, idempotencyKey: 'an-order-to-collect' },
  )
  t.equal(order.status, 201, JSON.stringify(order.body).slice(0, 300))
  await scan(page, order.body.pickupCode ?? '')
  await page.getByTestId('order').waitFor()
  await page.keyboard.press('F9')
  await page.getByTestId('amount').waitFor()
  await page.keyboard.type('20')
  await page.keyboard.press('Enter')
  await page.locator('[data-testid=result][data-result=collected]').waitFor()

  // One cup of the first sale comes back, found by its receipt: 19.90 of what was paid.
  const [sale] = (await call<{ items: OrderView[] }>('GET', '/api/v1/orders?channel=counter')).body.items
  await scan(page, `${stallcast.site}/orders/${sale?.id}#receipt`)
  await page.getByTestId('return-CUP').waitFor()
  await page.getByTestId('return-CUP').getByTestId('return-more').focus()
  await page.keyboard.press('Enter')
  await until('the plan', async () =>
    /19\.90/.test((await page.getByTestId('return-plan').textContent()) ?? ''),
  )
  await page.getByTestId('return-reason').focus()
  await page.keyboard.type('有瑕疵')
  await page.keyboard.press('Enter')
  await page.getByTestId('return-done').waitFor()
  const returned = (await call<OrderView>('GET', `/api/v1/orders/${sale?.id}`)).body
  t.match(returned, { state: 'part-returned', refunded: { amount: 1990 } })
  const back = Object.fromEntries(returned.refunds.map(each => [each.method, each.amount.amount]))
  const cashBack = back.cash ?? 0
  t.equal(cashBack + (back.card ?? 0), 1990)

  // 30.00 to the bank, and the count: 200.00 + 49.80 + 19.90 − 30.00, less what went back.
  await page.keyboard.press('F8')
  await page.getByTestId('cash-out').focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('cash-amount').waitFor()
  await page.keyboard.type('30')
  await page.keyboard.press('Tab')
  await page.keyboard.type('送银行')
  await page.keyboard.press('Enter')
  await page.getByTestId('cash-amount').waitFor({ state: 'detached' })
  await page.getByTestId('to-close').focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('count-10000').waitFor()
  await page.keyboard.type('2')
  await page.getByTestId('count-1000').focus()
  await page.keyboard.type('3')
  await page.getByTestId('counted-cash').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type(((23_970 - cashBack) / 100).toFixed(2))
  await page.keyboard.press('Enter')
  await page.getByTestId('shift-closed').waitFor()

  const z = (await call<ShiftView>('GET', `/api/v1/shifts/${opened?.id}`)).body
  t.match(z, {
    sales: 1,
    expectedCash: { amount: 23_970 - cashBack },
    countedCash: { amount: 23_970 - cashBack },
    difference: { amount: 0 },
  })
  const taken = Object.fromEntries(z.byMethod.map(each => [each.method, each.taken.amount]))
  t.strictSame(taken, { card: 4000, cash: 6970 })
  const levels = async (variantId: string) =>
    (await call<{ levels: object[] }>('GET', `/api/v1/stock?variantId=${variantId}`)).body.levels
  t.match(await levels(shop.cup.variantId), [{ onHand: 8, reserved: 0 }])
  t.match(await levels(shop.bag.variantId), [{ onHand: 8, reserved: 0 }])
  const sold = await call<{ items: OrderView[] }>('GET', '/api/v1/orders?channel=counter')
  t.equal(sold.body.items.length, 1)
})
