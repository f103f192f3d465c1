import t, { type Test } from 'tap'
import { staffActor } from '../../../src/access.ts'
import { made, TestShop } from '../shop-fixture.ts'

async function stocked(t: Test) {
  const shop = await TestShop.start(t)
  const [bund, station] = [await shop.store({ name: 'Bund' }), await shop.store({ name: 'Station' })]
  const [tea = '', cup = ''] = await shop.variants([1990, 500])
  const till = { storeId: bund, till: 'Till 1', openingCash: 0 }
  const shiftId: string = made(await shop.staff('POST', '/api/v1/shifts', till)).id
  const delivery = { kind: 'delivery', address: '5 Lane' }
  const pay = (id: string, body: object, key: string) =>
    shop.staff(
      'POST',
      `/api/v1/orders/${id}/payments`,
      { storeId: bund, shiftId, ...body },
      { 'idempotency-key': key },
    )
  const step = (id: string, path: string, body: object = {}) =>
    shop.staff('POST', `/api/v1/orders/${id}/${path}`, body)
  return { shop, bund, station, tea, cup, delivery, shiftId, pay, step }
}

t.test(
  'a pickup order is put aside, paid in parts, handed over, and closed when nothing can come back',
  async t => {
    const { shop, bund, tea, pay, step } = await stocked(t)
    await shop.stock(bund, tea, 5)
    const placed = made(await shop.pickup(bund, tea, 2))
    t.same(placed.steps, ['pay', 'ready', 'collect', 'cancel'])
    t.match(await step(placed.id, 'ready'), {
      status: 201,
      body: { state: 'ready', fulfilments: [{ state: 'ready' }] },
    })
    t.match(await step(placed.id, 'ready'), { status: 409, body: { type: 'order-ready' } })
    const part = await pay(placed.id, { method: 'cash', amount: 1000, tendered: 2000 }, 'a')
    t.match(part, { status: 201, body: { state: 'ready', captured: { amount: 1000 }, paidAt: null } })
    t.same((await pay(placed.id, { method: 'cash', amount: 1000, tendered: 2000 }, 'a')).body, part.body)
    t.match(await pay(placed.id, { method: 'card', amount: 2981 }, 'b'), {
      status: 409,
      body: { type: 'more-than-due', due: 2980 },
    })
    t.equal((await pay(placed.id, { method: 'cash', amount: 100, tendered: 50 }, 'c')).status, 400)
    t.match(await pay(placed.id, { method: 'card' }, 'd'), {
      status: 201,
      body: { captured: { amount: 3980 } },
    })
    t.match(await pay(placed.id, { method: 'card' }, 'e'), { status: 409, body: { type: 'already-paid' } })
    shop.clock.forward(24 * 60)
    await shop.shop.dueOrders.expire()
    const collected = await shop.collect(placed.pickupCode, bund)
    t.match(collected.body, { state: 'collected', steps: ['return'], lines: [{ returnableUntil: /Z$/ }] })
    t.equal(
      await shop.shop.dueOrders.close(),
      shop.clock.at + (7 * 24 + 12) * 3_600_000 - 1,
      'collected at noon, kept to the end of the seventh day after that',
    )
    shop.clock.forward((7 * 24 + 12) * 60)
    const { dueOrders } = shop.shop
    t.same(
      await Promise.all([dueOrders.close(), dueOrders.close()]),
      [null, null],
      'in two processes at once',
    )
    t.match(await shop.shop.orders.view(placed.id), { state: 'closed', steps: [] })
    const timeline = (await shop.staff('GET', `/api/v1/orders/${placed.id}/timeline`)).body.items
    t.same(
      timeline.map(({ kind }: { kind: string }) => kind),
      ['placed', 'ready', 'paid', 'paid', 'collect', 'close'],
    )
    t.equal(timeline[1].by, 'Lin')
  },
)

