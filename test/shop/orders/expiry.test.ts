import t from 'tap'
import { until } from '../../helpers/until.ts'
import { made, TestShop } from '../shop-fixture.ts'

t.test('a hold that is over ends by itself within a second, and its goods can be bought', async t => {
  // 300 ms.
  const shop = await TestShop.start(t, { now: Date.now, shop: { pickupHold: 0.005 } })
  const storeId = await shop.store()
  const variantId = await shop.variant()
  await shop.stock(storeId, variantId, 1)
  const { id, holdExpiresAt } = made(await shop.pickup(storeId, variantId))
  t.equal((await shop.pickup(storeId, variantId)).status, 409)
  const expired = await until('the end of the hold', () =>
    shop.news.find(({ name, fact }) => name === 'order.expired' && 'orderId' in fact && fact.orderId === id),
  )
  const late = Date.now() - Date.parse(holdExpiresAt)
  t.ok(late >= 0 && late <= 1000, `${late} ms after its time`)
  t.match(expired.fact, { orderId: id })
  t.match(await shop.level(storeId, variantId), { onHand: 1, reserved: 0 })
  t.equal((await shop.pickup(storeId, variantId)).status, 201)
})

t.test('a hold that ran out while the server was down ends at its start', async t => {
  const first = await TestShop.start(t, { shop: { pickupHold: 30 } })
  const storeId = await first.store()
  const variantId = await first.variant()
  await first.stock(storeId, variantId, 3)
  const due = made(await first.pickup(storeId, variantId))
  first.clock.forward(20)
  const open = made(await first.pickup(storeId, variantId))
  await first.close()
  const at = first.clock.at + 15 * 60_000
  const second = await TestShop.start(t, { folder: first.folder, now: () => at })
  await until('the end of the hold', () => second.news.find(({ name }) => name === 'order.expired'))
  t.match(await second.shop.orders.view(due.id), { state: 'expired' })
  t.match(await second.shop.orders.view(open.id), { state: 'placed' })
  t.match(await second.collect(due.pickupCode, storeId), { status: 409, body: { type: 'order-expired' } })
  t.same(await second.level(storeId, variantId), { onHand: 3, reserved: 1 })
  t.same(await second.shop.stock.checkLedger(), [])
})

// codingXiaxw/seckill #41: what is sold again while its first buyer still holds it.
t.test('an order collected at the moment that it expires is one or the other', async t => {
  const shop = await TestShop.start(t, { shop: { pickupHold: 1 } })
  const storeId = await shop.store()
  const variantId = await shop.variant()
  await shop.stock(storeId, variantId, 60)
  const orders: { id: string; pickupCode: string; accessToken: string }[] = []
  for (let n = 0; n < 60; n++) orders.push(made(await shop.pickup(storeId, variantId)))
  shop.clock.forward(1)
  let accepted = 0
  const tally = (reply: { status: number }) => {
    if (reply.status === 200) accepted++
  }
  // Holds end from the first order on, counters and buyers begin with the last: they meet in between.
  const counters = async () => {
    for (const [n, order] of [...orders.entries()].reverse()) {
      if (n % 4 > 0) tally(await shop.collect(order.pickupCode, storeId))
      else tally(await shop.staff('POST', `/api/v1/orders/${order.id}/cancel`))
    }
  }
  await Promise.all([shop.shop.dueOrders.expire(), shop.shop.dueOrders.expire(), counters(), counters()])
  const states = await Promise.all(orders.map(async ({ id }) => (await shop.shop.orders.view(id)).state))
  const count = (state: string) => states.filter(one => one === state).length
  // Cancelling twice is no error, so both that cancel are told that it is done.
  t.equal(count('collected') + 2 * count('cancelled'), accepted)
  t.equal(count('collected') + count('cancelled') + count('expired'), 60)
  t.ok(
    count('collected') > 0 && count('expired') > 0,
    `${count('collected')} collected, ${count('expired')} expired`,
  )
  t.same(await shop.level(storeId, variantId), { onHand: 60 - count('collected'), reserved: 0 })
  t.same(await shop.shop.stock.checkLedger(), [])
  const facts = shop.news.filter(({ name }) => /^order\.(collected|cancelled|expired)$/.test(name))
  t.equal(facts.length, 60, 'each is announced once')
})

t.test('a delivery has no hold', async t => {
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  const variantId = await shop.variant()
  await shop.stock(storeId, variantId, 1)
  const order = {
    lines: [{ variantId, quantity: 1 }],
    fulfilment: { kind: 'delivery', address: '5 Lane' },
    payment: { method: 'cash' },
  }
  const { id } = made(await shop.order(order))
  shop.clock.forward(365 * 24 * 60)
  t.equal(await shop.shop.dueOrders.expire(), null)
  t.match(await shop.shop.orders.view(id), { state: 'placed' })
})
