import t, { type Test } from 'tap'
import { FakeCompany } from '../payments/fake-company.ts'
import { made, noon, TestShop } from '../shop-fixture.ts'

const day = 24 * 60

async function paidPickup(t: Test) {
  const shop = await TestShop.start(t, { paymentMethods: [new FakeCompany()], shop: { pickupDays: 3 } })
  const visits = { slotMinutes: 60, capacity: 2, daysAhead: 7 }
  const storeId = await shop.store({ visits })
  const variantId = await shop.variant(1990)
  await shop.stock(storeId, variantId, 9)
  const order = async (fulfilment: object = { kind: 'pickup', storeId }) => {
    const lines = [{ variantId, quantity: 1 }]
    const placed = made(await shop.order({ lines, fulfilment, payment: { method: 'wechat-pay' } }))
    const { reference } = await shop.shop.payments.begin(placed.id, 'wechat-pay')
    await shop.shop.payments.captured('wechat-pay', reference, 1990)
    return placed
  }
  const ready = (id: string) => shop.staff('POST', `/api/v1/orders/${id}/ready`, {})
  const notices = async () => (await shop.staff('GET', '/api/v1/notices')).body.items
  return { shop, storeId, variantId, order, ready, notices }
}

t.test('goods that were paid and that nobody fetches stay, and the merchant is told once', async t => {
  const { shop, storeId, variantId, order, ready, notices } = await paidPickup(t)
  const placed = await order()
  shop.clock.forward(day)
  await ready(placed.id)
  t.equal(await shop.shop.uncollected.tellDue(), shop.clock.at + 3 * day * 60_000)
  shop.clock.forward(3 * day - 1)
  await shop.shop.uncollected.tellDue()
  t.same(await notices(), [])
  shop.clock.forward(1)
  await Promise.all(Array.from({ length: 5 }, () => shop.shop.uncollected.tellDue()))
  t.match(await notices(), [
    {
      ...{ kind: 'not-collected', orderNumber: placed.number, storeId },
      data: { amount: 1990, currency: 'CNY', days: 3 },
    },
  ])
  shop.clock.forward(30 * day)
  t.equal(await shop.shop.uncollected.tellDue(), null)
  t.equal((await notices()).length, 1)
  t.match(await shop.shop.orders.view(placed.id), { state: 'ready' })
  t.same(await shop.level(storeId, variantId), { onHand: 9, reserved: 1 })
  t.equal((await shop.collect(placed.pickupCode, storeId)).status, 200, 'they are still the buyer’s')
})

t.test(
  'who never says that goods are ready is told by the day of the payment, of a visit by its day',
  async t => {
    const { shop, storeId, order, notices } = await paidPickup(t)
    const placed = await order()
    const { slots } = (await shop.call('GET', `/api/v1/stores/${storeId}/slots`)).body
    const { startsAt } = slots.at(-1)
    shop.clock.forward(1)
    const visit = await order({ kind: 'visit', storeId, slotStartsAt: startsAt })
    t.equal(await shop.shop.uncollected.tellDue(), noon + 3 * day * 60_000)
    shop.clock.forward(3 * day)
    t.equal(await shop.shop.uncollected.tellDue(), Date.parse(startsAt) + 3 * day * 60_000)
    t.match(await notices(), [{ orderNumber: placed.number }])
    t.equal((await notices()).length, 1)
    shop.clock.at = Date.parse(startsAt) + 3 * day * 60_000
    t.equal(await shop.shop.uncollected.tellDue(), null)
    t.match(await notices(), [{ orderNumber: visit.number }, { orderNumber: placed.number }])
  },
)

t.test('of what was collected, cancelled or is not paid nobody is told', async t => {
  const { shop, storeId, variantId, order, ready, notices } = await paidPickup(t)
  const [collected, cancelled] = [await order(), await order()]
  const unpaid = made(await shop.pickup(storeId, variantId))
  for (const { id } of [collected, cancelled, unpaid]) await ready(id)
  await shop.collect(collected.pickupCode, storeId)
  await shop.staff('POST', `/api/v1/orders/${cancelled.id}/cancel`)
  shop.clock.forward(30 * day)
  t.equal(await shop.shop.uncollected.tellDue(), null)
  t.same(await notices(), [])
})
