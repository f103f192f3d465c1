import t from 'tap'
import { Bus } from '../../../src/events.ts'
import { createLog } from '../../../src/log.ts'
import { Changes } from '../../../src/shop/changes.ts'
import { lineShare } from '../../../src/shop/payments/line-share.ts'
import { refund } from '../../../src/shop/payments/refund.ts'
import { refundPlan } from '../../../src/shop/payments/refund-plan.ts'
import { engine } from '../../helpers/engine.ts'
import { made, TestShop } from '../shop-fixture.ts'
import { dice } from './seeded.ts'

const orders = engine === 'sqlite' ? 150 : 80
t.setTimeout(300_000)

t.test(`${orders} orders paid in several ways and brought back in part have books that agree`, async t => {
  const { int, seed } = dice()
  t.comment(`SEED=${seed}`)
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  const variants = await shop.variants([1, 99, 1333, 8796])
  for (const id of variants) await shop.stock(storeId, id, 1_000_000)
  const till = { storeId, till: 'Till 1', openingCash: 0 }
  const { id: shiftId } = made(await shop.staff('POST', '/api/v1/shifts', till))
  const changes = new Changes(shop.db, new Bus(createLog('silent')), shop.clock.now)
  let wrong = 0
  for (let n = 0; n < orders; n++) {
    const lines = variants
      .filter((_, index) => index === n % 4 || int(0, 1) === 1)
      .map(variantId => ({ variantId, quantity: int(1, 5) }))
    const placed = made(await shop.order({ lines, fulfilment: { kind: 'pickup', storeId } }))
    const total: number = placed.total.amount
    const first = int(0, total - 1)
    const methods = ['cash', 'card', 'wechat-pay', 'alipay']
    const tenders = [
      ...(first > 0 ? [{ method: methods[int(0, 3)], amount: first }] : []),
      { method: methods[int(0, 3)] },
    ]
    const collected = await shop.collect(placed.pickupCode, storeId, { shiftId, tenders })
    if (collected.status !== 200 || collected.body.captured.amount !== total) wrong++
    const back = lines.map(line => ({ ...line, quantity: int(0, line.quantity) }))
    const amount = back.reduce((sum, { variantId, quantity }) => {
      const line = placed.lines.find((line: { variantId: string }) => line.variantId === variantId)
      return sum + lineShare({ quantity: line.quantity, total: line.total.amount }, 0, quantity)
    }, 0)
    await changes.make(async (records, announce) => {
      const plan = refundPlan(await records.payments.tenders([placed.id]), amount)
      if (plan === null) throw new Error('no plan')
      const by = { author: null, now: shop.clock.at, reason: 'test', handedBack: true }
      await refund(records, announce, placed.id, plan, by)
    })
    const view = await shop.shop.orders.view(placed.id)
    const sums = view.tenders.reduce(
      (sum, { amount, refunded }) => ({ taken: sum.taken + amount.amount, back: sum.back + refunded.amount }),
      { taken: 0, back: 0 },
    )
    const refunds = view.refunds.reduce((sum, { amount }) => sum + amount.amount, 0)
    if (sums.taken !== total || sums.back !== amount || refunds !== amount) wrong++
    if (view.refunded.amount !== amount || view.captured.amount !== total) wrong++
  }
  t.equal(wrong, 0)
  t.same(await shop.shop.ledger.check(), [])
})

// medusa #16012: a capture and a refund at once.
t.test('of 40 refunds of one payment at once no more gets through than was paid (medusa #16012)', async t => {
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  const variantId = await shop.variant(1000)
  await shop.stock(storeId, variantId, 1)
  const placed = made(await shop.pickup(storeId, variantId))
  const { body } = await shop.collect(placed.pickupCode, storeId)
  const [tender] = body.tenders
  const changes = new Changes(shop.db, new Bus(createLog('silent')), shop.clock.now)
  const results = await Promise.allSettled(
    Array.from({ length: 40 }, () =>
      changes.make((records, announce) =>
        refund(records, announce, placed.id, [{ tenderId: tender.id, amount: 100 }], {
          ...{ author: null, now: shop.clock.at, reason: 'test' },
        }),
      ),
    ),
  )
  t.equal(results.filter(({ status }) => status === 'fulfilled').length, 10)
  t.match(await shop.shop.orders.view(placed.id), { refunded: { amount: 1000 }, captured: { amount: 1000 } })
})
