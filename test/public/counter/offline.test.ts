import type { Page } from 'playwright-core'
import t from 'tap'
import type { OrderView, ShiftView } from '../../../src/wire.ts'
import { launchChromium } from '../../helpers/chromium.ts'
import { openDesk } from '../../helpers/desk.ts'
import { startStallcast } from '../../helpers/stallcast.ts'
import { keptDraft } from '../../helpers/till-draft.ts'
import { carryShift, scan, sell } from '../../helpers/till-page.ts'
import { makeTillShop } from '../../helpers/till-shop.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(120_000)

const counts = async (page: Page) => ({
  waiting: await page.getByTestId('status').getAttribute('data-waiting'),
  refused: await page.getByTestId('status').getAttribute('data-refused'),
})

t.test('a lost connection loses and doubles nothing', async t => {
  const stallcast = await startStallcast(t)
  const { call } = stallcast
  const { cup, bag, storeId } = await makeTillShop(stallcast)
  const browser = await launchChromium(t)
  const page = await openDesk(t, browser, stallcast, '/counter')
  const context = page.context()
  const opening = { storeId, till: 'Till 1', openingCash: 0 }
  const shift = (await call<ShiftView>('POST', '/api/v1/shifts', opening)).body
  await carryShift(page, storeId, shift.id)
  await page.reload()
  await page.getByTestId('total').waitFor()
  const orders = async () =>
    (await call<{ items: OrderView[] }>('GET', '/api/v1/orders?channel=counter')).body.items
  const settled = () =>
    until('all sent', async () => (await counts(page)).waiting === '0' && (await orders()).length > 0)

  await t.test('before the request: two customers are served, and both sales arrive once', async t => {
    await scan(page, cup.barcode)
    await page.getByTestId('line-CUP').waitFor()
    await context.setOffline(true)
    await sell(page, cup.barcode)
    await until('the first is kept', async () => (await counts(page)).waiting === '1')
    await page.locator('.result-warn').waitFor()
    await sell(page, bag.barcode)
    t.match(await counts(page), { waiting: '2', refused: '0' })
    t.equal((await orders()).length, 0)
    await context.setOffline(false)
    await settled()
    const sold = await orders()
    t.equal(sold.length, 2)
    t.strictSame(
      sold.map(order => order.total.amount).sort(),
      [2500, 3980],
      'what was said while nobody heard it',
    )
  })

  await t.test('during it: the server has sold, the answer is lost, and the page is closed', async t => {
    await page.route('**/api/v1/sales', async route => {
      await route.fetch()
      await route.abort('connectionreset')
    })
    await sell(page, cup.barcode)
    await until('the server has it', async () => (await orders()).length === 3)
    t.match(await counts(page), { waiting: '1' })
    await page.unroute('**/api/v1/sales')
    await context.setOffline(true)
    await page.close()
    await context.setOffline(false)
    const again = await context.newPage()
    await again.goto(`${stallcast.site}/counter`)
    await again.getByTestId('status').waitFor()
    await until('the answer', async () => (await counts(again)).waiting === '0')
    t.equal((await orders()).length, 3, 'said twice, sold once')
    await again.close()
  })

  await t.test('a basket, a parked sale and half a payment are there after a reload', async t => {
    const fresh = await context.newPage()
    await fresh.goto(`${stallcast.site}/counter`)
    await fresh.getByTestId('total').waitFor()
    await scan(fresh, bag.barcode)
    await fresh.getByTestId('line-BAG').waitFor()
    await fresh.keyboard.press('F7')
    await fresh.getByTestId('line-BAG').waitFor({ state: 'detached' })
    await scan(fresh, cup.barcode)
    await fresh.getByTestId('line-CUP').waitFor()
    await fresh.keyboard.press('F9')
    await fresh.getByTestId('amount').waitFor()
    await fresh.keyboard.press('k')
    await fresh.keyboard.type('5')
    await fresh.keyboard.press('Enter')
    await until('the rest', async () => (await fresh.getByTestId('rest').textContent())?.includes('14.90'))
    t.equal((await keptDraft(fresh, storeId)).payments, 1, 'what is shown as taken is kept already')
    await fresh.reload()
    await fresh.getByTestId('rest').waitFor()
    t.match(await fresh.getByTestId('rest').textContent(), /14\.90/)
    await fresh.getByTestId('amount').focus()
    await fresh.keyboard.press('Enter')
    await fresh.locator('[data-testid=sold][data-state=sent]').waitFor()
    await fresh.keyboard.press('F7')
    await fresh.getByTestId('parked-row').waitFor()
    await fresh.keyboard.press('Enter')
    await fresh.getByTestId('line-BAG').waitFor()
    t.equal((await orders()).length, 4)
    await fresh.keyboard.press('Delete')
    await until('it is gone', async () => (await keptDraft(fresh, storeId)).lines === 0)
    await fresh.close()
  })

  await t.test('a late sale whose goods are gone is shown to be settled, not dropped', async t => {
    const late = await context.newPage()
    await late.goto(`${stallcast.site}/counter`)
    await late.getByTestId('total').waitFor()
    await context.setOffline(true)
    await sell(late, cup.barcode)
    await until('it is kept', async () => (await counts(late)).waiting === '1')
    // The next customer, so that the assistant has moved on.
    await scan(late, bag.barcode)
    await late.getByTestId('line-BAG').waitFor()
    const all = { storeId, variantId: cup.variantId, delta: -6, reason: 'broken' }
    t.equal((await call('POST', '/api/v1/stock/adjustments', all)).status, 201)
    await context.setOffline(false)
    await until('refused', async () => (await counts(late)).refused === '1')
    await late.reload()
    await until('still there', async () => (await counts(late)).refused === '1')
    await call('POST', '/api/v1/stock/adjustments', { ...all, delta: 1, reason: 'found' })
    await late.keyboard.press('F6')
    await late.getByTestId('send-again').click()
    await until('booked', async () => (await orders()).length === 5)
    await until('settled', async () => (await counts(late)).refused === '0')
    await late.close()
  })

  await t.test('a page that is closed in the moment after Enter has sold it, or has it in hand', async t => {
    const before = (await orders()).length
    for (let round = 0; round < 4; round++) {
      const page = await context.newPage()
      await page.goto(`${stallcast.site}/counter`)
      await page.getByTestId('total').waitFor()
      if ((await page.getByTestId('basket').count()) === 0) await scan(page, bag.barcode)
      await page.getByTestId('line-BAG').waitFor()
      await until('it is kept', async () => (await keptDraft(page, storeId)).lines === 1)
      await page.keyboard.press('F9')
      await page.getByTestId('amount').waitFor()
      await page.keyboard.press('Enter')
      await page.close()
    }
    const last = await context.newPage()
    await last.goto(`${stallcast.site}/counter`)
    await last.getByTestId('total').waitFor()
    await until('all is sent', async () => (await counts(last)).waiting === '0')
    t.equal((await counts(last)).refused, '0')
    const inHand = (await keptDraft(last, storeId)).lines
    const sold = (await orders()).length - before
    t.ok(sold + inHand >= 1 && sold + inHand <= 4, `${sold} sold, ${inHand} in hand`)
    const levels = `/api/v1/stock?variantId=${bag.variantId}`
    const left = (await call<{ levels: { onHand: number }[] }>('GET', levels)).body.levels[0]?.onHand
    t.equal(left, 9 - sold, 'one of them left the store for each that is booked')
    await last.close()
  })

  const z = (await call<ShiftView>('GET', `/api/v1/shifts/${shift.id}`)).body
  const bags = z.sales - 5
  t.match(z, { expectedCash: { amount: 3980 + 2500 + 1990 + 1490 + 1990 + bags * 2500 } })
})
