import t, { type Test } from 'tap'
import type { StaffActor } from '../../../src/route.ts'
import { made } from '../shop-fixture.ts'
import { TestStaff } from '../staff/staff-fixture.ts'

/** A store, a variant at 19.90 with five units in it, a till that is open, and who works there. */
async function openTill(t: Test) {
  const people = await TestStaff.start(t)
  const { shop } = people
  const storeId = await shop.store()
  const variantId = await shop.variant(1990)
  await shop.stock(storeId, variantId, 5)
  const opening = { storeId, till: 'Till 1', openingCash: 0 }
  const shiftId: string = made(await shop.staff('POST', '/api/v1/shifts', opening)).id
  const li = (await people.person('cashier', '李娜', storeId)).actor
  const wang = (await people.person('cashier', '王丽', storeId)).actor
  const manager = (await people.person('manager', '店长')).actor
  let keys = 0
  const sell = (actor: StaffActor, more: object, key = `sale-${++keys}`) =>
    shop.call(
      'POST',
      '/api/v1/sales',
      {
        ...{ storeId, shiftId, lines: [{ variantId, quantity: 1 }] },
        ...{ tenders: [{ method: 'cash', amount: 1990 }], soldAt: new Date(shop.clock.at).toISOString() },
        ...more,
      },
      { actor, headers: { 'idempotency-key': key } },
    )
  return { people, shop, storeId, variantId, li, wang, manager, sell }
}

t.test('a sale stands in the name of who sold it, and the audit trail says who sent it', async t => {
  const { shop, storeId, variantId, li, wang, manager, sell } = await openTill(t)
  const order = made(await sell(wang, { soldBy: li.id }, 'once'))
  t.equal(
    made(await sell(li, { soldBy: li.id, soldAt: order.placedAt }, 'once')).id,
    order.id,
    'whoever says it',
  )
  const row = await shop.db
    .selectFrom('orders')
    .select('staff_id')
    .where('id', '=', order.id)
    .executeTakeFirstOrThrow()
  t.equal(row.staff_id, li.id)
  const tender = await shop.db
    .selectFrom('tenders')
    .select('staff_id')
    .where('order_id', '=', order.id)
    .executeTakeFirstOrThrow()
  t.equal(tender.staff_id, li.id)
  const events = (await shop.staff('GET', `/api/v1/orders/${order.id}/timeline`)).body.items
  t.same([...new Set(events.map((event: { by: string }) => event.by))], ['李娜'])
  const audit = await shop.call('GET', `/api/v1/audit?subjectId=${order.id}`, undefined, { actor: manager })
  const entry = (action: string) =>
    audit.body.items.filter((each: { action: string }) => each.action === action)
  t.match(entry('sale.booked'), [
    {
      actor: { name: '王丽' },
      subject: { kind: 'order' },
      storeId,
      after: { soldBy: '李娜', number: order.number, soldAt: order.placedAt },
    },
  ])
  t.match(entry('order.payment'), [{ actor: { name: '王丽' } }])
  t.strictSame(await shop.level(storeId, variantId), { onHand: 4, reserved: 0 })
})

t.test('of a sale that its seller sends there is nothing more to say', async t => {
  const { shop, li, manager, sell } = await openTill(t)
  const order = made(await sell(li, { soldBy: li.id }))
  const audit = await shop.call('GET', `/api/v1/audit?subjectId=${order.id}`, undefined, { actor: manager })
  t.strictSame(
    audit.body.items.map((each: { action: string }) => each.action),
    ['order.payment'],
  )
})

t.test('nothing is booked in the name of who could not sell there then', async t => {
  const { people, shop, storeId, variantId, li, wang, manager, sell } = await openTill(t)
  const elsewhere = await shop.store({ name: 'Pudong' })
  const mei = (await people.person('cashier', '梅', elsewhere)).actor
  const host = (await people.person('host', '主播')).actor
  const before = new Date(shop.clock.at).toISOString()
  shop.clock.forward(10)
  const change = { disabled: true }
  const left = await people.call(manager, 'PATCH', `/api/v1/staff/${li.id}`, change)
  t.equal(left.status, 200, JSON.stringify(left.body))
  shop.clock.forward(10)
  for (const soldBy of [mei.id, host.id, li.id, 'nobody', wang.id.slice(1)]) {
    const refused = await sell(wang, { soldBy })
    t.equal(refused.status, 409, soldBy)
    t.match(refused.body, { type: 'not-a-seller' })
  }
  t.strictSame(await shop.level(storeId, variantId), { onHand: 5, reserved: 0 })
  t.equal(
    (await sell(wang, { soldBy: li.id, soldAt: before })).status,
    201,
    'she worked here when she sold it',
  )
  t.equal((await sell(wang, { soldBy: li.id }, 'key')).status, 409)
  t.equal((await sell(wang, { soldBy: wang.id }, 'key')).status, 201, 'a refusal has left the key free')
  t.strictSame(await shop.level(storeId, variantId), { onHand: 3, reserved: 0 })
})
