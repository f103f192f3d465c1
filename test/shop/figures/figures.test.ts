import t from 'tap'
import { staffActor } from '../../../src/access.ts'
import type { FigureRow } from '../../../src/wire.ts'
import { made, noon, TestShop } from '../shop-fixture.ts'

const day = 86_400_000

/** Sells one unit by an order that is collected and paid by card at once. */
async function sold(shop: TestShop, storeId: string, variantId: string): Promise<string> {
  const order = made(await shop.pickup(storeId, variantId))
  const reply = await shop.collect(order.pickupCode, storeId, { tender: 'card' })
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return order.id
}

async function stocked(t: Parameters<typeof TestShop.start>[0]) {
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  const variantId = await shop.variant(1000)
  await shop.stock(storeId, variantId, 20)
  return { shop, storeId, variantId }
}

type Day = { readonly startsAt: string; readonly rows: readonly FigureRow[] }

async function days(shop: TestShop, count: number): Promise<readonly Day[]> {
  return (await shop.staff('GET', `/api/v1/figures/days?days=${count}`)).body.days
}

t.test(
  'what is sold a minute before midnight in the shop is of yesterday, a minute after it of today',
  async t => {
    const { shop, storeId, variantId } = await stocked(t)
    const midnight = Date.UTC(2026, 10, 23, 16)
    shop.clock.at = midnight - 60_000
    await sold(shop, storeId, variantId)
    shop.clock.at = midnight + 60_000
    await sold(shop, storeId, variantId)
    await sold(shop, storeId, variantId)
    const [yesterday, today] = await days(shop, 2)
    t.match(yesterday, { rows: [{ orders: 1, taken: 1000 }] })
    t.match(today, { startsAt: '2026-11-23T16:00:00.000Z', rows: [{ orders: 2, taken: 2000 }] })
    const { body } = await shop.staff('GET', '/api/v1/figures/today')
    t.match(body, {
      startsAt: '2026-11-23T16:00:00.000Z',
      rows: [{ storeId, channel: 'web', orders: 2, taken: 2000 }],
    })
  },
)

t.test('a week later the same hours are put beside today, and no more', async t => {
  const { shop, storeId, variantId } = await stocked(t)
  await sold(shop, storeId, variantId)
  shop.clock.forward(120)
  await sold(shop, storeId, variantId)
  shop.clock.at = noon + 7 * day + 60_000
  const { body } = await shop.staff('GET', '/api/v1/figures/today')
  t.same(body.rows, [])
  t.match(body.lastWeek, [{ orders: 1, taken: 1000 }])
})

t.test('money that goes back on another day leaves the day of its sale as it was', async t => {
  const { shop, storeId, variantId } = await stocked(t)
  const orderId = await sold(shop, storeId, variantId)
  shop.clock.at = noon + 2 * day
  t.equal((await days(shop, 3))[0]?.rows[0]?.taken, 1000)
  const asked = await shop.staff(
    'POST',
    `/api/v1/orders/${orderId}/returns`,
    { via: 'store', storeId, reason: 'worn', lines: [{ variantId, quantity: 1 }] },
    { 'idempotency-key': 'return-1' },
  )
  const lines = [{ variantId, restocked: 1, writtenOff: 0 }]
  const path = `/api/v1/returns/${made(asked).id}/receive`
  t.equal((await shop.staff('POST', path, { storeId, lines })).status, 200)
  const [first, second, third] = await days(shop, 3)
  t.match(first?.rows, [{ taken: 1000, refunded: 0 }])
  t.same(second?.rows, [])
  t.match(third?.rows, [{ orders: 0, taken: 0, refunded: 1000 }])
})

t.test('a day that many look at first at the same moment is kept once', async t => {
  const { shop, storeId, variantId } = await stocked(t)
  await sold(shop, storeId, variantId)
  await sold(shop, storeId, variantId)
  shop.clock.at = noon + 2 * day
  const seen = await Promise.all(Array.from({ length: 8 }, () => days(shop, 3)))
  for (const [first] of seen) t.match(first?.rows, [{ orders: 2, taken: 2000 }])
  const kept = await shop.db.selectFrom('day_figures').selectAll().execute()
  t.equal(kept.length, 1)
  t.equal(Number(kept[0]?.taken), 2000)
  const again = await days(shop, 3)
  t.match(again[0]?.rows, [{ orders: 2, taken: 2000 }])
})

