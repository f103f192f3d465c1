import t from 'tap'
import { made, noon, TestShop } from '../shop-fixture.ts'

async function stocked(t: Parameters<typeof TestShop.start>[0], units = 5) {
  const shop = await TestShop.start(t)
  const storeId = await shop.store({ name: 'Bund' })
  const variantId = await shop.variant(1990)
  await shop.stock(storeId, variantId, units)
  return { shop, storeId, variantId }
}

t.test('goods are handed over once; the second scan is told when', async t => {
  const { shop, storeId, variantId } = await stocked(t)
  const placed = made(await shop.pickup(storeId, variantId, 2))
  const found = await shop.staff('POST', '/api/v1/pickups/lookup', { code: placed.pickupCode })
  t.match(found, { status: 200, body: { id: placed.id, state: 'placed' } })
  shop.clock.forward(5)
  const before = shop.news.length
  const collected = await shop.collect(placed.pickupCode, storeId, { tender: 'wechat-pay' })
  t.match(collected, { status: 200, body: { id: placed.id, state: 'collected', lines: [{ quantity: 2 }] } })
  t.notOk('pickupCode' in collected.body || 'holdExpiresAt' in collected.body)
  t.same(await shop.level(storeId, variantId), { onHand: 3, reserved: 0 })
  t.match(shop.news.slice(before), [
    { name: 'order.paid', fact: { orderId: placed.id } },
    { name: 'stock.changed', fact: { levels: [{ onHand: 3, reserved: 0 }] } },
    { name: 'order.collected', fact: { orderId: placed.id } },
  ])
  shop.clock.forward(1)
  const again = await shop.collect(placed.pickupCode, storeId)
  t.match(again, {
    status: 409,
    body: { type: 'already-collected', collectedAt: new Date(noon + 300_000).toISOString() },
  })
  t.same(await shop.level(storeId, variantId), { onHand: 3, reserved: 0 })
  t.same(await shop.shop.stock.checkLedger(), [])
  t.match(await shop.db.selectFrom('tenders').selectAll().execute(), [
    { order_id: placed.id, method: 'wechat-pay', amount: 3980, currency: 'CNY', staff_id: 'staff-1' },
  ])
  const { done_by } = await shop.db.selectFrom('fulfilments').selectAll().executeTakeFirstOrThrow()
  t.equal(done_by, 'staff-1')
})

t.test('of twenty scans at once one hands over', async t => {
  const { shop, storeId, variantId } = await stocked(t)
  const { pickupCode } = made(await shop.pickup(storeId, variantId))
  const replies = await Promise.all(Array.from({ length: 20 }, () => shop.collect(pickupCode, storeId)))
  t.equal(replies.filter(({ status }) => status === 200).length, 1)
  t.equal(replies.filter(({ body }) => body.type === 'already-collected').length, 19)
  t.same(await shop.level(storeId, variantId), { onHand: 4, reserved: 0 })
  t.equal((await shop.db.selectFrom('tenders').selectAll().execute()).length, 1)
})

// medusa #16338, saleor PR #10218, #10225: fulfilled from another place than where it was reserved.
t.test('another store does not hand over, and names the right one', async t => {
  const { shop, storeId, variantId } = await stocked(t)
  const other = await shop.store({ name: 'Station' })
  await shop.stock(other, variantId, 5)
  const { pickupCode } = made(await shop.pickup(storeId, variantId))
  const reply = await shop.collect(pickupCode, other)
  t.match(reply, { status: 409, body: { type: 'wrong-store', store: { id: storeId, name: 'Bund' } } })
  t.match(reply.body.detail, /Bund/)
  t.same(await shop.level(other, variantId), { onHand: 5, reserved: 0 })
  t.equal((await shop.collect(pickupCode, storeId)).status, 200)
})

