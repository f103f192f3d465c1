import t from 'tap'
import { assistant } from '../call.ts'
import { TestShop } from '../shop-fixture.ts'

// opencart #4811, bagisto #4074, magento2 #6363, woocommerce #12467: the last unit sold more than once.
t.test('of 200 buyers at once of the last 10 units, exactly 10 get one', async t => {
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  const variantId = await shop.variant()
  await shop.stock(storeId, variantId, 10)
  const replies = await Promise.all(Array.from({ length: 200 }, () => shop.pickup(storeId, variantId)))
  const placed = replies.filter(reply => reply.status === 201)
  const refused = replies.filter(reply => reply.status === 409)
  t.equal(placed.length, 10)
  t.equal(refused.length, 190)
  for (const { body } of refused) {
    t.equal(body.type, 'out-of-stock')
    t.match(body.lines, [{ variantId, requested: 1, available: 0 }])
  }
  t.equal(new Set(placed.map(({ body }) => body.number)).size, 10)
  t.equal(new Set(placed.map(({ body }) => body.pickupCode)).size, 10)
  t.same(await shop.level(storeId, variantId), { onHand: 10, reserved: 10 })
  t.same(await shop.shop.stock.checkLedger(), [])
  t.equal(shop.news.filter(({ name }) => name === 'order.placed').length, 10)
})

t.test('buyers of the last units in several baskets and stores never get more than there is', async t => {
  const shop = await TestShop.start(t)
  const stores = [await shop.store(), await shop.store()]
  const [a = '', b = ''] = await shop.variants([100, 200])
  for (const storeId of stores) {
    await shop.stock(storeId, a, 5)
    await shop.stock(storeId, b, 5)
  }
  const delivery = { fulfilment: { kind: 'delivery', address: '5 Lane' }, payment: { method: 'card' } }
  const replies = await Promise.all(
    Array.from({ length: 60 }, (_, n) => {
      const lines = [
        { variantId: n % 2 ? a : b, quantity: 1 },
        { variantId: n % 2 ? b : a, quantity: 1 },
      ]
      return shop.order({ ...delivery, lines })
    }),
  )
  t.equal(replies.filter(reply => reply.status === 201).length, 10)
  for (const storeId of stores) {
    t.same(await shop.level(storeId, a), { onHand: 5, reserved: 5 })
    t.same(await shop.level(storeId, b), { onHand: 5, reserved: 5 })
  }
  t.same(await shop.shop.stock.checkLedger(), [])
})

t.test('the same idempotency key 20 times at once makes one order and 20 equal answers', async t => {
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  const variantId = await shop.variant()
  await shop.stock(storeId, variantId, 10)
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => shop.pickup(storeId, variantId, 2, 'one-and-the-same')),
  )
  t.equal(new Set(replies.map(reply => JSON.stringify([reply.status, reply.body]))).size, 1)
  t.equal(replies[0]?.status, 201)
  t.type(replies[0]?.body.accessToken, 'string')
  t.same(await shop.level(storeId, variantId), { onHand: 10, reserved: 2 })
  t.equal((await shop.shop.orders.list({}, { after: null, limit: 100 }, assistant)).items.length, 1)
  t.equal(shop.news.filter(({ name }) => name === 'order.placed').length, 1)
})
