import t from 'tap'
import { made, TestShop } from '../shop-fixture.ts'
import { cashierOf, done, Papers } from './goods-fixture.ts'

async function chain(t: Parameters<typeof TestShop.start>[0], units = 10) {
  const shop = await TestShop.start(t)
  const papers = new Papers(shop)
  const [from, to] = [await shop.store(), await shop.store()]
  const variantId = await shop.variant()
  await shop.stock(from, variantId, units)
  const open = (quantity: number, send = true) => ({
    ...{ fromStoreId: from, toStoreId: to, send, lines: [{ variantId, quantity }] },
  })
  return { shop, papers, from, to, variantId, open }
}

t.test('goods on the way are in no store, and the chain has as many as before', async t => {
  const { shop, papers, from, to, variantId, open } = await chain(t)
  const asked = await papers.open('transfers', open(4, false))
  t.match(asked, { state: 'requested', number: 'T2611-0001', lines: [{ requested: 4, sent: null }] })
  t.same(await shop.level(from, variantId), { onHand: 10, reserved: 0 })
  const sent = done(await papers.step('transfers', asked.id, 'send'))
  t.match(sent, { state: 'on-the-way', lines: [{ sent: 4, received: null }] })
  t.same(await shop.level(from, variantId), { onHand: 6, reserved: 0 })
  t.equal(await shop.level(to, variantId), undefined)
  t.same(await shop.shop.ledger.check(), [])
  const received = done(await papers.step('transfers', asked.id, 'receive'))
  t.match(received, { state: 'received', lines: [{ sent: 4, received: 4, reason: null }] })
  t.same(await shop.level(to, variantId), { onHand: 4, reserved: 0 })
  // Again, and nothing happens.
  for (const step of ['receive', 'receive'])
    t.equal((await papers.step('transfers', asked.id, step)).status, 200)
  t.same(await shop.level(to, variantId), { onHand: 4, reserved: 0 })
  t.equal((await papers.step('transfers', asked.id, 'cancel')).status, 409)
  t.same(await shop.shop.ledger.check(), [])
})

t.test('what is short is lost, what is over is found, and what was on no list is taken in', async t => {
  const { shop, papers, to, variantId, open } = await chain(t)
  const [other = ''] = await shop.variants([50])
  const one = await papers.open('transfers', open(6))
  const lines = [
    { variantId, received: 4, reason: 'damaged' },
    { variantId: other, received: 1 },
  ]
  t.match(done(await papers.step('transfers', one.id, 'receive', { lines, notes: '两盒压坏' })), {
    notes: '两盒压坏',
    lines: [
      { sent: 6, received: 4, reason: 'damaged' },
      { sent: 0, received: 1, reason: 'found' },
    ],
  })
  t.same(await shop.level(to, variantId), { onHand: 4, reserved: 0 })
  t.same(await shop.level(to, other), { onHand: 1, reserved: 0 })
  const two = await papers.open('transfers', open(2))
  done(await papers.step('transfers', two.id, 'receive', { lines: [{ variantId, received: 3 }] }))
  t.same(await shop.level(to, variantId), { onHand: 7, reserved: 0 })
  const { items } = (await shop.staff('GET', `/api/v1/stock/movements?storeId=${to}`)).body
  const booked = items.filter(({ kind }: { kind: string }) => kind === 'adjust')
  t.same(
    booked
      .map(({ onHand, reasonCode, note }: { onHand: number; reasonCode: string; note: string }) => [
        ...[onHand, reasonCode, note],
      ])
      .toSorted(),
    [
      [-2, 'damaged', one.number],
      [1, 'found', one.number],
      [1, 'found', two.number],
    ].toSorted(),
  )
  t.same(await shop.shop.ledger.check(), [])
})

t.test('a store that sends other than it was asked for says why, and that stays', async t => {
  const { shop, papers, from, to, variantId, open } = await chain(t)
  const [other = ''] = await shop.variants([50])
  await shop.stock(from, other, 5)
  const { id } = await papers.open('transfers', open(6, false))
  const lines = [
    { variantId, quantity: 4, reason: 'kept' },
    { variantId: other, quantity: 2, reason: 'extra' },
  ]
  t.equal(
    (await papers.step('transfers', id, 'send', { lines: [{ ...lines[0], reason: 'mood' }] })).status,
    400,
  )
  const sent = [
    { requested: 6, sent: 4, sentReason: 'kept', reason: null },
    { requested: 0, sent: 2, sentReason: 'extra', reason: null },
  ]
  t.match(done(await papers.step('transfers', id, 'send', { lines })).lines, sent)
  t.match(done(await papers.step('transfers', id, 'receive')).lines, sent)
  t.same(await shop.level(to, variantId), { onHand: 4, reserved: 0 })
  // As it was asked for there is nothing to explain.
  const whole = await papers.open('transfers', open(1, false))
  const asked = { lines: [{ variantId, quantity: 1, reason: 'kept' }] }
  t.match(done(await papers.step('transfers', whole.id, 'send', asked)).lines, [
    { sent: 1, sentReason: null },
  ])
  t.same(await shop.shop.ledger.check(), [])
})