t.test('cash that no till counts is neither taken nor given', async t => {
  const { shop, bund, station, tea, shiftId, pay } = await stocked(t)
  for (const id of [bund, station]) await shop.stock(id, tea, 5)
  const placed = made(await shop.pickup(bund, tea))
  const refused = { status: 409, body: { type: 'shift-needed' } }
  for (const method of ['cash', 'cash-on-delivery']) {
    t.match(await pay(placed.id, { method, shiftId: undefined }, method), refused)
  }
  t.match(await shop.collect(placed.pickupCode, bund, { tender: 'cash' }), refused)
  t.match(await pay(placed.id, { method: 'cash', storeId: station }, 'other'), { status: 404 })
  t.match(await shop.shop.orders.view(placed.id), { state: 'placed', tenders: [] })
  t.same(await shop.level(bund, tea), { onHand: 5, reserved: 1 })
  t.equal((await pay(placed.id, { method: 'cash' }, 'in')).status, 201)
  const [refund] = (await shop.staff('POST', `/api/v1/orders/${placed.id}/cancel`)).body.refunds
  const done = (body: object) => shop.staff('POST', `/api/v1/refunds/${refund.id}/done`, body)
  t.match(await done({ reference: 'by hand' }), refused)
  t.equal((await done({ shiftId })).status, 204)
  const shift = (await shop.staff('GET', `/api/v1/shifts/${shiftId}`)).body
  t.match(shift, { expectedCash: { amount: 0 }, byMethod: [{ method: 'cash', taken: { amount: 1990 } }] })
  const silent = made(
    await shop.order({
      lines: [{ variantId: tea, quantity: 1 }],
      ...{ fulfilment: { kind: 'pickup', storeId: bund }, payment: { method: 'cash' } },
    }),
  )
  const handed = await shop.collect(silent.pickupCode, bund)
  t.match(handed.body, { state: 'collected', tenders: [{ method: 'other' }] }, 'nobody said that it was cash')
  const card = made(await shop.pickup(bund, tea))
  t.equal((await pay(card.id, { method: 'card', shiftId: undefined }, 'card')).status, 201)
})

t.test('a split order is what all of its parcels are', async t => {
  const { shop, bund, station, tea, cup, delivery, step } = await stocked(t)
  await shop.stock(bund, tea, 2)
  await shop.stock(station, cup, 1)
  const lines = [
    { variantId: tea, quantity: 2 },
    { variantId: cup, quantity: 1 },
  ]
  const payment = { method: 'cash-on-delivery' }
  const refused = await shop.order({ lines, fulfilment: delivery, payment })
  t.match(refused, { status: 409, body: { type: 'split-needed' } })
  t.same(
    refused.body.parcels.map(({ store, lines }: { store: { name: string }; lines: object[] }) => [
      store.name,
      lines,
    ]),
    [
      ['Bund', [{ variantId: tea, quantity: 2 }]],
      ['Station', [{ variantId: cup, quantity: 1 }]],
    ],
  )
  const placed = made(await shop.order({ lines, fulfilment: { ...delivery, split: true }, payment }))
  t.equal(placed.fulfilments.length, 2)
  const [first, second] = placed.fulfilments
  const shipped = await step(placed.id, 'shipments', { fulfilmentId: first.id, carrier: 'SF' })
  t.match(shipped.body, { state: 'placed', steps: ['pay', 'ship', 'deliver', 'cancel-part'] })
  t.match(await step(placed.id, 'cancel'), { status: 409, body: { type: 'already-shipped' } })
  t.match((await step(placed.id, 'shipments', { fulfilmentId: second.id })).body, { state: 'shipped' })
  t.match((await step(placed.id, 'deliveries')).body, {
    state: 'delivered',
    captured: { amount: 4480 },
    tenders: [{ method: 'cash-on-delivery', amount: { amount: 4480 } }],
  })
  t.same(await shop.level(bund, tea), { onHand: 0, reserved: 0 })
  t.same(await shop.level(station, cup), { onHand: 0, reserved: 0 })
  t.same(await shop.shop.ledger.check(), [])
})