t.test('a code is understood as people type it, and no other code is', async t => {
  const { shop, storeId, variantId } = await stocked(t)
  const { pickupCode } = made(await shop.pickup(storeId, variantId))
  const bare = pickupCode.replaceAll('-', '')
  const sloppy = [
    bare.toLowerCase(),
    ` ${bare.slice(0, 6)} ${bare.slice(6)} `,
    bare.replaceAll('0', 'o').replaceAll('1', 'l'),
    pickupCode.replaceAll('-', '–'),
    pickupCode.replace(/[0-9]/g, (digit: string) => String.fromCharCode(0xff10 + Number(digit))),
  ]
  for (const code of sloppy) {
    t.equal((await shop.staff('POST', '/api/v1/pickups/lookup', { code })).status, 200, code)
  }
  for (const code of ['0000-0000-0000', 'x', "' or 1=1 --", bare.slice(1), `${bare}0`]) {
    t.equal((await shop.collect(code, storeId)).status, 404, code)
  }
  t.equal((await shop.collect('', storeId)).status, 400)
  const guest = await shop.call('POST', '/api/v1/pickups', { code: pickupCode, storeId })
  t.equal(guest.status, 401)
})

t.test('a cancelled order gives its goods back once', async t => {
  const { shop, storeId, variantId } = await stocked(t)
  const { id, accessToken, pickupCode } = made(await shop.pickup(storeId, variantId, 2))
  const before = shop.news.length
  const headers = { authorization: `Bearer ${accessToken}` }
  const cancel = () => shop.call('POST', `/api/v1/orders/${id}/cancel`, undefined, { headers })
  const replies = await Promise.all([cancel(), cancel(), cancel()])
  for (const reply of replies) t.match(reply, { status: 200, body: { id, state: 'cancelled' } })
  t.same(await shop.level(storeId, variantId), { onHand: 5, reserved: 0 })
  t.same(
    shop.news.slice(before).map(({ name }) => name),
    ['stock.changed', 'order.cancelled'],
  )
  t.match(await shop.collect(pickupCode, storeId), { status: 409, body: { type: 'order-cancelled' } })
  t.same(await shop.shop.stock.checkLedger(), [])
})

t.test('what was collected is not cancelled', async t => {
  const { shop, storeId, variantId } = await stocked(t)
  const { id, accessToken, pickupCode } = made(await shop.pickup(storeId, variantId))
  await shop.collect(pickupCode, storeId)
  const reply = await shop.call('POST', `/api/v1/orders/${id}/cancel?accessToken=${accessToken}`)
  t.match(reply, { status: 409, body: { type: 'already-collected' } })
  t.same(await shop.level(storeId, variantId), { onHand: 4, reserved: 0 })
})

t.test('a delivery is shipped once, and has no code to collect it by', async t => {
  const { shop, storeId, variantId } = await stocked(t)
  const order = {
    lines: [{ variantId, quantity: 2 }],
    fulfilment: { kind: 'delivery', address: '5 Lane' },
    payment: { method: 'card' },
  }
  const { id, accessToken } = made(await shop.order(order))
  const ship = () =>
    shop.staff('POST', `/api/v1/orders/${id}/shipments`, { carrier: 'SF', trackingNumber: '1' })
  t.match(await ship(), { status: 201, body: { state: 'shipped' } })
  t.match(await ship(), { status: 409, body: { type: 'already-shipped' } })
  const cancel = await shop.call('POST', `/api/v1/orders/${id}/cancel?accessToken=${accessToken}`)
  t.match(cancel, { status: 409, body: { type: 'already-shipped' } })
  t.same(await shop.level(storeId, variantId), { onHand: 3, reserved: 0 })
  t.match(await shop.db.selectFrom('fulfilments').selectAll().execute(), [
    { carrier: 'SF', tracking_number: '1' },
  ])
  const pickup = made(await shop.pickup(storeId, variantId))
  const wrong = await shop.staff('POST', `/api/v1/orders/${pickup.id}/shipments`, {})
  t.match(wrong, { status: 409, body: { type: 'not-a-delivery' } })
  t.equal((await shop.staff('POST', '/api/v1/orders/nothing/shipments', {})).status, 404)
  t.same(await shop.shop.stock.checkLedger(), [])
})

