import t, { type Test } from 'tap'
import { staffActor } from '../../../src/access.ts'
import { assistant, type Reply } from '../call.ts'
import { made, TestShop } from '../shop-fixture.ts'

/** A store, a variant at 19.90 with five units in it, and a till that is open with 100.00. */
async function openTill(t: Test, options?: Parameters<typeof TestShop.start>[1]) {
  const shop = await TestShop.start(t, options)
  const storeId = await shop.store()
  const variantId = await shop.variant(1990)
  await shop.stock(storeId, variantId, 5)
  const shiftId: string = made(await open(shop, storeId)).id
  return { shop, storeId, variantId, shiftId }
}

const open = (shop: TestShop, storeId: string, till = 'Till 1', openingCash = 10_000) =>
  shop.staff('POST', '/api/v1/shifts', { storeId, till, openingCash })

let keys = 0
const sell = (shop: TestShop, body: object, key = `sale-${++keys}`): Promise<Reply> =>
  shop.staff('POST', '/api/v1/sales', body, { 'idempotency-key': key })

const close = (shop: TestShop, shiftId: string, countedCash: number, key?: string) =>
  shop.staff(
    'POST',
    `/api/v1/shifts/${shiftId}/close`,
    { countedCash },
    key === undefined ? {} : { 'idempotency-key': key },
  )

const cash = (amount: number, tendered?: number) => ({
  method: 'cash',
  amount,
  ...(tendered === undefined ? {} : { tendered }),
})

t.test('a till is open once at a time, and any number of times one after the other', async t => {
  const { shop, storeId, shiftId } = await openTill(t)
  const second = await open(shop, storeId)
  t.equal(second.status, 409)
  t.match(second.body, { type: 'till-open', shiftId, openedBy: 'Lin' })
  t.equal((await open(shop, storeId, 'Till 2')).status, 201, 'another till of the store')
  t.equal((await open(shop, await shop.store({ name: 'Pudong' }))).status, 201, 'another store')
  t.equal((await close(shop, shiftId, 10_000)).status, 200)
  t.equal((await open(shop, storeId)).status, 201)
  const listed = await shop.staff('GET', `/api/v1/shifts?storeId=${storeId}&open=true`)
  t.equal(listed.body.items.length, 2)
})

t.test('of ten tablets that open one till at once, one does', async t => {
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  const replies = await Promise.all(Array.from({ length: 10 }, () => open(shop, storeId)))
  t.equal(replies.filter(({ status }) => status === 201).length, 1)
  t.equal(replies.filter(({ status }) => status === 409).length, 9)
})

t.test('a sale is ordered, paid and gone at once, by several tenders, with change', async t => {
  const { shop, storeId, variantId, shiftId } = await openTill(t)
  const tenders = [{ method: 'card', amount: 1000 }, cash(2980, 5000)]
  const sale = { storeId, shiftId, lines: [{ variantId, quantity: 2 }], tenders }
  const order = made(await sell(shop, sale))
  t.match(order, {
    state: 'collected',
    channel: 'counter',
    total: { amount: 3980 },
    captured: { amount: 3980 },
    contact: null,
  })
  const tenderOf = (method: string) =>
    order.tenders.find((tender: { method: string }) => tender.method === method)
  t.match(tenderOf('card'), { amount: { amount: 1000 }, tendered: null })
  t.match(tenderOf('cash'), { amount: { amount: 2980 }, tendered: { amount: 5000 } })
  t.type(order.accessToken, 'string', 'for the QR of the receipt')
  t.strictSame(await shop.level(storeId, variantId), { onHand: 3, reserved: 0 })
  const shift = (await shop.staff('GET', `/api/v1/shifts/${shiftId}`)).body
  t.match(shift, { sales: 1, lateSales: 0, expectedCash: { amount: 12_980 } })
  t.strictSame(
    shift.byMethod.map((each: { method: string; taken: { amount: number } }) => [
      each.method,
      each.taken.amount,
    ]),
    [
      ['card', 1000],
      ['cash', 2980],
    ],
  )
  t.strictSame(await shop.shop.stock.checkLedger(), [])
})

