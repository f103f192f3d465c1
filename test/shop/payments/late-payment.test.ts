import t, { type Test } from 'tap'
import { until } from '../../helpers/until.ts'
import { made, TestShop } from '../shop-fixture.ts'
import { FakeCompany } from './fake-company.ts'

async function stocked(t: Test, units = 3, policy = 'hold') {
  const company = new FakeCompany()
  const shop = await TestShop.start(t, { paymentMethods: [company] })
  const storeId = await shop.store({ name: 'Bund' })
  const variantId = await shop.variant(1990)
  await shop.stock(storeId, variantId, units)
  if (policy === 'first-paid') {
    await shop.db.updateTable('products').set({ stock_policy: 'first-paid' }).execute()
  }
  const order = async (fulfilment: object = { kind: 'pickup', storeId }, quantity = 1) =>
    made(
      await shop.order({
        lines: [{ variantId, quantity }],
        fulfilment,
        payment: { method: 'wechat-pay' },
      }),
    )
  const begin = async (id: string) => (await shop.shop.payments.begin(id, 'wechat-pay')).reference
  const paid = (reference: string, amount = 1990) =>
    shop.shop.payments.captured('wechat-pay', reference, amount)
  const notices = async () => (await shop.staff('GET', '/api/v1/notices')).body.items
  const settled = () => until('the refunds', async () => (await shop.shop.payments.refundDue()) === null)
  return { company, shop, storeId, variantId, order, begin, paid, notices, settled }
}

t.test('an order that is paid online waits no longer than its hold, and stays once it is paid', async t => {
  const { shop, order, begin, paid } = await stocked(t)
  const placed = await order()
  t.equal(Date.parse(placed.holdExpiresAt) - shop.clock.at, 15 * 60_000)
  const ready = await shop.staff('POST', `/api/v1/orders/${placed.id}/ready`, {})
  t.match(ready, { status: 409, body: { type: 'not-paid', due: 1990 } })
  t.equal(await paid(await begin(placed.id)), 'kept')
  shop.clock.forward(60)
  await shop.shop.dueOrders.expire()
  const { body } = await shop.staff('GET', `/api/v1/orders/${placed.id}`)
  t.match(body, {
    state: 'paid',
    captured: { amount: 1990 },
    tenders: [{ method: 'wechat-pay', state: 'captured' }],
    steps: ['ready', 'collect', 'cancel'],
  })
  t.notOk('holdExpiresAt' in body)
})

// medusa #13301: the browser and the webhook race; pinelab-vendure-plugins #620: settled three times.
t.test('one payment that is reported 20 times at once is one (medusa #13301, pinelab #620)', async t => {
  const { shop, order, begin, paid } = await stocked(t)
  const placed = await order()
  const reference = await begin(placed.id)
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => paid(reference)))
  t.equal(outcomes.filter(outcome => outcome === 'kept').length, 1)
  t.equal(outcomes.filter(outcome => outcome === 'again').length, 19)
  const { body } = await shop.staff('GET', `/api/v1/orders/${placed.id}`)
  t.match(body, { captured: { amount: 1990 }, refunded: { amount: 0 }, refunds: [] })
  t.equal(shop.news.filter(({ name }) => name === 'order.paid').length, 1)
})

t.test('money that was taken counts, though its company had said that it was not', async t => {
  const { shop, order, begin, paid } = await stocked(t)
  const placed = await order()
  const reference = await begin(placed.id)
  await shop.shop.payments.failed('wechat-pay', reference)
  t.equal(await paid(reference), 'kept')
  await shop.shop.payments.failed('wechat-pay', reference)
  t.equal(await paid(reference), 'again')
  const { body } = await shop.staff('GET', `/api/v1/orders/${placed.id}`)
  t.match(body, { state: 'paid', captured: { amount: 1990 }, tenders: [{ state: 'captured' }] })
})

