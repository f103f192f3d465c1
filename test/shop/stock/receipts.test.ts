import t from 'tap'
import { TestShop } from '../shop-fixture.ts'
import { cashierOf, done, Papers } from './goods-fixture.ts'

t.test('what a supplier brought is written down, changed, and posted once', async t => {
  const shop = await TestShop.start(t)
  const papers = new Papers(shop)
  const storeId = await shop.store()
  const [tea = '', cup = ''] = await shop.variants([100, 200])
  const draft = await papers.open('receipts', {
    storeId,
    supplier: '西湖茶厂',
    lines: [{ variantId: tea, received: 5 }],
  })
  t.match(draft.lines, [{ expected: null, received: 5, difference: null }])
  t.match(draft, { state: 'draft', number: 'G2611-0001', supplier: '西湖茶厂', createdBy: { name: 'Lin' } })
  t.equal(await shop.level(storeId, tea), undefined)
  const lines = [
    { variantId: tea, expected: 6, received: 6 },
    { variantId: cup, expected: 4, received: 0 },
  ]
  const path = `/api/v1/stock/receipts/${draft.id}`
  const changed = done(await shop.staff('PATCH', path, { revision: draft.revision, lines }))
  t.match(changed.lines, [
    { expected: 6, received: 6, difference: 0 },
    { expected: 4, received: 0, difference: -4 },
  ])
  // Somebody else still has the first one on the screen.
  t.match(await shop.staff('PATCH', path, { revision: draft.revision, notes: 'x' }), {
    ...{ status: 409, body: { type: 'changed-meanwhile' } },
  })
  const replies = await Promise.all(
    Array.from({ length: 5 }, () => papers.step('receipts', draft.id, 'post')),
  )
  for (const reply of replies) t.match(reply, { status: 200, body: { state: 'posted' } })
  t.same(await shop.level(storeId, tea), { onHand: 6, reserved: 0 })
  const ledger = (await shop.staff('GET', `/api/v1/stock/movements?variantId=${tea}`)).body.items
  t.match(ledger, [{ kind: 'receive', onHand: 6, document: { kind: 'receipt', id: draft.id } }])
  t.equal(ledger.length, 1)
  t.equal((await papers.step('receipts', draft.id, 'cancel')).status, 409)
  t.same(await shop.shop.ledger.check(), [])
  const audit = (await shop.staff('GET', `/api/v1/audit?subjectId=${draft.id}`)).body.items
  t.same(audit.map(({ action }: { action: string }) => action).toSorted(), [
    'receipt.created',
    'receipt.posted',
    'receipt.updated',
  ])
})

t.test('a receipt with a key is opened once, and one of nothing is not posted', async t => {
  const shop = await TestShop.start(t)
  const papers = new Papers(shop)
  const storeId = await shop.store()
  const open = () => shop.staff('POST', '/api/v1/stock/receipts', { storeId }, { 'idempotency-key': 'van-7' })
  const [a, b] = await Promise.all([open(), open()])
  t.equal(a.body.id, b.body.id)
  t.equal((await papers.step('receipts', a.body.id, 'post')).status, 400)
  t.match(await papers.step('receipts', a.body.id, 'cancel'), { body: { state: 'cancelled' } })
  t.equal((await papers.step('receipts', a.body.id, 'post')).status, 409)
})

t.test('who works in one store receives there and sees no other', async t => {
  const shop = await TestShop.start(t)
  const papers = new Papers(shop)
  const [here, there] = [await shop.store(), await shop.store()]
  const actor = cashierOf(here)
  const variantId = await shop.variant()
  const post = (storeId: string) =>
    shop.call('POST', '/api/v1/stock/receipts', { storeId, lines: [{ variantId, received: 1 }] }, { actor })
  t.equal((await post(here)).status, 201)
  t.equal((await post(there)).status, 403)
  const other = await papers.open('receipts', { storeId: there })
  t.equal((await shop.call('GET', `/api/v1/stock/receipts/${other.id}`, undefined, { actor })).status, 403)
  const list = await shop.call('GET', '/api/v1/stock/receipts', undefined, { actor })
  t.match(list.body.items, [{ storeId: here, lineCount: 1, units: 1 }])
  t.equal(list.body.items.length, 1)
  t.equal((await shop.call('GET', '/api/v1/stock/receipts')).status, 401)
})

t.test('a store that has closed for good receives nothing', async t => {
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  await shop.staff('PATCH', `/api/v1/stores/${storeId}`, { status: 'closed' })
  t.match(await shop.staff('POST', '/api/v1/stock/receipts', { storeId }), {
    ...{ status: 409, body: { type: 'store-closed' } },
  })
})