t.test('the same sale told ten times at once is one sale (vendure-plugins #620)', async t => {
  const { shop, storeId, variantId, shiftId } = await openTill(t)
  const sale = { storeId, shiftId, lines: [{ variantId, quantity: 1 }], tenders: [cash(1990)] }
  const replies = await Promise.all(Array.from({ length: 10 }, () => sell(shop, sale, 'one-sale')))
  t.equal(new Set(replies.map(({ body }) => body.id)).size, 1)
  t.equal(new Set(replies.map(({ body }) => body.accessToken)).size, 1)
  t.strictSame(await shop.level(storeId, variantId), { onHand: 4, reserved: 0 })
  const other = await sell(shop, { ...sale, lines: [{ variantId, quantity: 2 }] }, 'one-sale')
  t.equal(other.status, 422)
})

t.test('what is not there, or kept for another, is not sold; the line is named', async t => {
  const { shop, storeId, variantId, shiftId } = await openTill(t)
  made(await shop.pickup(storeId, variantId, 3))
  const lines = [
    { variantId, quantity: 2 },
    { variantId, quantity: 1 },
  ]
  const refused = await sell(shop, { storeId, shiftId, lines, tenders: [cash(5970)] })
  t.equal(refused.status, 409, 'two lines that share an item are one (medusa #16502)')
  t.match(refused.body, { type: 'out-of-stock', lines: [{ variantId, requested: 3, available: 2 }] })
  t.strictSame(await shop.level(storeId, variantId), { onHand: 5, reserved: 3 })
  t.equal((await shop.staff('GET', `/api/v1/shifts/${shiftId}`)).body.sales, 0)
})

t.test('the last five units, sold by twenty tills at once, are sold five times', async t => {
  const { shop, storeId, variantId, shiftId } = await openTill(t)
  const sale = { storeId, shiftId, lines: [{ variantId, quantity: 1 }], tenders: [cash(1990)] }
  const replies = await Promise.all(Array.from({ length: 20 }, () => sell(shop, sale)))
  t.equal(replies.filter(({ status }) => status === 201).length, 5)
  t.strictSame(await shop.level(storeId, variantId), { onHand: 0, reserved: 0 })
  const shift = (await shop.staff('GET', `/api/v1/shifts/${shiftId}`)).body
  t.match(shift, { sales: 5, expectedCash: { amount: 10_000 + 5 * 1990 } })
  t.strictSame(await shop.shop.stock.checkLedger(), [])
})

t.test('money that is not the total is refused, and nothing is charged or taken', async t => {
  const { shop, storeId, variantId, shiftId } = await openTill(t)
  const lines = [{ variantId, quantity: 1 }]
  for (const tenders of [[cash(1900)], [cash(1991)], [], [cash(990), { method: 'card', amount: 1001 }]]) {
    const refused = await sell(shop, { storeId, shiftId, lines, tenders })
    t.equal(refused.status, 409)
    t.match(refused.body, { type: 'price-changed', total: { amount: 1990 } })
  }
  t.equal((await sell(shop, { storeId, shiftId, lines, tenders: [cash(1990, 1000)] })).status, 400)
  t.strictSame(await shop.level(storeId, variantId), { onHand: 5, reserved: 0 })
})

t.test('nothing is sold without an open shift, nor in a shift of another store', async t => {
  const { shop, storeId, variantId, shiftId } = await openTill(t)
  const sale = { storeId, shiftId, lines: [{ variantId, quantity: 1 }], tenders: [cash(1990)] }
  const elsewhere = await shop.store({ name: 'Pudong' })
  t.equal((await sell(shop, { ...sale, storeId: elsewhere })).status, 404)
  await close(shop, shiftId, 10_000)
  const refused = await sell(shop, sale)
  t.equal(refused.status, 409)
  t.match(refused.body, { type: 'shift-closed', openShiftId: null })
  t.strictSame(await shop.level(storeId, variantId), { onHand: 5, reserved: 0 })
})