t.test('as many refunds are due in a store as its list of them has orders', async t => {
  const { shop, storeId, variantId } = await stocked(t)
  const other = await shop.store({ name: 'Xuhui' })
  const order = made(await shop.pickup(storeId, variantId))
  const tenders = [
    { method: 'card', amount: 400 },
    { method: 'other', amount: 600 },
  ]
  t.equal((await shop.collect(order.pickupCode, storeId, { tenders })).status, 200)
  const sent = { via: 'post', reason: 'worn', lines: [{ variantId, quantity: 1 }] }
  const path = `/api/v1/orders/${order.id}/returns`
  const back = made(await shop.staff('POST', path, sent, { 'idempotency-key': 'return-1' }))
  const lines = [{ variantId, restocked: 1, writtenOff: 0 }]
  const received = await shop.staff('POST', `/api/v1/returns/${back.id}/receive`, { storeId: other, lines })
  t.equal(received.status, 200)
  const { todo } = (await shop.staff('GET', '/api/v1/figures/today')).body
  t.match(todo, [{ storeId: other, refundsDue: 1 }])
  t.equal(todo.length, 1)
  const { body } = await shop.staff('GET', `/api/v1/orders/${order.id}`)
  t.match(body.refunds, [{ state: 'due', storeId: other }])
  const listed = async (id: string) =>
    (await shop.staff('GET', `/api/v1/orders?todo=refund&storeId=${id}`)).body.items.length
  t.equal(await listed(other), 1)
  t.equal(await listed(storeId), 0)
})

t.test('a return that is bound for no store is counted, and is in the list of those', async t => {
  const { shop, storeId, variantId } = await stocked(t)
  const ask = async (store: string | null) => {
    const id = await sold(shop, storeId, variantId)
    const back = { via: 'post', storeId: store, reason: 'worn', lines: [{ variantId, quantity: 1 }] }
    return made(await shop.staff('POST', `/api/v1/orders/${id}/returns`, back, { 'idempotency-key': id }))
  }
  const [bound, unbound] = [await ask(storeId), await ask(null)]
  const actor = staffActor({ id: 'staff-2', name: 'Mei', role: 'manager', storeId: await shop.store() })
  const counted = async () =>
    (await shop.call('GET', '/api/v1/figures/today', undefined, { actor })).body.returnsToAnyStore
  const listed = async (query: string): Promise<string[]> => {
    const { body } = await shop.call('GET', `/api/v1/returns?${query}`, undefined, { actor })
    return body.items.map(({ id }: { id: string }) => id)
  }
  t.equal(await counted(), 1)
  t.same(await listed('unbound=true'), [unbound.id])
  t.same(await listed(`unbound=true&storeId=${storeId}`), [unbound.id])
  t.match((await shop.staff('GET', '/api/v1/figures/today')).body.todo, [{ storeId, returns: 1 }])
  t.same(
    (await shop.staff('GET', '/api/v1/returns')).body.items.map(({ id }: { id: string }) => id),
    [unbound.id, bound.id],
  )
  const called = await shop.staff('POST', `/api/v1/returns/${unbound.id}/cancel`)
  t.equal(called.status, 200)
  t.equal(await counted(), 0)
})

t.test('who works in one store sees its figures alone, whatever is asked for', async t => {
  const { shop, storeId, variantId } = await stocked(t)
  const other = await shop.store({ name: 'Xuhui' })
  await shop.stock(other, variantId, 5)
  await sold(shop, storeId, variantId)
  await sold(shop, other, variantId)
  made(await shop.pickup(other, variantId))
  const actor = staffActor({ id: 'staff-2', name: 'Mei', role: 'manager', storeId })
  for (const query of ['', `?storeId=${other}`]) {
    const { body } = await shop.call('GET', `/api/v1/figures/today${query}`, undefined, { actor })
    t.same(
      body.rows.map((row: FigureRow) => row.storeId),
      [storeId],
    )
    t.same(body.todo, [])
    t.match(body.bestsellers, [{ variantId, quantity: 1 }])
  }
  const { body } = await shop.staff('GET', '/api/v1/figures/today')
  t.match(body.todo, [{ storeId: other, toPrepare: 1, toHandOver: 0, toShip: 0 }])
})
