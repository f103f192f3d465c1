import type { Page } from 'playwright-core'
import t from 'tap'
import type { OrderView } from '../../../src/wire.ts'
import { launchChromium } from '../../helpers/chromium.ts'
import { openDesk } from '../../helpers/desk.ts'
import { startStallcast } from '../../helpers/stallcast.ts'
import { makeTillShop } from '../../helpers/till-shop.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(120_000)

const rest = (page: Page, amount: string) =>
  until(`${amount} to pay`, async () => (await page.getByTestId('rest').textContent())?.includes(amount))

t.test('what goes wrong with one tap is put right with one', async t => {
  const stallcast = await startStallcast(t)
  const { call } = stallcast
  const { cup, storeId } = await makeTillShop(stallcast)
  const browser = await launchChromium(t)
  const page = await openDesk(t, browser, stallcast, '/counter')
  await page.getByTestId('till-name').fill('Till 1')
  await page.getByTestId('opening-cash').fill('100')
  await page.getByTestId('open-shift-button').click()
  await page.getByTestId('total').waitFor()
  const scan = async (code: string) => {
    await page.keyboard.type(code)
    await page.keyboard.press('Enter')
  }

  await t.test('an emptied basket comes back', async t => {
    await scan(cup.barcode)
    await page.getByTestId('line-CUP').waitFor()
    await page.getByRole('button', { name: '清空' }).click()
    await page.getByTestId('line-CUP').waitFor({ state: 'detached' })
    await page.getByTestId('undo').click()
    await page.getByTestId('line-CUP').waitFor()
    t.equal(await page.getByTestId('gone').count(), 0)
  })

  await t.test('a key right after Escape does what it says, and the next scan is no payment', async t => {
    await page.keyboard.press('F9')
    await page.getByTestId('amount').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('F3')
    await page.getByTestId('list-pickup').waitFor()
    await page.keyboard.press('F2')
    await page.keyboard.press('F9')
    await page.getByTestId('amount').waitFor()
    await page.keyboard.press('Escape')
    await scan(cup.barcode)
    await until('two of it', async () => (await page.getByTestId('quantity').textContent()) === '2')
    t.equal(await page.getByTestId('sold').count(), 0)
  })

  await t.test('money for goods that were given up is not the next customer’s', async t => {
    await page.keyboard.press('F9')
    await page.getByTestId('amount').waitFor()
    await page.keyboard.press('k')
    await page.keyboard.type('5')
    await page.keyboard.press('Enter')
    await rest(page, '34.80')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '清空' }).click()
    t.match(await page.getByTestId('give-back').textContent(), /5\.00/)
    await page.getByTestId('given-back').click()
    await page.getByTestId('give-back').waitFor({ state: 'detached' })
    await scan(cup.barcode)
    await page.keyboard.press('F9')
    await rest(page, '19.90')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Delete')
  })

  await t.test('what was taken for an order that waits is there after a reload, and is booked', async t => {
    const order = {
      lines: [{ variantId: cup.variantId, quantity: 1 }],
      fulfilment: { kind: 'pickup', storeId },
      contact: { name: '王芳', phone: '13800138000' },
      payment: { method: 'pay-at-pickup' },
    }
    const key = { token: null, idempotencyKey: 'an-order-to-collect' }
    const { id, pickupCode = '' } = (await call<OrderView>('POST', '/api/v1/orders', order, key)).body
    await scan(pickupCode)
    await page.getByTestId('split-pay').click()
    await page.getByTestId('amount').waitFor()
    await page.keyboard.press('k')
    await page.keyboard.type('5')
    await page.keyboard.press('Enter')
    await rest(page, '14.90')
    await page.reload()
    await page.getByTestId('total').waitFor()
    await scan(pickupCode)
    await until('it is known', async () =>
      (await page.getByTestId('order').textContent())?.includes('已收 ¥5.00'),
    )
    await page.getByTestId('hand-over').click()
    await rest(page, '14.90')
    await page.keyboard.press('Enter')
    await page.locator('[data-result=collected]').waitFor()
    const { tenders } = (await call<OrderView>('GET', `/api/v1/orders/${id}`)).body
    t.strictSame(
      tenders
        .filter(({ state }) => state === 'captured')
        .map(each => [each.method, each.amount.amount])
        .sort(),
      [
        ['card', 500],
        ['cash', 1490],
      ],
    )
  })
})