t.test('a sale that comes after its shift was closed counts in the next one of that till', async t => {
  const { shop, storeId, variantId, shiftId } = await openTill(t)
  const soldAt = new Date(shop.clock.at).toISOString()
  shop.clock.forward(30)
  const z = await close(shop, shiftId, 11_990)
  t.match(z.body, { expectedCash: { amount: 10_000 }, difference: { amount: 1990 } })
  shop.clock.forward(30)
  const next: string = made(await open(shop, storeId, 'Till 1', 11_990)).id
  const sale = { storeId, shiftId, lines: [{ variantId, quantity: 1 }], tenders: [cash(1990)], soldAt }
  const order = made(await sell(shop, sale))
  t.equal(order.placedAt, soldAt, 'it keeps its own time')
  const shift = (await shop.staff('GET', `/api/v1/shifts/${next}`)).body
  t.match(shift, { sales: 1, lateSales: 1, expectedCash: { amount: 13_980 } })
  const closed = (await shop.staff('GET', `/api/v1/shifts/${shiftId}`)).body
  t.match(closed, { sales: 0, expectedCash: { amount: 10_000 }, difference: { amount: 1990 } })
  const old = new Date(shop.clock.at - 30 * 86_400_000).toISOString()
  t.match((await sell(shop, { ...sale, soldAt: old })).body, { type: 'too-late' })
  const ahead = new Date(shop.clock.at + 3_600_000).toISOString()
  t.equal(made(await sell(shop, { ...sale, soldAt: ahead })).placedAt, new Date(shop.clock.at).toISOString())
})

t.test('cash goes in and out with a reason, once for each key, never more than is there', async t => {
  const { shop, shiftId } = await openTill(t)
  const move = (amount: number, key?: string) =>
    shop.staff(
      'POST',
      `/api/v1/shifts/${shiftId}/cash`,
      { amount, reason: 'bank' },
      key === undefined ? {} : { 'idempotency-key': key },
    )
  for (let again = 0; again < 2; again++) {
    t.match(made(await move(-4000, 'to-the-bank')), { expectedCash: { amount: 6000 } })
  }
  t.match((await move(-6001)).body, { type: 'not-enough-cash', expectedCash: 6000 })
  t.match(made(await move(500)), {
    expectedCash: { amount: 6500 },
    movements: [{ amount: { amount: -4000 }, reason: 'bank' }, { amount: { amount: 500 } }],
  })
})

t.test('a shift is closed once, with what was sold until then and nothing else', async t => {
  const { shop, storeId, variantId, shiftId } = await openTill(t)
  const sale = { storeId, shiftId, lines: [{ variantId, quantity: 1 }], tenders: [cash(1990)] }
  const work = [
    () => sell(shop, sale),
    () => close(shop, shiftId, 10_000),
    () => sell(shop, sale),
    () => close(shop, shiftId, 10_000),
    () => sell(shop, sale),
  ]
  const [first, closed1, second, closed2, third] = await Promise.all(work.map(each => each()))
  const sold = [first, second, third].filter(reply => reply?.status === 201).length
  const closings = [closed1, closed2].filter(reply => reply?.status === 200)
  t.equal(closings.length, 1)
  const shift = (await shop.staff('GET', `/api/v1/shifts/${shiftId}`)).body
  t.equal(shift.expectedCash.amount, 10_000 + sold * 1990)
  t.equal(shift.sales, sold)
  t.strictSame(await shop.level(storeId, variantId), { onHand: 5 - sold, reserved: 0 })
})

t.test('of 100 who close a shift at once one does', async t => {
  const { shop, shiftId } = await openTill(t)
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_, n) => close(shop, shiftId, 10_000 + n, `close-${n}`)),
  )
  const [closed, ...more] = replies.filter(({ status }) => status === 200)
  t.equal(more.length, 0)
  t.equal(replies.filter(({ body }) => body.type === 'shift-closed').length, 99)
  const { body } = await shop.staff('GET', `/api/v1/shifts/${shiftId}`)
  t.strictSame(body, closed?.body)
})