t.test('what is paid too much goes back, and too little keeps the order open (youlai-mall #100)', async t => {
  const { company, shop, order, begin, paid, notices, settled } = await stocked(t)
  const over = await order()
  t.equal(await paid(await begin(over.id), 2500), 'kept')
  await settled()
  t.equal(company.givenBack, 510)
  shop.clock.forward(1)
  const under = await order()
  t.equal(await paid(await begin(under.id), 1000), 'part')
  const { body } = await shop.staff('GET', `/api/v1/orders/${under.id}`)
  t.match(body, { state: 'placed', captured: { amount: 1000 } })
  t.match(await notices(), [
    { kind: 'underpaid', orderNumber: under.number, data: { amount: 1000, asked: 1990 } },
    { kind: 'overpaid', orderNumber: over.number, data: { amount: 2500, excess: 510 } },
  ])
  t.equal(await paid(await begin(under.id), 990), 'kept', 'the rest is asked for')
})

// codingXiaxw/seckill #41: the hold ends while the buyer types the password.
t.test('a payment after the hold gets the goods if they are there (seckill #41)', async t => {
  const { shop, storeId, variantId, order, begin, paid, notices } = await stocked(t, 1)
  const placed = await order()
  const reference = await begin(placed.id)
  shop.clock.forward(16)
  await shop.shop.dueOrders.expire()
  t.same(await shop.level(storeId, variantId), { onHand: 1, reserved: 0 })
  t.equal(await paid(reference), 'kept')
  t.same(await shop.level(storeId, variantId), { onHand: 1, reserved: 1 })
  t.match(await notices(), [{ kind: 'late-payment-kept', orderId: placed.id }])
  const { body } = await shop.staff('GET', `/api/v1/orders/${placed.id}`)
  t.match(body, { state: 'paid', fulfilments: [{ state: 'cancelled' }, { state: 'waiting' }] })
  t.not(body.pickupCode, placed.pickupCode)
  t.match(await shop.collect(body.pickupCode, storeId), { status: 200, body: { state: 'collected' } })
  t.same(await shop.shop.ledger.check(), [])
})

t.test('a payment after the hold goes back when the goods are sold (seckill #41)', async t => {
  const { company, shop, storeId, variantId, order, begin, paid, notices, settled } = await stocked(t, 1)
  const placed = await order()
  const reference = await begin(placed.id)
  shop.clock.forward(16)
  await shop.shop.dueOrders.expire()
  made(await shop.pickup(storeId, variantId))
  t.equal(await paid(reference), 'refunded')
  await settled()
  t.equal(company.givenBack, 1990)
  t.match(await notices(), [{ kind: 'late-payment-refunded', data: { amount: 1990 } }])
  t.match((await shop.staff('GET', `/api/v1/orders/${placed.id}`)).body, {
    state: 'expired',
    captured: { amount: 1990 },
    refunded: { amount: 1990 },
    refunds: [{ state: 'done', amount: { amount: 1990 } }],
  })
  t.same(await shop.level(storeId, variantId), { onHand: 1, reserved: 1 })
})

t.test('a delivery that is paid late comes from another store if its own has sold out', async t => {
  const { shop, storeId, variantId, order, begin, paid } = await stocked(t, 2)
  const other = await shop.store({ name: 'Station' })
  await shop.stock(other, variantId, 1)
  const placed = await order({ kind: 'delivery', address: '5 Lane' })
  t.equal(placed.fulfilment.store.id, storeId)
  const reference = await begin(placed.id)
  shop.clock.forward(16)
  await shop.shop.dueOrders.expire()
  made(await shop.pickup(storeId, variantId, 2))
  t.equal(await paid(reference), 'kept')
  t.same(await shop.level(other, variantId), { onHand: 1, reserved: 1 })
  const { body } = await shop.staff('GET', `/api/v1/orders/${placed.id}`)
  t.match(body, { state: 'paid', fulfilment: { store: { id: other } } })
})

t.test('of goods that no one holds the first who pays gets the last, and the others their money', async t => {
  const { company, shop, storeId, variantId, order, begin, paid, settled } = await stocked(t, 1, 'first-paid')
  const orders = await Promise.all([order(), order(), order()])
  t.same(await shop.level(storeId, variantId), { onHand: 1, reserved: 0 })
  const references: string[] = []
  for (const { id } of orders) references.push(await begin(id))
  const outcomes = await Promise.all(references.map(reference => paid(reference)))
  t.same(outcomes.toSorted(), ['kept', 'refunded', 'refunded'])
  await settled()
  t.equal(company.givenBack, 2 * 1990)
  t.same(await shop.level(storeId, variantId), { onHand: 1, reserved: 1 })
  const states = await Promise.all(orders.map(async ({ id }) => (await shop.shop.orders.view(id)).state))
  t.same(states.toSorted(), ['cancelled', 'cancelled', 'paid'])
  t.same(await shop.shop.ledger.check(), [])
})

