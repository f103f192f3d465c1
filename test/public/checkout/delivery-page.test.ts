import t from 'tap'
import type { OrderView } from '../../../src/wire.ts'
import { launchChromium, openPhone } from '../../helpers/chromium.ts'
import { fillContact, makeSmallChain, openProduct } from '../../helpers/small-chain.ts'
import { startStallcast } from '../../helpers/stallcast.ts'

t.setTimeout(90_000)

t.test('a delivery too far away is refused, and one from two stores asks before it is split', async t => {
  const stallcast = await startStallcast(t)
  const { site, call } = stallcast
  const { stores, tea } = await makeSmallChain(stallcast, 1)
  const near = { delivery: { kind: 'radius', kilometres: 8 }, latitude: 30.25, longitude: 120.16 }
  for (const [index, change] of [near, near, { delivery: { kind: 'none' } }].entries()) {
    t.equal((await call('PATCH', `/api/v1/stores/${stores[index]}`, change)).status, 200)
  }
  const page = await openPhone(t, await launchChromium(t), `${site}/r/tea`)
  await page.context().grantPermissions(['geolocation'])
  await page.context().setGeolocation({ latitude: 31.23, longitude: 121.47 })

  await openProduct(page, tea.productId)
  await page.locator('label', { has: page.getByTestId('delivery') }).click()
  await page.getByLabel('增加一件').click()
  await fillContact(page)
  await page.getByTestId('address').fill('杭州市西湖区断桥 1 号')
  await page.getByTestId('from-near').click()
  await page.getByTestId('no-delivery').waitFor()

  await page.getByText('不用我的位置').click()
  const parcels = await page.getByTestId('split-needed').textContent()
  t.match(parcels, /湖滨店.*明前龙井 × 1.*西溪店.*明前龙井 × 1/)
  await page.getByTestId('buy').click()
  t.ok(
    await page.getByTestId('split').evaluate(box => box === document.activeElement),
    'it asks for the consent',
  )
  const orders = async () => (await call<{ items: OrderView[] }>('GET', '/api/v1/orders')).body.items
  t.strictSame(await orders(), [], 'nothing is ordered without it')

  await page.getByTestId('split').check()
  await page.getByTestId('buy').click()
  await page.getByTestId('parcel').nth(1).waitFor({ timeout: 15_000 })
  const [order] = await orders()
  for (const [index, { id }] of (order?.fulfilments ?? []).entries()) {
    const parcel = { fulfilmentId: id, carrier: '顺丰', trackingNumber: `SF${index}` }
    t.equal((await call('POST', `/api/v1/orders/${order?.id}/shipments`, parcel)).status, 201)
  }
  await page.locator('[data-testid=order-state][data-state=shipped]').waitFor()
  t.strictSame(await page.getByTestId('tracking').allTextContents(), ['SF0', 'SF1'])
  t.equal((await call('POST', `/api/v1/orders/${order?.id}/deliveries`, {})).status, 201)
  await page.locator('[data-testid=order-state][data-state=delivered]').waitFor()
  t.match(await page.getByTestId('payments').textContent(), /货到付款.*¥196\.00/)
})
