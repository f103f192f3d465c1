import t from 'tap'
import type { OrderView, ShiftView } from '../../../src/wire.ts'
import { launchChromium } from '../../helpers/chromium.ts'
import { openDesk } from '../../helpers/desk.ts'
import { startStallcast } from '../../helpers/stallcast.ts'
import { carryShift } from '../../helpers/till-page.ts'
import { makeTillShop } from '../../helpers/till-shop.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(120_000)

t.test(
  'what a driver brings goes into the till that is chosen, and the rest stays with the carrier',
  async t => {
    const stallcast = await startStallcast(t)
    const { call } = stallcast
    const { cup, storeId } = await makeTillShop(stallcast)
    const browser = await launchChromium(t)
    const page = await openDesk(t, browser, stallcast, '/counter')
    const open = async (till: string) =>
      (await call<ShiftView>('POST', '/api/v1/shifts', { storeId, till, openingCash: 0 })).body
    const [own, other] = [await open('1 号台'), await open('2 号台')]
    let keys = 0
    const shipped = async () => {
      const body = {
        lines: [{ variantId: cup.variantId, quantity: 1 }],
        fulfilment: { kind: 'delivery', address: '东坡路 9 号' },
        contact: { name: '王芳', phone: '13800138000' },
        payment: { method: 'cash-on-delivery' },
      }
      const key = { token: null, idempotencyKey: `an-order-to-send-${++keys}` }
      const order = await call<OrderView>('POST', '/api/v1/orders', body, key)
      t.equal(order.status, 201)
      t.equal((await call('POST', `/api/v1/orders/${order.body.id}/shipments`, {})).status, 201)
      return order.body
    }
    const delivered = async ({ id }: OrderView) =>
      (await call<OrderView>('GET', `/api/v1/orders/${id}`)).body.state === 'delivered'
    const cashIn = async ({ id }: ShiftView) =>
      (await call<ShiftView>('GET', `/api/v1/shifts/${id}`)).body.expectedCash?.amount
    const [first, second, third] = [await shipped(), await shipped(), await shipped()]

    await page.goto(`${stallcast.site}/admin#orders`)
    await page.getByTestId(`order-${first.number}`).click()
    await page.getByTestId('deliver').click()
    const choice = page.getByTestId('door-cash')
    await choice.waitFor()
    await until('the tills are there', async () => (await choice.locator('option').count()) === 4)
    t.equal(await choice.inputValue(), '', 'of two tills none is taken for granted')
    t.ok(await page.getByTestId('deliver-now').isDisabled())
    await choice.selectOption(other.id)
    await page.getByTestId('deliver-now').click()
    await until('delivered', () => delivered(first))
    t.equal(await cashIn(other), 1990)

    await carryShift(page, storeId, own.id)
    await page.goto(`${stallcast.site}/counter`)
    await page.getByTestId('total').waitFor()
    await page.keyboard.press('F3')
    await page.getByTestId('list-delivery').click()
    await page.getByTestId(`delivered-${second.id}`).click()
    await until('the till of this device', async () => (await choice.inputValue()) === own.id)
    await page.getByTestId('deliver-now').click()
    await until('delivered', () => delivered(second))
    t.equal(await cashIn(own), 1990)

    await page.getByTestId(`delivered-${third.id}`).click()
    await choice.selectOption('carrier')
    await page.getByTestId('deliver-now').click()
    await until('delivered', () => delivered(third))
    t.strictSame([await cashIn(own), await cashIn(other)], [1990, 1990])
  },
)
