import t, { type Test } from 'tap'
import { until } from '../../helpers/until.ts'
import { made, TestShop } from '../shop-fixture.ts'
import { FakeCompany } from './fake-company.ts'

async function world(t: Test) {
  const company = new FakeCompany()
  const shop = await TestShop.start(t, { paymentMethods: [company] })
  const bund = await shop.store({ name: 'Bund' })
  const begin = async (id: string) => (await shop.shop.payments.begin(id, 'wechat-pay')).reference
  const paid = (reference: string, amount: number) =>
    shop.shop.payments.captured('wechat-pay', reference, amount)
  const settled = () => until('the refunds', async () => (await shop.shop.payments.refundDue()) === null)
  const view = async (id: string) => (await shop.staff('GET', `/api/v1/orders/${id}`)).body
  return { company, shop, bund, begin, paid, settled, view }
}

t.test('what was paid after its hold was over, and kept, is a price that was really paid', async t => {
  const { shop, bund, begin, paid } = await world(t)
  const variantId = await shop.variant(1990)
  await shop.stock(bund, variantId, 2)
  const order = made(
    await shop.order({
      lines: [{ variantId, quantity: 2 }],
      fulfilment: { kind: 'pickup', storeId: bund },
      payment: { method: 'wechat-pay' },
    }),
  )
  const reference = await begin(order.id)
  shop.clock.forward(16)
  await shop.shop.dueOrders.expire()
  const deals = () => shop.db.selectFrom('deal_prices').select(['variant_id', 'price', 'last_at']).execute()
  t.same(await deals(), [])
  t.equal(await paid(reference, 3980), 'kept')
  t.same(await deals(), [{ variant_id: variantId, price: 1990, last_at: shop.clock.at }])
})

t.test('what sold out of a paid order goes back, also when another store has sent its part', async t => {
  const { company, shop, bund, begin, paid, settled, view } = await world(t)
  const [station, north] = [await shop.store({ name: 'Station' }), await shop.store({ name: 'North' })]
  const [tea = '', cup = '', pot = ''] = await shop.variants([1990, 501, 9900])
  await shop.stock(bund, tea, 1)
  await shop.stock(station, cup, 1)
  await shop.stock(north, pot, 1)
  await shop.db.updateTable('products').set({ stock_policy: 'first-paid' }).execute()
  const { id } = made(
    await shop.order({
      lines: [tea, cup, pot].map(variantId => ({ variantId, quantity: 1 })),
      fulfilment: { kind: 'delivery', address: '5 Lane', split: true },
      payment: { method: 'cash-on-delivery' },
    }),
  )
  type Part = { readonly id: string; readonly store: { readonly id: string } }
  const parts: readonly Part[] = (await view(id)).fulfilments
  const fulfilmentId = parts.find(({ store }) => store.id === bund)?.id
  made(await shop.staff('POST', `/api/v1/orders/${id}/shipments`, { fulfilmentId }))
  for (const [storeId, variantId] of [
    [station, cup],
    [north, pot],
  ] as const) {
    const { pickupCode } = made(await shop.pickup(storeId, variantId))
    t.equal((await shop.collect(pickupCode, storeId)).status, 200)
  }

  const reference = await begin(id)
  t.equal(await paid(reference, 12_391), 'kept')
  t.equal(await paid(reference, 12_391), 'again')
  await settled()
  t.equal(company.givenBack, 10_401)
  t.match(await view(id), {
    state: 'shipped',
    total: { amount: 1990 },
    captured: { amount: 12_391 },
    refunded: { amount: 10_401 },
  })
  const { body } = await shop.staff('GET', '/api/v1/notices')
  const kinds = body.items.map(({ kind }: { kind: string }) => kind)
  t.same(kinds.toSorted(), ['part-cancelled-refunded', 'sold-out-after-payment'])
  t.same(await shop.shop.ledger.check(), [])
})

t.test('what a company gives back is in no till, whoever told of the parcel', async t => {
  const { shop, bund, begin, paid, settled, view } = await world(t)
  const variantId = await shop.variant(1990)
  await shop.stock(bund, variantId, 2)
  const order = made(
    await shop.order({
      lines: [{ variantId, quantity: 2 }],
      fulfilment: { kind: 'delivery', address: '5 Lane' },
      payment: { method: 'wechat-pay' },
    }),
  )
  t.equal(await paid(await begin(order.id), 3980), 'kept')
  made(await shop.staff('POST', `/api/v1/orders/${order.id}/shipments`, {}))
  const shift = made(await shop.staff('POST', '/api/v1/shifts', { storeId: bund, till: '1', openingCash: 0 }))
  const refused = [{ variantId, restocked: 1, writtenOff: 0 }]
  const told = { refused, shiftId: shift.id }
  made(await shop.staff('POST', `/api/v1/orders/${order.id}/deliveries`, told))
  await settled()
  t.match(await view(order.id), { refunds: [{ state: 'done', amount: { amount: 1990 } }] })
  const { body } = await shop.staff('GET', `/api/v1/shifts/${shift.id}`)
  t.same(body.byMethod, [])
})
