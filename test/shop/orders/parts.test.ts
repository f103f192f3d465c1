import t, { type Test } from 'tap'
import { staffActor } from '../../../src/access.ts'
import { until } from '../../helpers/until.ts'
import { FakeCompany } from '../payments/fake-company.ts'
import { made, TestShop } from '../shop-fixture.ts'

/** Bund sends two of three teas, Station the third and two cups: 3 × 19.90 + 2 × 5.01. */
async function split(t: Test, payment = 'cash-on-delivery') {
  const company = new FakeCompany()
  const shop = await TestShop.start(t, { paymentMethods: [company] })
  const [bund, station] = [await shop.store({ name: 'Bund' }), await shop.store({ name: 'Station' })]
  const [tea = '', cup = ''] = await shop.variants([1990, 501])
  await shop.stock(bund, tea, 3)
  await shop.stock(station, tea, 1)
  await shop.stock(station, cup, 2)
  // The third tea of Bund is somebody else's.
  made(await shop.pickup(bund, tea))
  const lines = [
    { variantId: tea, quantity: 3 },
    { variantId: cup, quantity: 2 },
  ]
  const fulfilment = { kind: 'delivery', address: '5 Lane', split: true }
  const order = made(await shop.order({ lines, fulfilment, payment: { method: payment } }))
  const part = (storeId: string): { id: string } =>
    order.fulfilments.find(({ store }: { store: { id: string } }) => store.id === storeId)
  const path = `/api/v1/orders/${order.id}`
  const pay = async (amount?: number) => {
    const { reference } = await shop.shop.payments.begin(order.id, 'wechat-pay')
    return shop.shop.payments.captured('wechat-pay', reference, amount ?? order.total.amount)
  }
  const step = (name: string, body: object = {}) => shop.staff('POST', `${path}/${name}`, body)
  const cancelPart = (storeId: string) => shop.staff('POST', `${path}/fulfilments/${part(storeId).id}/cancel`)
  const notices = async () => (await shop.staff('GET', '/api/v1/notices')).body.items
  const view = async () => (await shop.staff('GET', path)).body
  return { company, shop, bund, station, tea, cup, order, part, path, pay, step, cancelPart, notices, view }
}

t.test(
  'a store cancels its part of a paid order: the other goes on, and the money for it goes back',
  async t => {
    const { company, shop, bund, station, tea, cup, pay, step, cancelPart, notices, view } = await split(
      t,
      'wechat-pay',
    )
    t.equal(await pay(), 'kept')
    const cancelled = await cancelPart(station)
    t.match(cancelled, {
      status: 200,
      body: {
        state: 'paid',
        total: { amount: 3980 },
        captured: { amount: 6972 },
        refunded: { amount: 2992 },
        lines: [
          { variantId: tea, quantity: 3, returned: 1, dropped: 1 },
          { variantId: cup, quantity: 2, returned: 2, dropped: 2 },
        ],
        steps: ['ship', 'cancel'],
      },
    })
    await until('the refund', async () => (await shop.shop.payments.refundDue()) === null)
    t.equal(company.givenBack, 2992)
    t.same(await shop.level(station, tea), { onHand: 1, reserved: 0 })
    t.same(await shop.level(station, cup), { onHand: 2, reserved: 0 })
    t.same(await shop.level(bund, tea), { onHand: 3, reserved: 3 })
    t.match(await notices(), [{ kind: 'part-cancelled-refunded', storeId: station, data: { amount: 2992 } }])
    t.equal((await cancelPart(station)).status, 200, 'again changes nothing')
    t.match(await view(), { refunded: { amount: 2992 }, total: { amount: 3980 } })
    t.equal((await notices()).length, 1)

    t.match((await step('shipments')).body, { state: 'shipped' })
    t.match((await step('deliveries')).body, { state: 'delivered', steps: ['return'] })
    const asked = made(
      await shop.staff(
        'POST',
        `/api/v1/orders/${(await view()).id}/returns`,
        { via: 'store', reason: 'too much', lines: [{ variantId: tea, quantity: 2 }] },
        { 'idempotency-key': 'return' },
      ),
    )
    t.equal(asked.amount.amount, 3980, 'all that is left of it')
    const taken = await shop.staff('POST', `/api/v1/returns/${asked.id}/receive`, {
      storeId: bund,
      lines: [{ variantId: tea, restocked: 2, writtenOff: 0 }],
    })
    t.equal(taken.status, 200)
    t.match(await view(), { state: 'returned', refunded: { amount: 6972 } })
    t.same(await shop.shop.ledger.check(), [])
  },
)

