import t, { type Test } from 'tap'
import { AppError } from '../../../src/errors.ts'
import { Bus } from '../../../src/events.ts'
import { createLog } from '../../../src/log.ts'
import { Changes } from '../../../src/shop/changes.ts'
import { takeBack } from '../../../src/shop/fulfilment/take-back.ts'
import { type CounterSale, sellOverCounter } from '../../../src/shop/orders/sell-over-counter.ts'
import { StoreClock } from '../../../src/shop/stores/store-clock.ts'
import { made, TestShop } from '../shop-fixture.ts'

async function till(t: Test) {
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  const variantId = await shop.variant(1990)
  await shop.stock(storeId, variantId, 3)
  const shift = { storeId, till: 'Till 1', openingCash: 0 }
  const shiftId: string = made(await shop.staff('POST', '/api/v1/shifts', shift)).id
  const changes = new Changes(shop.db, new Bus(createLog('silent')), shop.clock.now)
  const by = { author: null, now: shop.clock.at, clock: new StoreClock('Asia/Shanghai'), maxQuantity: 99 }
  const sell = (more: Partial<CounterSale> = {}) =>
    changes.make((records, announce) =>
      sellOverCounter(
        records,
        announce,
        {
          ...{ storeId, shiftId, lines: [{ variantId, quantity: 1 }], tenders: [{ method: 'cash' }] },
          ...{ contact: null, ...more },
        },
        by,
      ),
    )
  return { shop, storeId, variantId, changes, sell }
}

t.test('what is sold over the counter is paid and gone at once', async t => {
  const { shop, storeId, variantId, sell } = await till(t)
  const { id } = await sell({
    tenders: [{ method: 'cash', amount: 990, tendered: 1000 }, { method: 'card' }],
  })
  t.match(await shop.shop.orders.view(id), {
    state: 'collected',
    channel: 'counter',
    contact: null,
    captured: { amount: 1990 },
    tenders: [{ method: 'cash' }, { method: 'card', amount: { amount: 1000 } }],
    fulfilments: [{ kind: 'counter', state: 'collected', store: { id: storeId } }],
    steps: ['return'],
  })
  t.same(await shop.level(storeId, variantId), { onHand: 2, reserved: 0 })
  t.same(await shop.shop.ledger.check(), [])
})

t.test('what others have reserved is not sold over the counter, and what is not paid stays', async t => {
  const { shop, storeId, variantId, sell } = await till(t)
  made(await shop.pickup(storeId, variantId, 2))
  t.equal(await refusalOf(sell({ lines: [{ variantId, quantity: 2 }] })), 'out-of-stock')
  t.equal(await refusalOf(sell({ tenders: [{ method: 'cash', amount: 1000 }] })), 'not-paid')
  t.equal(await refusalOf(sell({ tenders: [{ method: 'cash', amount: 2000 }] })), 'more-than-due')
  t.same(await shop.level(storeId, variantId), { onHand: 3, reserved: 2 })
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => sell()))
  t.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  t.same(await shop.level(storeId, variantId), { onHand: 2, reserved: 2 })
  t.same(await shop.shop.ledger.check(), [])
})

t.test('goods come back into the store where they are brought, broken ones to be written off', async t => {
  const { shop, storeId, variantId, changes, sell } = await till(t)
  const other = await shop.store()
  const { id } = await sell({ lines: [{ variantId, quantity: 3 }] })
  await changes.make((records, announce) =>
    takeBack(records, announce, id, [{ variantId, restocked: 2, writtenOff: 1 }], {
      ...{ storeId: other, staffId: null, now: shop.clock.at, reason: 'R-1' },
    }),
  )
  t.same(await shop.level(other, variantId), { onHand: 2, reserved: 0 })
  t.same(await shop.level(storeId, variantId), { onHand: 0, reserved: 0 })
  t.same(await shop.shop.ledger.check(), [])
})

async function refusalOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.type
  }
}