t.test('a lost answer to a closing is given again, and another count is refused', async t => {
  const { shop, shiftId } = await openTill(t)
  const z = await close(shop, shiftId, 9_900, 'count')
  t.match(z.body, { countedCash: { amount: 9_900 }, difference: { amount: -100 }, closedBy: 'Lin' })
  t.strictSame((await close(shop, shiftId, 9_900, 'count')).body, z.body)
  t.match((await close(shop, shiftId, 10_000)).body, { type: 'shift-closed' })
})

t.test('the rest of an order that is collected is taken in the shift, and not in a closed one', async t => {
  const { shop, storeId, variantId, shiftId } = await openTill(t)
  const order = made(await shop.pickup(storeId, variantId, 2))
  const tenders = [
    { method: 'wechat-pay', amount: 980 },
    { method: 'cash', amount: 3000, tendered: 5000 },
  ]
  const collected = await shop.collect(order.pickupCode, storeId, { shiftId, tenders })
  t.equal(collected.status, 200)
  const shift = (await shop.staff('GET', `/api/v1/shifts/${shiftId}`)).body
  t.match(shift, { sales: 0, expectedCash: { amount: 13_000 } })
  const other = made(await shop.pickup(storeId, variantId, 1))
  await close(shop, shiftId, 13_000)
  const late = await shop.collect(other.pickupCode, storeId, { shiftId, tender: 'cash' })
  t.match(late.body, { type: 'shift-closed' })
  t.match(await shop.level(storeId, variantId), { onHand: 3, reserved: 1 })
})

t.test('who works in one store opens, sells and looks there only', async t => {
  const { shop, storeId, variantId, shiftId } = await openTill(t)
  const elsewhere = await shop.store({ name: 'Pudong' })
  const actor = staffActor({ id: 'staff-2', name: 'Mei', role: 'cashier', storeId: elsewhere })
  const ask = (method: string, path: string, body?: unknown) =>
    shop.call(method, path, body, { actor, headers: { 'idempotency-key': 'k' } })
  const sale = { storeId, shiftId, lines: [{ variantId, quantity: 1 }], tenders: [cash(1990)] }
  for (const reply of [
    await ask('POST', '/api/v1/shifts', { storeId, till: 'Till 9', openingCash: 0 }),
    await ask('POST', '/api/v1/sales', sale),
    await ask('GET', `/api/v1/shifts/${shiftId}`),
    await ask('GET', `/api/v1/shifts?storeId=${storeId}`),
    await ask('GET', `/api/v1/till/items?storeId=${storeId}`),
    await ask('POST', `/api/v1/shifts/${shiftId}/cash`, { amount: 1, reason: 'x' }),
    await ask('POST', `/api/v1/shifts/${shiftId}/close`, { countedCash: 0 }),
  ])
    t.equal(reply.status, 403)
  t.strictSame((await ask('GET', '/api/v1/shifts')).body.items, [])
  t.equal(assistant.kind, 'staff')
})

t.test('a whole code stands alone, a name finds all, and each says what this store has', async t => {
  const { shop, storeId, variantId } = await openTill(t)
  const elsewhere = await shop.store({ name: 'Pudong' })
  await shop.stock(elsewhere, variantId, 7)
  const find = async (q: string) =>
    (await shop.staff('GET', `/api/v1/till/items?storeId=${storeId}&q=${encodeURIComponent(q)}`)).body.items
  await shop.variants([100, 200])
  t.match(await find('tea-1-0'), [{ variantId, available: 5, price: { amount: 1990 } }])
  t.equal((await find('tea-1-0')).length, 1)
  t.equal((await find('Tea')).length, 3)
  t.strictSame(await find('nothing of the kind'), [])
})