t.test(
  'who works in one store cancels what that store sends; the buyer and the owner cancel all',
  async t => {
    const { shop, bund, station, tea, cup, order, path, part } = await split(t)
    const as = (storeId: string) => staffActor({ id: 's', name: 'Wu', role: 'cashier', storeId })
    const foreign = `${path}/fulfilments/${part(bund).id}/cancel`
    t.equal((await shop.call('POST', foreign, undefined, { actor: as(station) })).status, 403)
    const bearer = { headers: { authorization: `Bearer ${order.accessToken}` } }
    t.equal((await shop.call('POST', foreign, undefined, bearer)).status, 401)
    const own = await shop.call('POST', `${path}/cancel`, undefined, { actor: as(station) })
    t.match(own, { status: 200, body: { state: 'placed', total: { amount: 3980 }, refunds: [] } })
    t.same(await shop.level(station, cup), { onHand: 2, reserved: 0 })
    t.same(await shop.level(bund, tea), { onHand: 3, reserved: 3 })
    const all = await shop.call('POST', `${path}/cancel`, undefined, bearer)
    t.match(all, { status: 200, body: { state: 'cancelled', refunds: [] } })
    t.same(await shop.level(bund, tea), { onHand: 3, reserved: 1 })
    t.same(await shop.shop.ledger.check(), [])
  },
)

t.test('the last part that a store cancels cancels the order, and all of the money is back', async t => {
  const { company, shop, bund, station, pay, cancelPart, view } = await split(t, 'wechat-pay')
  t.equal(await pay(), 'kept')
  t.equal((await cancelPart(bund)).status, 200)
  t.match((await cancelPart(station)).body, { state: 'cancelled', captured: { amount: 6972 } })
  await until('the refunds', async () => (await shop.shop.payments.refundDue()) === null)
  t.equal(company.givenBack, 6972)
  t.match(await view(), { refunded: { amount: 6972 }, steps: [] })
})

t.test('what was paid in part may be all of it once a store cancels, and what is over goes back', async t => {
  const { shop, station, pay, cancelPart } = await split(t, 'wechat-pay')
  t.equal(await pay(4000), 'part')
  t.match((await cancelPart(station)).body, {
    state: 'paid',
    captured: { amount: 4000 },
    refunded: { amount: 20 },
    paidAt: /Z$/,
  })
  t.equal(shop.news.filter(({ name }) => name === 'order.paid').length, 1)
  t.same(await shop.shop.ledger.check(), [])
})

t.test('a part that is under way is not cancelled; without the other the order is as far as it', async t => {
  const { shop, bund, station, part, step, cancelPart, view } = await split(t)
  const shipped = await step('shipments', { fulfilmentId: part(bund).id })
  t.match(shipped.body, { state: 'placed', steps: ['pay', 'ship', 'deliver', 'cancel-part'] })
  t.match(await cancelPart(bund), { status: 409, body: { type: 'already-shipped' } })
  t.match((await cancelPart(station)).body, { state: 'shipped', total: { amount: 3980 } })
  t.equal(shop.news.filter(({ name }) => name === 'order.shipped').length, 1)
  t.match((await step('deliveries')).body, { state: 'delivered', captured: { amount: 3980 } })
  t.match(await cancelPart(bund), { status: 409, body: { type: 'already-delivered' } })
  t.match(await view(), { tenders: [{ method: 'cash-on-delivery', amount: { amount: 3980 } }] })
})

