import t, { type Test } from 'tap'
import { staffActor } from '../../src/access.ts'
import type { Role } from '../../src/permissions.ts'
import type { StaffActor } from '../../src/route.ts'
import { made, TestShop } from './shop-fixture.ts'

/** Two stores with goods, and people who work in the first alone. */
async function twoStores(t: Test) {
  const shop = await TestShop.start(t)
  const own = await shop.store({ name: 'Own' })
  const other = await shop.store({ name: 'Other' })
  const variantId = await shop.variant(1000)
  for (const storeId of [own, other]) await shop.stock(storeId, variantId, 10)
  const of = (role: Role) => staffActor({ id: `own-${role}`, name: role, role, storeId: own })
  let keys = 0
  const as = (actor: StaffActor) => (method: string, path: string, body?: unknown) =>
    shop.call(method, path, body, { actor, headers: { 'idempotency-key': `one-store-${++keys}` } })
  return { shop, own, other, variantId, cashier: as(of('cashier')), manager: as(of('manager')) }
}

/** An order that the other store handed over for cash in its till, and all of which the buyer wants to give back. */
async function boughtElsewhere(t: Test) {
  const world = await twoStores(t)
  const { shop, other, variantId } = world
  const till = { storeId: other, till: 'Till 1', openingCash: 50_000 }
  const shiftId: string = made(await shop.staff('POST', '/api/v1/shifts', till)).id
  const order = made(await shop.pickup(other, variantId, 2))
  const { status } = await shop.collect(order.pickupCode, other, { shiftId, tender: 'cash' })
  if (status !== 200) throw new Error('the order was not handed over')
  const path = `/api/v1/orders/${order.id}/returns?accessToken=${order.accessToken}`
  const lines = [{ variantId, quantity: 1 }]
  const wish = { via: 'post', storeId: other, reason: 'too small', lines }
  const asked = made(await shop.call('POST', path, wish, { headers: { 'idempotency-key': 'wish' } }))
  return { ...world, shiftId, order, returnId: String(asked.id) }
}

t.test('the ledger shows people of one store what moved in it, and nothing of the others', async t => {
  const { own, other, cashier } = await twoStores(t)
  const all = await cashier('GET', '/api/v1/stock/movements')
  t.ok(all.body.items.length > 0)
  t.same(new Set(all.body.items.map((item: { storeId: string }) => item.storeId)), new Set([own]))
  t.equal((await cashier('GET', `/api/v1/stock/movements?storeId=${other}`)).status, 403)
})

t.test('a manager of one store opens no further stores', async t => {
  const { manager } = await twoStores(t)
  const refused = await manager('POST', '/api/v1/stores', { name: 'New', address: '2 Road', pickup: true })
  t.equal(refused.status, 403)
})

t.test('people of one store write no notes into the orders of another', async t => {
  const { shop, own, other, variantId, cashier } = await twoStores(t)
  const theirs = made(await shop.pickup(other, variantId))
  t.equal((await cashier('POST', `/api/v1/orders/${theirs.id}/notes`, { text: 'hello' })).status, 403)
  const ours = made(await shop.pickup(own, variantId))
  t.equal((await cashier('POST', `/api/v1/orders/${ours.id}/notes`, { text: 'hello' })).status, 204)
})

t.test('a return that is to come to one store is not refused or dropped by another', async t => {
  const { cashier, returnId, shop } = await boughtElsewhere(t)
  t.equal((await cashier('POST', `/api/v1/returns/${returnId}/refuse`, { reason: 'no' })).status, 403)
  t.equal((await cashier('POST', `/api/v1/returns/${returnId}/cancel`)).status, 403)
  const parcel = { carrier: 'SF', trackingNumber: '1' }
  t.equal((await cashier('PATCH', `/api/v1/returns/${returnId}`, parcel)).status, 403)
  t.equal((await shop.staff('GET', `/api/v1/returns/${returnId}`)).body.state, 'requested')
})

t.test('nobody pays a refund out of the till of another store', async t => {
  const { shop, own, cashier, manager, returnId, shiftId, variantId, other } = await boughtElsewhere(t)
  const lines = [{ variantId, restocked: 1, writtenOff: 0 }]
  const taken = await shop.staff('POST', `/api/v1/returns/${returnId}/receive`, {
    storeId: other,
    shiftId,
    lines,
  })
  t.equal(taken.status, 200)
  const [refund] = (await shop.db.selectFrom('refunds').selectAll().execute()) ?? []
  t.equal(refund?.state, 'due')
  for (const person of [cashier, manager]) {
    t.equal((await person('POST', `/api/v1/refunds/${refund?.id}/done`, { shiftId })).status, 403)
    t.equal((await person('POST', `/api/v1/refunds/${refund?.id}/done`, { reference: 'x' })).status, 403)
  }
  const till = { storeId: own, till: 'Till 1', openingCash: 0 }
  const ownShift: string = made(await shop.staff('POST', '/api/v1/shifts', till)).id
  t.equal((await cashier('POST', `/api/v1/refunds/${refund?.id}/done`, { shiftId: ownShift })).status, 204)
  const shift = await shop.staff('GET', `/api/v1/shifts/${shiftId}`)
  t.match(shift.body, { expectedCash: { amount: 52_000 } }, 'the till of the other store is as it was')
})