// medusa #14987 #15132, saleor PR #10218: goods that are promised in one place are taken from it.
t.test('sending never takes what is reserved, and says what is short', async t => {
  const { shop, papers, from, variantId, open } = await chain(t, 5)
  made(await shop.pickup(from, variantId, 3))
  const reply = await shop.staff('POST', '/api/v1/stock/transfers', open(3))
  t.match(reply, {
    ...{ status: 409, body: { type: 'below-reserved' } },
  })
  t.match(reply.body.lines, [{ variantId, onHand: 5, reserved: 3, available: 2 }])
  t.same((await shop.staff('GET', '/api/v1/stock/transfers')).body.items, [])
  t.equal((await papers.open('transfers', open(2))).state, 'on-the-way')
  t.same(await shop.level(from, variantId), { onHand: 3, reserved: 3 })
})

t.test('of orders and a transfer that want the last units, as many win as there are units', async t => {
  const { shop, from, variantId, open } = await chain(t, 10)
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      n % 2 ? shop.pickup(from, variantId) : shop.staff('POST', '/api/v1/stock/transfers', open(1)),
    ),
  )
  t.equal(replies.filter(({ status }) => status === 201).length, 10)
  t.equal(replies.filter(({ status }) => status === 409).length, 10)
  const level = await shop.level(from, variantId)
  t.equal(level?.onHand, level?.reserved)
  t.same(await shop.shop.ledger.check(), [])
})

t.test('what is cancelled on the way goes back, and is either received or cancelled', async t => {
  const { shop, papers, from, to, variantId, open } = await chain(t, 10)
  for (let n = 0; n < 5; n++) {
    const { id } = await papers.open('transfers', open(2))
    const replies = await Promise.all([
      papers.step('transfers', id, 'cancel'),
      papers.step('transfers', id, 'receive'),
    ])
    t.equal(replies.filter(({ status }) => status === 200).length, 1)
    const levels = [await shop.level(from, variantId), await shop.level(to, variantId)]
    t.equal((levels[0]?.onHand ?? 0) + (levels[1]?.onHand ?? 0), 10)
    t.same(await shop.shop.ledger.check(), [])
  }
})

t.test('each store does its own part of a transfer', async t => {
  const { shop, papers, from, to, open } = await chain(t)
  const third = await shop.store()
  const as = (storeId: string, path: string, body: object = {}) =>
    shop.call('POST', `/api/v1/stock/transfers${path}`, body, { actor: cashierOf(storeId) })
  t.equal((await as(third, '', open(1, false))).status, 403)
  t.equal((await as(to, '', open(1))).status, 403)
  const asked = made(await as(to, '', open(1, false)))
  t.equal((await as(to, `/${asked.id}/send`)).status, 403)
  t.equal((await as(from, `/${asked.id}/send`)).status, 200)
  t.equal((await as(from, `/${asked.id}/receive`)).status, 403)
  t.equal((await as(to, `/${asked.id}/cancel`)).status, 403)
  t.equal((await as(to, `/${asked.id}/receive`)).status, 200)
  t.equal((await papers.read('transfers', asked.id)).closedBy.name, 'Mei')
})

t.test('a transfer needs two stores, goods, and an open one to go to', async t => {
  const { shop, from, to, variantId, open } = await chain(t)
  const post = (changes: object) => shop.staff('POST', '/api/v1/stock/transfers', { ...open(1), ...changes })
  t.equal((await post({ toStoreId: from })).status, 400)
  t.equal((await post({ toStoreId: 'nowhere' })).status, 404)
  t.equal((await post({ fromStoreId: 'nowhere' })).status, 404)
  t.equal((await post({ lines: [] })).status, 400)
  t.equal((await post({ lines: [{ variantId: 'nothing', quantity: 1 }] })).status, 404)
  const twice = [
    { variantId, quantity: 1 },
    { variantId, quantity: 1 },
  ]
  t.equal((await post({ lines: twice })).status, 400)
  await shop.staff('PATCH', `/api/v1/stores/${from}`, { status: 'closed' })
  t.equal((await post({})).status, 201)
  await shop.staff('PATCH', `/api/v1/stores/${to}`, { status: 'closed' })
  t.equal((await post({})).status, 409)
})