t.test('each door pays for its own parcel, and the last one for all that is left', async t => {
  const { shop, path, bund, station, tea, cup, part, step, cancelPart, view } = await split(t)
  for (const store of [bund, station]) await step('shipments', { fulfilmentId: part(store).id })
  const all = [
    { variantId: tea, restocked: 1, writtenOff: 0 },
    { variantId: cup, restocked: 2, writtenOff: 0 },
  ]
  const refused = await step('deliveries', { fulfilmentId: part(station).id, refused: all })
  t.match(refused.body, { state: 'shipped', total: { amount: 3980 }, captured: { amount: 0 }, tenders: [] })
  const wish = { via: 'store', reason: 'broken', lines: [{ variantId: tea, quantity: 1 }] }
  const early = await shop.staff('POST', `${path}/returns`, wish, { 'idempotency-key': 'early' })
  t.match(
    early,
    { status: 409, body: { type: 'not-handed-over' } },
    'a parcel on its way is to be paid first',
  )
  t.match((await step('deliveries', { fulfilmentId: part(bund).id })).body, {
    state: 'delivered',
    captured: { amount: 3980 },
    paidAt: /Z$/,
  })
  t.same(await shop.level(station, cup), { onHand: 2, reserved: 0 })
  t.same(await shop.shop.ledger.check(), [])

  const other = await split(t)
  await other.step('shipments', { fulfilmentId: other.part(other.bund).id })
  const first = await other.step('deliveries', { fulfilmentId: other.part(other.bund).id })
  t.match(first.body, { state: 'placed', captured: { amount: 3980 }, paidAt: null })
  t.match((await other.cancelPart(other.station)).body, {
    ...{ state: 'delivered', total: { amount: 3980 }, refunds: [], paidAt: /Z$/ },
  })
  t.match(await cancelPart(station), { status: 409, body: { type: 'already-delivered' } })
  t.match(await view(), { state: 'delivered' })
})

t.test('of a store that cancels and one that sends at once, each gets its own part', async t => {
  const { shop, bund, station, tea, part, path, step, cancelPart, view } = await split(t)
  const replies = await Promise.all([
    ...Array.from({ length: 10 }, () => cancelPart(station)),
    ...Array.from({ length: 10 }, () => step('shipments', { fulfilmentId: part(bund).id })),
    shop.staff('POST', `${path}/notes`, { text: 'hello' }),
  ])
  t.equal(replies.slice(0, 10).filter(({ status }) => status === 200).length, 10)
  t.equal(replies.slice(10, 20).filter(({ status }) => status === 201).length, 1)
  t.match(await view(), { state: 'shipped', total: { amount: 3980 } })
  t.same(await shop.level(bund, tea), { onHand: 1, reserved: 1 })
  t.same(await shop.level(station, tea), { onHand: 1, reserved: 0 })
  t.same(await shop.shop.ledger.check(), [])
})

t.test('an order that expired without a part that was cancelled comes back without it', async t => {
  const { shop, bund, station, tea, cup, order, cancelPart, view } = await split(t, 'wechat-pay')
  const { reference } = await shop.shop.payments.begin(order.id, 'wechat-pay')
  t.equal((await cancelPart(station)).status, 200)
  shop.clock.forward(16)
  await shop.shop.dueOrders.expire()
  t.match(await view(), { state: 'expired' })
  t.equal(await shop.shop.payments.captured('wechat-pay', reference, 6972), 'kept')
  t.match(await view(), { state: 'paid', total: { amount: 3980 }, refunded: { amount: 2992 } })
  t.same(await shop.level(station, cup), { onHand: 2, reserved: 0 })
  const reserved = (await shop.level(bund, tea))?.reserved ?? 0
  t.equal(reserved + ((await shop.level(station, tea))?.reserved ?? 0), 3)
  t.same(await shop.shop.ledger.check(), [])
})

/** A parcel of two teas and two cups that is on its way. */
async function sent(t: Test, method = 'cash-on-delivery') {
  const company = new FakeCompany()
  const shop = await TestShop.start(t, { paymentMethods: [company] })
  const bund = await shop.store({ name: 'Bund' })
  const [tea = '', cup = ''] = await shop.variants([1990, 501])
  for (const id of [tea, cup]) await shop.stock(bund, id, 5)
  const lines = [tea, cup].map(variantId => ({ variantId, quantity: 2 }))
  const fulfilment = { kind: 'delivery', address: '5 Lane' }
  const { id } = made(await shop.order({ lines, fulfilment, payment: { method } }))
  if (method === 'wechat-pay') {
    const { reference } = await shop.shop.payments.begin(id, method)
    await shop.shop.payments.captured(method, reference, 4982)
  }
  made(await shop.staff('POST', `/api/v1/orders/${id}/shipments`, {}))
  const arrive = (refused: readonly object[], more: object = {}) =>
    shop.staff('POST', `/api/v1/orders/${id}/deliveries`, { refused, ...more })
  return { company, shop, bund, tea, cup, id, arrive }
}

