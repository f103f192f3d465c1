import t from 'tap'
import type { OrderView } from '../../../src/wire.ts'
import { launchChromium, openPhone } from '../../helpers/chromium.ts'
import { fillContact, makeSmallChain, openProduct } from '../../helpers/small-chain.ts'
import { startStallcast } from '../../helpers/stallcast.ts'

t.setTimeout(120_000)

t.test('a visit is booked, an order of another device added by its link, and both followed', async t => {
  const stallcast = await startStallcast(t)
  const { site, call } = stallcast
  const { stores, tea, pot } = await makeSmallChain(stallcast)
  const visits = { slotMinutes: 60, capacity: 1, daysAhead: 3 }
  t.equal((await call('PATCH', `/api/v1/stores/${stores[1]}`, { visits })).status, 200)
  const elsewhere = await call<OrderView>(
    'POST',
    '/api/v1/orders',
    {
      lines: [{ variantId: pot.variantId, quantity: 1 }],
      fulfilment: { kind: 'delivery', address: '杭州市西湖区断桥 1 号' },
      contact: { name: '王小明', phone: '13800001234' },
      payment: { method: 'cash-on-delivery' },
    },
    { token: null, idempotencyKey: 'elsewhere' },
  )
  const page = await openPhone(t, await launchChromium(t), `${site}/orders`)
  await page.getByText('还没有订单').waitFor()
  await page.getByTestId('add-order').click()
  await page.getByTestId('order-link').fill(`${site}/orders/${elsewhere.body.id}`)
  await page.getByTestId('add-order-link').click()
  await page.getByText('这不是完整的订单链接').waitFor()
  await page
    .getByTestId('order-link')
    .fill(`${site}/orders/${elsewhere.body.id}#${elsewhere.body.accessToken}`)
  await page.getByTestId('add-order-link').click()
  const rows = page.getByTestId('my-order')
  await page.locator('[data-testid=my-order][data-state=placed]').waitFor()

  await page.goto(`${site}/r/tea`)
  await openProduct(page, tea.productId)
  await page.getByText('预约到店').first().click()
  const offered = page.getByTestId('store')
  await offered.first().waitFor()
  t.equal(await offered.count(), 1, 'only the store that takes visits is offered')
  const slot = page.locator('[data-testid=slot]:enabled').first()
  const at = await slot.getAttribute('value')
  await slot.check({ force: true })
  await fillContact(page)
  await page.getByTestId('buy').click()
  await page.getByTestId('order-code').waitFor({ timeout: 15_000 })
  t.match(await page.getByTestId('order-state').textContent(), '已预约')
  const { body } = await call<{ slots: { startsAt: string; free: number }[] }>(
    'GET',
    `/api/v1/stores/${stores[1]}/slots`,
  )
  t.notOk(
    body.slots.some(each => each.startsAt === at && each.free > 0),
    'nobody else can have that time',
  )

  await page.goto(`${site}/orders`)
  await rows.nth(1).waitFor()
  const shipped = { carrier: '顺丰', trackingNumber: 'SF1234567890' }
  t.equal((await call('POST', `/api/v1/orders/${elsewhere.body.id}/shipments`, shipped)).status, 201)
  await page.getByTestId('refresh').click()
  await page.locator('[data-testid=my-order][data-state=shipped]').click()
  t.equal(await page.getByTestId('tracking').textContent(), 'SF1234567890')
})