t.test('the nearest store that delivers there sends, and none that does not', async t => {
  const shop = await TestShop.start(t)
  const variantId = await shop.variant()
  const near = { latitude: 31.24, longitude: 121.49 }
  const far = { latitude: 30.25, longitude: 120.16 }
  const shanghai = await shop.store({
    name: 'Shanghai',
    ...near,
    delivery: { kind: 'radius', kilometres: 30 },
  })
  const hangzhou = await shop.store({
    name: 'Hangzhou',
    ...far,
    delivery: { kind: 'radius', kilometres: 30 },
  })
  const never = await shop.store({ name: 'Never', ...near, delivery: { kind: 'none' } })
  for (const id of [shanghai, hangzhou, never]) await shop.stock(id, variantId, 9)
  const order = (position: object, quantity = 1) => ({
    lines: [{ variantId, quantity }],
    fulfilment: { kind: 'delivery', address: '5 Lane', position },
    payment: { method: 'cash-on-delivery' },
  })
  t.equal(made(await shop.order(order({ latitude: 31.2, longitude: 121.4 }))).fulfilment.store.id, shanghai)
  t.equal(made(await shop.order(order({ latitude: 30.3, longitude: 120.1 }))).fulfilment.store.id, hangzhou)
  const beijing = { latitude: 39.9, longitude: 116.4 }
  t.match(await shop.order(order(beijing)), { status: 409, body: { type: 'no-delivery' } })
  const { lines, fulfilment } = order({ latitude: 31.2, longitude: 121.4 }, 9)
  const preview = await shop.call('POST', '/api/v1/orders/preview', { lines, fulfilment })
  t.match(preview, {
    status: 200,
    body: {
      total: { amount: 9 * 1990 },
      lines: [{ quantity: 9, available: 25 }],
      parcels: [],
      problems: [{ type: 'out-of-stock' }],
    },
  })
  t.same(await shop.level(shanghai, variantId), { onHand: 9, reserved: 1 }, 'a preview holds nothing')
})

t.test('a basket is not sold at another price than the buyer saw, nor what is off sale', async t => {
  const { shop, bund, tea } = await stocked(t)
  await shop.stock(bund, tea, 5)
  const order = { lines: [{ variantId: tea, quantity: 2 }], fulfilment: { kind: 'pickup', storeId: bund } }
  t.match(await shop.order({ ...order, expectedTotal: 3000 }), {
    status: 409,
    body: { type: 'price-changed', total: { amount: 3980, currency: 'CNY' } },
  })
  t.equal(
    made(await shop.order({ ...order, expectedTotal: 3980, note: 'Please wrap it' })).note,
    'Please wrap it',
  )
  await shop.db.updateTable('products').set({ status: 'archived' }).execute()
  t.match(await shop.order(order), { status: 409, body: { type: 'not-sold', lines: [{ variantId: tea }] } })
})

t.test('a buyer sees all of their own orders at once, and no one else does', async t => {
  const { shop, bund, tea } = await stocked(t)
  await shop.stock(bund, tea, 5)
  const orders: { id: string; accessToken: string }[] = []
  for (let n = 0; n < 3; n++) {
    shop.clock.forward(1)
    const { id, accessToken } = made(await shop.pickup(bund, tea))
    orders.push({ id, accessToken })
  }
  const mine = await shop.call('POST', '/api/v1/orders/mine', { orders })
  t.equal(mine.status, 200)
  t.same(
    mine.body.items.map(({ id }: { id: string }) => id),
    orders.map(({ id }) => id).toReversed(),
  )
  t.match(mine.body.items, [{ pickupCode: /\w/ }])
  const [first, second] = orders
  const wrong = { orders: [{ id: first?.id, accessToken: second?.accessToken }] }
  t.equal((await shop.call('POST', '/api/v1/orders/mine', wrong)).status, 401)
})