t.test('what is refused at the door is not paid, and is back in the store at once', async t => {
  const { shop, bund, tea, cup, id, arrive } = await sent(t)
  const delivered = await arrive([
    { variantId: tea, restocked: 1, writtenOff: 0 },
    { variantId: cup, restocked: 0, writtenOff: 1 },
  ])
  t.match(delivered, {
    status: 201,
    body: {
      state: 'delivered',
      total: { amount: 2491 },
      captured: { amount: 2491 },
      refunded: { amount: 0 },
      tenders: [{ method: 'cash-on-delivery', amount: { amount: 2491 } }],
      paidAt: /Z$/,
      steps: ['return'],
    },
  })
  t.same(await shop.level(bund, tea), { onHand: 4, reserved: 0 })
  t.same(await shop.level(bund, cup), { onHand: 3, reserved: 0 })
  const asked = made(
    await shop.staff(
      'POST',
      `/api/v1/orders/${id}/returns`,
      { via: 'store', reason: 'broken', lines: [{ variantId: cup, quantity: 1 }] },
      { 'idempotency-key': 'return' },
    ),
  )
  t.equal(asked.amount.amount, 501)
  const two = { via: 'store', reason: 'broken', lines: [{ variantId: tea, quantity: 2 }] }
  const refused = await shop.staff('POST', `/api/v1/orders/${id}/returns`, two, { 'idempotency-key': 'two' })
  t.match(refused, { status: 409, body: { type: 'more-than-bought', left: 1 } })
  shop.clock.forward(8 * 24 * 60)
  await shop.staff('POST', `/api/v1/returns/${asked.id}/refuse`, { reason: 'worn' })
  await shop.shop.dueOrders.close()
  t.match(await shop.shop.orders.view(id), { state: 'closed' }, 'it closes as any other')
  t.same(await shop.shop.ledger.check(), [])
})

t.test('a parcel that is refused whole costs nothing', async t => {
  const { shop, bund, tea, cup, arrive } = await sent(t)
  const all = [tea, cup].map(variantId => ({ variantId, restocked: 2, writtenOff: 0 }))
  t.match(await arrive(all), {
    status: 201,
    body: { state: 'returned', total: { amount: 0 }, captured: { amount: 0 }, tenders: [], paidAt: null },
  })
  for (const id of [tea, cup]) t.same(await shop.level(bund, id), { onHand: 5, reserved: 0 })
  t.same(await shop.shop.ledger.check(), [])
})

t.test('what was paid before it was refused goes back the way it came', async t => {
  const { company, shop, cup, arrive } = await sent(t, 'wechat-pay')
  const { body } = await arrive([{ variantId: cup, restocked: 1, writtenOff: 0 }])
  t.match(body, { state: 'delivered', captured: { amount: 4982 }, refunded: { amount: 501 } })
  await until('the refund', async () => (await shop.shop.payments.refundDue()) === null)
  t.equal(company.givenBack, 501)
})

t.test('nothing is refused that the parcel did not have, and nothing twice', async t => {
  const { shop, bund, tea, cup, arrive } = await sent(t)
  t.equal((await arrive([{ variantId: tea, restocked: 2, writtenOff: 1 }])).status, 400)
  t.equal((await arrive([{ variantId: 'other', restocked: 1, writtenOff: 0 }])).status, 400)
  const one = { variantId: cup, restocked: 1, writtenOff: 0 }
  t.equal((await arrive([one, one])).status, 400)
  t.same(await shop.level(bund, cup), { onHand: 3, reserved: 0 })
  const replies = await Promise.all(Array.from({ length: 20 }, () => arrive([one])))
  t.equal(replies.filter(({ status }) => status === 201).length, 1)
  t.equal(replies.filter(({ body }) => body.type === 'already-delivered').length, 19)
  t.same(await shop.level(bund, cup), { onHand: 4, reserved: 0 })
  t.same(await shop.shop.ledger.check(), [])
})

t.test('cash that a driver brings goes into the till that is named', async t => {
  const { shop, bund, cup, arrive } = await sent(t, 'cash')
  const { id: shiftId } = made(
    await shop.staff('POST', '/api/v1/shifts', { storeId: bund, till: '1', openingCash: 0 }),
  )
  const { body } = await arrive([{ variantId: cup, restocked: 2, writtenOff: 0 }], { shiftId })
  t.match(body, { captured: { amount: 3980 }, tenders: [{ method: 'cash' }] })
  const shift = await shop.staff('GET', `/api/v1/shifts/${shiftId}`)
  t.match(shift.body, { expectedCash: { amount: 3980 } })
})