t.test(
  'an order is seen with its own token or by staff, and a stranger does not learn that it is there',
  async t => {
    const { shop, storeId, variantId } = await stocked(t)
    const mine = made(await shop.pickup(storeId, variantId))
    const other = made(await shop.pickup(storeId, variantId))
    const read = (id: string, authorization?: string) =>
      shop.call('GET', `/api/v1/orders/${id}`, undefined, { headers: authorization ? { authorization } : {} })
    t.match(await read(mine.id, `Bearer ${mine.accessToken}`), {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { number: mine.number, pickupCode: mine.pickupCode },
    })
    t.notOk('accessToken' in (await read(mine.id, `Bearer ${mine.accessToken}`)).body)
    const byQuery = await shop.call('GET', `/api/v1/orders/${mine.id}?accessToken=${mine.accessToken}`)
    t.equal(byQuery.status, 200)
    for (const authorization of [undefined, 'Bearer', 'Bearer x', `Bearer ${other.accessToken}`]) {
      t.equal((await read(mine.id, authorization)).status, 401)
    }
    t.same((await read('nothing')).body, (await read(mine.id)).body)
    const cancel = await shop.call(
      'POST',
      `/api/v1/orders/${mine.id}/cancel?accessToken=${other.accessToken}`,
    )
    t.equal(cancel.status, 401)
    t.match(await shop.staff('GET', `/api/v1/orders/${mine.id}`), { status: 200, body: { state: 'placed' } })
    t.equal((await shop.staff('GET', '/api/v1/orders/nothing')).status, 404)
  },
)

t.test(
  'staff list orders by state, store and room, newest first, page by page, without their codes',
  async t => {
    const { shop, storeId, variantId } = await stocked(t, 20)
    const other = await shop.store()
    await shop.stock(other, variantId, 20)
    const ids: string[] = []
    for (let n = 0; n < 5; n++) {
      shop.clock.forward(1)
      ids.unshift(made(await shop.pickup(storeId, variantId)).id)
    }
    shop.clock.forward(1)
    const lines = [{ variantId, quantity: 1 }]
    const live = made(
      await shop.order({ lines, fulfilment: { kind: 'pickup', storeId: other }, roomSlug: 'tea' }),
    )
    await shop.staff('POST', `/api/v1/orders/${ids[0]}/cancel`)
    const list = async (query: string) => (await shop.staff('GET', `/api/v1/orders?${query}`)).body
    const idsOf = (page: { items: { id: string }[] }) => page.items.map(({ id }) => id)
    t.same(idsOf(await list('')), [live.id, ...ids])
    t.same(idsOf(await list('roomSlug=tea')), [live.id])
    t.same(idsOf(await list(`storeId=${storeId}&state=placed`)), ids.slice(1))
    const first = await list(`storeId=${storeId}&limit=2`)
    t.same(idsOf(first), ids.slice(0, 2))
    // An order that comes meanwhile moves nothing.
    shop.clock.forward(1)
    await shop.pickup(storeId, variantId)
    const second = await list(`storeId=${storeId}&limit=2&cursor=${first.next}`)
    t.same(idsOf(second), ids.slice(2, 4))
    const third = await list(`storeId=${storeId}&limit=2&cursor=${second.next}`)
    t.same(idsOf(third), ids.slice(4))
    t.equal(third.next, null)
    t.notOk(JSON.stringify(await list('')).includes('pickupCode'))
    t.equal((await shop.call('GET', '/api/v1/orders')).status, 401)
    for (const query of ['cursor=x', 'limit=0', 'limit=101', 'state=lost']) {
      t.equal((await shop.staff('GET', `/api/v1/orders?${query}`)).status, 400, query)
    }
  },
)
