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

// medusa #14987, #15132, #16502: checked in aggregate, reserved at the first place, two lines of one item.
t.test(
  'of 240 buyers at once, by every way and with doubled and bundled lines, exactly 10 units are sold',
  async t => {
    const shop = await TestShop.start(t)
    const stores = [await shop.store(), await shop.store(), await shop.store()]
    const [tea = '', cup = ''] = await shop.variants([1990, 500])
    for (const [index, storeId] of stores.entries()) {
      await shop.stock(storeId, tea, [4, 3, 3][index] ?? 0)
      await shop.stock(storeId, cup, 500)
    }
    const one = { variantId: tea, quantity: 1 }
    const baskets = [[one], [one, one], [one, { variantId: cup, quantity: 2 }]]
    const ways = [
      ...stores.map(storeId => ({ kind: 'pickup', storeId })),
      { kind: 'delivery', address: '5 Lane' },
      { kind: 'delivery', address: '5 Lane', split: true },
    ]
    const replies = await Promise.all(
      Array.from({ length: 240 }, (_, n) => {
        const fulfilment = ways[n % ways.length]
        const method = fulfilment?.kind === 'pickup' ? 'pay-at-pickup' : 'cash-on-delivery'
        // The last ones want but one, so that none is left lying.
        return shop.order({ lines: baskets[n < 160 ? n % 3 : 0], fulfilment, payment: { method } })
      }),
    )
    let sold = 0
    for (const { status, body } of replies) {
      if (status !== 201) t.ok(['out-of-stock', 'split-needed'].includes(body.type), body.type)
      else for (const line of body.lines) sold += line.variantId === tea ? line.quantity : 0
    }
    t.equal(sold, 10)
    for (const [index, storeId] of stores.entries()) {
      const units = [4, 3, 3][index]
      t.same(await shop.level(storeId, tea), { onHand: units, reserved: units })
    }
    t.same(await shop.shop.ledger.check(), [])
  },
)

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
