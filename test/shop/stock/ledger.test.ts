import { sql } from 'kysely'
import t from 'tap'
import { staffActor } from '../../../src/access.ts'
import { made, TestShop } from '../shop-fixture.ts'
import { Papers } from './goods-fixture.ts'

const owner = staffActor({ id: 'staff-9', name: 'Owner', role: 'owner' })

// vendure #661 #1571, medusa #12401: levels that drift, and no tool to set them right.
t.test('a level that was broken by hand is named and mended while orders go on', async t => {
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  const [broken = '', sound = ''] = await shop.variants([100, 100])
  await shop.stock(storeId, broken, 40)
  await shop.stock(storeId, sound, 40)
  made(await shop.pickup(storeId, broken, 2))
  await shop.db
    .updateTable('stock_levels')
    .set({ on_hand: sql`on_hand + 7`, reserved: sql`reserved + 1` })
    .where('variant_id', '=', broken)
    .execute()
  const check = async () =>
    (await shop.call('GET', '/api/v1/stock/check', undefined, { actor: owner })).body.faults
  t.same(await check(), [
    { storeId, variantId: broken, check: 'on-hand', level: 47, expected: 40 },
    { storeId, variantId: broken, check: 'reserved', level: 3, expected: 2 },
    { storeId, variantId: broken, check: 'open-orders', level: 3, expected: 2 },
  ])
  const [mended] = await Promise.all([
    shop.call('POST', '/api/v1/stock/mend', undefined, { actor: owner }),
    ...Array.from({ length: 10 }, (_, n) => shop.pickup(storeId, n % 2 ? broken : sound)),
  ])
  t.equal(mended.status, 200)
  t.match(mended.body.mended, [
    { check: 'on-hand', done: 'level-set' },
    { done: 'level-set' },
    { done: 'left' },
  ])
  t.same(await check(), [])
  t.same(await shop.level(storeId, broken), { onHand: 40, reserved: 7 })
  const audit = (await shop.staff('GET', '/api/v1/audit?action=stock.mended')).body.items
  t.match(audit, [{ actor: { name: 'Owner' }, subject: { id: broken } }])
  t.equal((await shop.staff('POST', '/api/v1/stock/mend')).status, 403)
})

t.test('counts that are posted while levels are mended come out as they were counted', async t => {
  const shop = await TestShop.start(t)
  const papers = new Papers(shop)
  const variantId = await shop.variant()
  const counts: { id: string; storeId: string }[] = []
  for (let n = 0; n < 6; n++) {
    const storeId = await shop.store()
    await shop.stock(storeId, variantId, 10)
    const { id } = await papers.open('counts', { storeId })
    made(await papers.enter(id, variantId, 8))
    counts.push({ id, storeId })
  }
  await shop.db.updateTable('stock_levels').set({ on_hand: sql`on_hand + 3` }).execute()
  const mend = () => shop.call('POST', '/api/v1/stock/mend', undefined, { actor: owner })
  const replies = await Promise.all([
    ...counts.flatMap(({ id }, n) => [papers.step('counts', id, 'post'), ...(n % 2 ? [mend()] : [])]),
    ...Array.from({ length: 10 }, (_, n) => shop.pickup(counts[n % 6]?.storeId ?? '', variantId)),
  ])
  t.ok(replies.every(({ status }) => status === 200 || status === 201))
  t.same(await shop.shop.ledger.check(), [])
  for (const [n, { storeId }] of counts.entries()) {
    t.same(await shop.level(storeId, variantId), { onHand: 8, reserved: n < 4 ? 2 : 1 })
  }
})

t.test('goods on the way that the ledger does not know are named, and left to a person', async t => {
  const shop = await TestShop.start(t)
  const [from, to] = [await shop.store(), await shop.store()]
  const variantId = await shop.variant()
  await shop.stock(from, variantId, 5)
  const lines = [{ variantId, quantity: 3 }]
  const papers = new Papers(shop)
  const transfer = await papers.open('transfers', { fromStoreId: from, toStoreId: to, send: true, lines })
  t.same(await shop.shop.ledger.check(), [])
  await shop.db
    .updateTable('transfer_lines')
    .set({ sent: 4 })
    .where('document_id', '=', transfer.id)
    .execute()
  const faults = [{ storeId: null, variantId, check: 'in-transit', level: 4, expected: 3 }]
  t.same(await shop.shop.ledger.check(), faults)
  const by = { id: 'x', name: 'x', via: 'session' } as const
  t.match(await shop.shop.ledger.mend(by), [{ done: 'left' }])
})

t.test(
  'the database refuses a document that moves a variant twice, or a movement without its document',
  async t => {
    const shop = await TestShop.start(t)
    const storeId = await shop.store()
    const variantId = await shop.variant()
    const papers = new Papers(shop)
    const receipt = await papers.open('receipts', { storeId, lines: [{ variantId, received: 5 }] })
    await papers.step('receipts', receipt.id, 'post')
    const movement = await shop.db.selectFrom('stock_movements').selectAll().executeTakeFirstOrThrow()
    const add = (changes: object) =>
      shop.db
        .insertInto('stock_movements')
        .values({ ...movement, id: 'x', ...changes })
        .execute()
    await t.rejects(add({}), /unique/i)
    await t.rejects(add({ document_id: null, document_kind: null }), /check/i)
    await t.rejects(add({ document_kind: 'transfer', kind: 'transfer-in' }), /foreign key/i)
    await t.rejects(add({ kind: 'count' }), /check/i)
    await t.rejects(add({ on_hand: -5 }), /check/i)
  },
)