t.test(
  'orders are found by number, last digits, name and SKU, and by store, kind, channel and time',
  async t => {
    const { shop, bund, station, tea, cup, delivery } = await stocked(t)
    for (const id of [bund, station]) for (const variant of [tea, cup]) await shop.stock(id, variant, 9)
    const lines = (variantId: string) => [{ variantId, quantity: 1 }]
    const at = (storeId: string) => ({ kind: 'pickup', storeId })
    const contact = { name: 'Ångström Ltd', phone: '+49 (30) 555-1234' }
    const a = made(await shop.order({ lines: lines(tea), fulfilment: at(bund), contact }))
    shop.clock.forward(60)
    const b = made(await shop.order({ lines: lines(cup), fulfilment: at(station), roomSlug: 'tea' }))
    shop.clock.forward(60)
    const payment = { method: 'cash' }
    const c = made(await shop.order({ lines: lines(tea), fulfilment: delivery, payment }))
    const found = async (query: string) =>
      (await shop.staff('GET', `/api/v1/orders?${query}`)).body.items.map(({ id }: { id: string }) => id)
    t.same(await found('q=1234'), [a.id])
    t.same(await found(`q=${encodeURIComponent('ångström')}`), [a.id])
    t.same(await found(`q=${b.number}`), [b.id])
    t.same(await found(`q=${b.number.replace('-', '')}`), [b.id])
    t.same(await found('q=angs'), [a.id])
    t.same(await found('q=ltd%20angstrom'), [a.id])
    t.same(await found('q=ltd%20nobody'), [])
    t.same(await found('q=tea-1-1'), [b.id])
    t.same(await found(`q=${encodeURIComponent('%')}`), [])
    t.same(await found(`storeId=${station}&kind=pickup`), [b.id])
    t.same(await found('channel=live'), [b.id])
    t.same(await found('kind=delivery'), [c.id])
    t.same(await found('state=placed,paid'), [c.id, b.id, a.id])
    const after = encodeURIComponent(b.placedAt)
    t.same(await found(`from=${after}`), [c.id, b.id])
    t.same(await found(`to=${after}`), [a.id])
  },
)

t.test('who works in one store sees and changes the orders of that store alone', async t => {
  const { shop, bund, station, tea } = await stocked(t)
  for (const id of [bund, station]) await shop.stock(id, tea, 9)
  const own = made(await shop.pickup(bund, tea))
  const other = made(await shop.pickup(station, tea))
  const actor = staffActor({ id: 's', name: 'Wu', role: 'cashier', storeId: bund })
  const call = (method: string, path: string, body?: object) => shop.call(method, path, body, { actor })
  const list = await call('GET', '/api/v1/orders')
  t.same(
    list.body.items.map(({ id }: { id: string }) => id),
    [own.id],
  )
  t.equal((await call('GET', `/api/v1/orders?storeId=${station}`)).status, 403)
  t.equal((await call('POST', `/api/v1/orders/${other.id}/ready`, {})).status, 403)
  t.equal((await call('POST', `/api/v1/orders/${other.id}/cancel`)).status, 403)
  t.equal((await call('POST', '/api/v1/pickups', { code: other.pickupCode, storeId: station })).status, 403)
  t.equal((await call('POST', `/api/v1/orders/${own.id}/ready`, {})).status, 201)
  const host = staffActor({ id: 'h', name: 'Hu', role: 'host' })
  t.equal((await shop.call('GET', `/api/v1/orders/${own.id}`, undefined, { actor: host })).status, 403)
  t.equal(
    (await shop.call('POST', `/api/v1/orders/${own.id}/cancel`, undefined, { actor: host })).status,
    403,
  )
})

t.test('a pickup code that is scanned 100 times at once hands over once', async t => {
  const { shop, bund, tea } = await stocked(t)
  await shop.stock(bund, tea, 5)
  const { pickupCode } = made(await shop.pickup(bund, tea))
  const replies = await Promise.all(Array.from({ length: 100 }, () => shop.collect(pickupCode, bund)))
  t.equal(replies.filter(({ status }) => status === 200).length, 1)
  t.equal(replies.filter(({ body }) => body.type === 'already-collected').length, 99)
  t.same(await shop.level(bund, tea), { onHand: 4, reserved: 0 })
  t.equal((await shop.db.selectFrom('tenders').selectAll().execute()).length, 1)
})