t.test('at the counter the second is told that it is sold out, and nothing is charged', async t => {
  const { shop, storeId, variantId } = await stocked(t, 1, 'first-paid')
  const [first, second] = [await shop.pickup(storeId, variantId), await shop.pickup(storeId, variantId)]
  const codes = [made(first).pickupCode, made(second).pickupCode]
  const replies = await Promise.all(codes.map(code => shop.collect(code, storeId)))
  t.same(replies.map(({ status }) => status).toSorted(), [200, 409])
  const refused = replies.find(({ status }) => status === 409)
  t.match(refused?.body, { type: 'sold-out', lines: [{ variantId, requested: 1, available: 0 }] })
  t.equal((await shop.db.selectFrom('tenders').selectAll().execute()).length, 1)
  t.same(await shop.level(storeId, variantId), { onHand: 0, reserved: 0 })
})

t.test('a refund that its company does not take is tried again', async t => {
  const { company, shop, order, begin, paid, settled } = await stocked(t)
  const placed = await order()
  await paid(await begin(placed.id))
  company.down = true
  const cancel = `/api/v1/orders/${placed.id}/cancel?accessToken=${placed.accessToken}`
  const cancelled = await shop.call('POST', cancel)
  t.match(cancelled.body, { state: 'cancelled', refunds: [{ state: 'due', amount: { amount: 1990 } }] })
  t.type(await shop.shop.payments.refundDue(), 'number')
  company.down = false
  await settled()
  t.equal(company.givenBack, 1990)
  t.match(await shop.shop.orders.view(placed.id), { refunds: [{ state: 'done' }] })
})

t.test('refunds that wait for a person, and payments that nobody ends, keep no others waiting', async t => {
  const { company, shop, storeId, order, begin, paid, settled, variantId } = await stocked(t, 5)
  const sold = made(await shop.pickup(storeId, variantId))
  t.equal((await shop.collect(sold.pickupCode, storeId, { tender: 'wechat-pay' })).status, 200)
  const byHand = await shop.db.selectFrom('tenders').selectAll().executeTakeFirstOrThrow()
  const at = shop.clock.at - 60_000
  const waiting = Array.from({ length: 100 }, (_, n) => ({
    ...{
      id: `by-hand-${n}`,
      order_id: sold.id,
      tender_id: byHand.id,
      return_id: null,
      method: byHand.method,
    },
    ...{ amount: 1, state: 'due' as const, reason: 'by post', reference: null, store_id: null },
    ...{ shift_id: null, staff_id: null, at, done_at: null, attempts: 0, sending_until: null },
  }))
  await shop.db.insertInto('refunds').values(waiting).execute()
  const left = await order()
  const pending = Array.from({ length: 100 }, (_, n) => ({
    ...{ ...byHand, id: `left-${n}`, reference: `left-${n}`, order_id: left.id, position: n + 1 },
    ...{ state: 'pending' as const, at },
  }))
  await shop.db.insertInto('tenders').values(pending).execute()
  for (const { id } of pending) company.payments.set(id, { state: 'pending' })

  const [first, second] = [await order(), await order()]
  t.equal(await paid(await begin(first.id)), 'kept')
  await shop.staff('POST', `/api/v1/orders/${first.id}/cancel`)
  // Come again when there is a new one.
  await settled()
  t.equal(company.givenBack, 1990)
  company.payments.set(await begin(second.id), { state: 'captured', amount: 1990 })
  shop.clock.forward(2)
  await shop.shop.payments.askAfterPending()
  t.equal((await shop.shop.orders.view(second.id)).state, 'paid')
})

t.test('a company that says nothing is asked', async t => {
  const { company, shop, order, begin } = await stocked(t)
  const placed = await order()
  const reference = await begin(placed.id)
  company.payments.set(reference, { state: 'captured', amount: 1990 })
  shop.clock.forward(2)
  await shop.shop.payments.askAfterPending()
  t.match(await shop.shop.orders.view(placed.id), { state: 'paid' })
})
