import t, { type Test } from 'tap'
import { until } from '../../helpers/until.ts'
import { made, TestShop } from '../shop-fixture.ts'
import { FakeCompany } from './fake-company.ts'

async function stocked(t: Test, units: number) {
  const company = new FakeCompany()
  const shop = await TestShop.start(t, { paymentMethods: [company] })
  const storeId = await shop.store()
  const variantId = await shop.variant(1990)
  await shop.stock(storeId, variantId, units)
  const order = async (quantity = 1, method = 'wechat-pay') =>
    made(
      await shop.order({
        lines: [{ variantId, quantity }],
        fulfilment: { kind: 'pickup', storeId },
        payment: { method },
      }),
    )
  return { company, shop, storeId, variantId, order }
}

t.test(
  'money that is taken as the order is cancelled goes back once, whichever comes first (medusa #16012)',
  async t => {
    const { company, shop, storeId, variantId, order } = await stocked(t, 30)
    const orders = []
    for (let n = 0; n < 30; n++) {
      const { id } = await order()
      orders.push({ id, reference: (await shop.shop.payments.begin(id, 'wechat-pay')).reference })
    }
    await Promise.all(
      orders.flatMap(({ id, reference }, n) => {
        const take = () => shop.shop.payments.captured('wechat-pay', reference, 1990)
        const cancel = () => shop.staff('POST', `/api/v1/orders/${id}/cancel`)
        const work = n % 2 ? [take, cancel, take, cancel] : [cancel, take, cancel, take]
        return work.map(each => each())
      }),
    )
    await until('the refunds', async () => (await shop.shop.payments.refundDue()) === null)
    for (const { id } of orders) {
      const { body } = await shop.staff('GET', `/api/v1/orders/${id}`)
      t.match(body, { state: 'cancelled', captured: { amount: 1990 }, refunded: { amount: 1990 } })
      t.equal(body.refunds.length, 1)
    }
    t.equal(company.refunds.size, 30)
    t.equal(company.givenBack, 30 * 1990)
    t.same(await shop.level(storeId, variantId), { onHand: 30, reserved: 0 })
    t.same(await shop.shop.stock.checkLedger(), [])
  },
)

t.test('of 100 who give one payment back at once one does (medusa #16012)', async t => {
  const { shop, storeId, variantId, order } = await stocked(t, 1)
  const { id, pickupCode } = await order(1, 'pay-at-pickup')
  t.equal((await shop.collect(pickupCode, storeId, { tender: 'card' })).status, 200)
  const asked = made(
    await shop.staff(
      'POST',
      `/api/v1/orders/${id}/returns`,
      { via: 'store', reason: 'too small', lines: [{ variantId, quantity: 1 }] },
      { 'idempotency-key': 'return' },
    ),
  )
  const lines = [{ variantId, restocked: 1, writtenOff: 0 }]
  const replies = await Promise.all(
    Array.from({ length: 100 }, () =>
      shop.staff('POST', `/api/v1/returns/${asked.id}/receive`, { storeId, lines }),
    ),
  )
  t.equal(replies.filter(({ status }) => status === 200).length, 1)
  t.equal(replies.filter(({ body }) => body.type === 'return-received').length, 99)
  const { body } = await shop.staff('GET', `/api/v1/orders/${id}`)
  t.match(body, { state: 'returned', captured: { amount: 1990 }, refunded: { amount: 1990 } })
  t.equal(body.refunds.length, 1)
  t.same(await shop.level(storeId, variantId), { onHand: 1, reserved: 0 })
  t.same(await shop.shop.stock.checkLedger(), [])
})

t.test('a refund that is due is given back once, though 100 say so at once', async t => {
  const { shop, storeId, order } = await stocked(t, 1)
  const { id } = await order(1, 'pay-at-pickup')
  const pay = { method: 'card', storeId }
  made(await shop.staff('POST', `/api/v1/orders/${id}/payments`, pay, { 'idempotency-key': 'pay' }))
  const cancelled = await shop.staff('POST', `/api/v1/orders/${id}/cancel`)
  const [refund] = cancelled.body.refunds
  t.match(refund, { state: 'due', amount: { amount: 1990 } })
  const replies = await Promise.all(
    Array.from({ length: 100 }, () => shop.staff('POST', `/api/v1/refunds/${refund.id}/done`, {})),
  )
  const { body } = await shop.staff('GET', `/api/v1/orders/${id}/timeline`)
  const done = body.items.filter(({ kind }: { kind: string }) => kind === 'refund-done')
  t.equal(done.length, 1)
  t.ok(
    replies.every(({ status }) => status === 204 || status === 409),
    'told so, or that it is done',
  )
})

t.test('of 100 who take the rest of an order at once one does (youlai-mall #100)', async t => {
  const { shop, storeId, order } = await stocked(t, 1)
  const { id } = await order(1, 'pay-at-pickup')
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      shop.staff(
        'POST',
        `/api/v1/orders/${id}/payments`,
        { method: 'card', storeId, amount: 1990 },
        { 'idempotency-key': `pay-${n}` },
      ),
    ),
  )
  t.equal(replies.filter(({ status }) => status === 201).length, 1)
  t.equal(replies.filter(({ status }) => status === 409).length, 99)
  const { body } = await shop.staff('GET', `/api/v1/orders/${id}`)
  t.match(body, { captured: { amount: 1990 } })
  t.equal(body.tenders.length, 1)
})

t.test('returns and sales of one shift at once never wait for each other in a ring', async t => {
  const { shop, storeId, variantId, order } = await stocked(t, 40)
  const shift = made(await shop.staff('POST', '/api/v1/shifts', { storeId, till: 'A', openingCash: 0 }))
  const shiftId: string = shift.id
  const returns: string[] = []
  for (let n = 0; n < 10; n++) {
    const { id, pickupCode } = await order(1, 'pay-at-pickup')
    await shop.collect(pickupCode, storeId, { tender: 'cash', shiftId })
    const body = { via: 'store', reason: 'too small', lines: [{ variantId, quantity: 1 }] }
    const key = { 'idempotency-key': `return-${n}` }
    returns.push(made(await shop.staff('POST', `/api/v1/orders/${id}/returns`, body, key)).id)
  }
  const lines = [{ variantId, restocked: 1, writtenOff: 0 }]
  const replies = await Promise.all(
    returns.flatMap((id, n) => [
      shop.staff('POST', `/api/v1/returns/${id}/receive`, { storeId, shiftId, lines }),
      shop.staff(
        'POST',
        '/api/v1/sales',
        {
          ...{ storeId, shiftId, lines: [{ variantId, quantity: 1 }] },
          tenders: [{ method: 'cash', amount: 1990 }],
        },
        { 'idempotency-key': `sale-${n}` },
      ),
    ]),
  )
  t.same(
    replies.map(({ status }) => status),
    returns.flatMap(() => [200, 201]),
  )
  const { body } = await shop.staff('GET', `/api/v1/shifts/${shiftId}`)
  t.equal(body.expectedCash.amount, 10 * 1990)
  t.same(await shop.level(storeId, variantId), { onHand: 30, reserved: 0 })
})
