import t, { type Test } from 'tap'
import { made, TestShop } from '../shop-fixture.ts'

async function openTill(t: Test) {
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  const variantId = await shop.variant(1990)
  await shop.stock(storeId, variantId, 10)
  const till = { storeId, till: 'Till 1', openingCash: 10_000 }
  const shiftId: string = made(await shop.staff('POST', '/api/v1/shifts', till)).id
  const expected = async () => (await shop.staff('GET', `/api/v1/shifts/${shiftId}`)).body.expectedCash.amount
  return { shop, storeId, variantId, shiftId, expected }
}

let keys = 0
const keyed = () => ({ 'idempotency-key': `odd-${++keys}` })

t.test('cash on delivery that is given back over the counter leaves the till', async t => {
  const { shop, storeId, variantId, shiftId, expected } = await openTill(t)
  const order = made(
    await shop.order({
      lines: [{ variantId, quantity: 2 }],
      fulfilment: { kind: 'delivery', address: '5 Lane' },
      payment: { method: 'cash-on-delivery' },
    }),
  )
  t.equal((await shop.staff('POST', `/api/v1/orders/${order.id}/shipments`, {})).status, 201)
  t.equal((await shop.staff('POST', `/api/v1/orders/${order.id}/deliveries`, {})).status, 201)
  t.equal(await expected(), 10_000, 'the courier has it, not the till')
  const wish = { via: 'store', storeId, reason: 'broken', lines: [{ variantId, quantity: 1 }] }
  const asked = made(await shop.staff('POST', `/api/v1/orders/${order.id}/returns`, wish, keyed()))
  const lines = [{ variantId, restocked: 1, writtenOff: 0 }]
  const taken = await shop.staff('POST', `/api/v1/returns/${asked.id}/receive`, { storeId, shiftId, lines })
  t.equal(taken.status, 200)
  t.equal(await expected(), 10_000 - 1990)
})

t.test('a till counts one currency: goods priced in another are not sold in its shift', async t => {
  const { shop, storeId, shiftId, expected } = await openTill(t)
  const [variantId = ''] = await shop.variants([{ amount: 500, currency: 'USD' }])
  await shop.stock(storeId, variantId, 5)
  const sale = {
    storeId,
    shiftId,
    lines: [{ variantId, quantity: 1 }],
    tenders: [{ method: 'cash', amount: 500 }],
  }
  const refused = await shop.staff('POST', '/api/v1/sales', sale, keyed())
  t.equal(refused.status, 409)
  t.match(refused.body, { type: 'other-currency' })
  const order = made(await shop.pickup(storeId, variantId))
  const payment = { method: 'cash', storeId, shiftId }
  const unpaid = await shop.staff('POST', `/api/v1/orders/${order.id}/payments`, payment, keyed())
  t.match(unpaid.body, { type: 'other-currency' })
  t.equal(await expected(), 10_000)
  t.same(await shop.level(storeId, variantId), { onHand: 5, reserved: 1 })
})

t.test('money of another currency does not come out of a till either', async t => {
  const { shop, storeId, shiftId, expected } = await openTill(t)
  const [variantId = ''] = await shop.variants([{ amount: 500, currency: 'USD' }])
  await shop.stock(storeId, variantId, 5)
  const order = made(await shop.pickup(storeId, variantId, 2))
  t.equal((await shop.collect(order.pickupCode, storeId, { tender: 'other' })).status, 200)
  const wish = { via: 'store', storeId, reason: 'broken', lines: [{ variantId, quantity: 1 }] }
  const asked = made(await shop.staff('POST', `/api/v1/orders/${order.id}/returns`, wish, keyed()))
  const lines = [{ variantId, restocked: 1, writtenOff: 0 }]
  const taken = await shop.staff('POST', `/api/v1/returns/${asked.id}/receive`, { storeId, shiftId, lines })
  t.match(taken, {
    status: 200,
    body: { refunds: [{ amount: { amount: 500, currency: 'USD' }, state: 'due' }] },
  })
  const { id } = await shop.db.selectFrom('refunds').select('id').executeTakeFirstOrThrow()
  const refused = await shop.staff('POST', `/api/v1/refunds/${id}/done`, { shiftId })
  t.match(refused, { status: 409, body: { type: 'other-currency' } })
  t.equal(await expected(), 10_000)
  t.equal((await shop.staff('POST', `/api/v1/refunds/${id}/done`, { reference: 'by bank' })).status, 204)
  t.equal(await expected(), 10_000)
})

t.test('a slip that was entered before is refused with a sentence', async t => {
  const { shop, storeId, variantId } = await openTill(t)
  const [first, second] = [
    made(await shop.pickup(storeId, variantId)),
    made(await shop.pickup(storeId, variantId)),
  ]
  const payment = { method: 'card', storeId, reference: '000123' }
  t.equal((await shop.staff('POST', `/api/v1/orders/${first.id}/payments`, payment, keyed())).status, 201)
  const again = await shop.staff('POST', `/api/v1/orders/${second.id}/payments`, payment, keyed())
  t.equal(again.status, 409)
  t.match(again.body, { type: 'reference-used' })
  t.match((await shop.staff('GET', `/api/v1/orders/${second.id}`)).body, { captured: { amount: 0 } })
})

t.test('more units than were bought are told so, in the preview and in the asking', async t => {
  const { shop, storeId, variantId } = await openTill(t)
  const order = made(await shop.pickup(storeId, variantId))
  t.equal((await shop.collect(order.pickupCode, storeId, { tender: 'card' })).status, 200)
  const path = `/api/v1/orders/${order.id}/returns`
  const lines = [{ variantId, quantity: 1000 }]
  const shown = await shop.staff('POST', `${path}/preview`, { lines })
  t.equal(shown.status, 200)
  t.match(shown.body, { refusal: 'more-than-bought', amount: { amount: 1990 } })
  const refused = await shop.staff('POST', path, { via: 'store', reason: 'many', lines }, keyed())
  t.match(refused.body, { type: 'more-than-bought', left: 1 })
})

t.test('a sale that a till tells of a day later stands in the figures of its own day', async t => {
  const { shop, storeId, variantId, shiftId } = await openTill(t)
  const soldAt = new Date(shop.clock.at).toISOString()
  shop.clock.forward(24 * 60)
  const days = async () => (await shop.staff('GET', '/api/v1/figures/days?days=2')).body.days
  t.same((await days())[0].rows, [], 'looked at, and kept')
  const tenders = [{ method: 'cash', amount: 1990 }]
  const sale = { storeId, shiftId, lines: [{ variantId, quantity: 1 }], tenders, soldAt }
  made(await shop.staff('POST', '/api/v1/sales', sale, keyed()))
  t.match((await days())[0].rows, [{ storeId, channel: 'counter', orders: 1, taken: 1990 }])
})
