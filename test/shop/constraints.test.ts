import { type Insertable, sql } from 'kysely'
import t from 'tap'
import type { ShopTables } from '../../src/shop/tables.ts'
import { engine } from '../helpers/engine.ts'
import { made, TestShop } from './shop-fixture.ts'

/** Not what the code refuses, but what the database refuses when the code is wrong. */

t.test('the database is written through to the disk and keeps its references', async t => {
  const { database } = await TestShop.start(t)
  if (engine === 'postgres') {
    t.same((await sql`show synchronous_commit`.execute(database)).rows, [{ synchronous_commit: 'on' }])
    return
  }
  const pragma = async (name: string) => (await sql.raw(`pragma ${name}`).execute(database)).rows
  t.same(await pragma('synchronous'), [{ synchronous: 2 }])
  t.same(await pragma('journal_mode'), [{ journal_mode: 'wal' }])
  t.same(await pragma('foreign_keys'), [{ foreign_keys: 1 }])
})

t.test('what was written to the ledger stays', async t => {
  const { db } = await sold(t)
  await t.rejects(db.updateTable('stock_movements').set({ on_hand: 1 }).execute(), /append-only/)
  await t.rejects(db.deleteFrom('stock_movements').execute(), /append-only/)
  await t.rejects(db.updateTable('tenders').set({ amount: 1 }).execute(), /stays/)
  await t.rejects(db.updateTable('tenders').set({ state: 'failed' }).execute(), /stays/)
  await t.rejects(db.deleteFrom('tenders').execute(), /stays/)
  const tender = await db.selectFrom('tenders').selectAll().executeTakeFirstOrThrow()
  const failed = { ...tender, id: 'failed', state: 'failed' as const }
  await db.insertInto('tenders').values(failed).execute()
  const late = db.updateTable('tenders').where('id', '=', 'failed')
  await t.rejects(late.set({ state: 'pending' }).execute(), /stays/, 'what failed is not open again')
  await late.set({ state: 'captured', amount: 1 }).execute()
  await t.rejects(late.set({ amount: 2 }).execute(), /stays/, 'it may turn out to have been taken')
  await t.rejects(db.updateTable('order_events').set({ kind: 'x' }).execute(), /append-only/)
})

t.test('a level is never negative, nor below what is reserved', async t => {
  const { db } = await sold(t)
  for (const set of [{ on_hand: 0 }, { reserved: 99 }, { reserved: -1 }, { on_hand: -1, reserved: -1 }]) {
    await t.rejects(
      db.updateTable('stock_levels').set(set).execute(),
      /check constraint/i,
      JSON.stringify(set),
    )
  }
  await t.rejects(
    db.updateTable('stock_levels').set({ on_hand: 0.5 }).execute(),
    /cannot store REAL|invalid input syntax for type bigint/,
  )
})

t.test('what is reserved in a store can be taken from no other: medusa #16338', async t => {
  const { db, movement, other } = await sold(t)
  await t.rejects(db.updateTable('fulfilments').set({ store_id: other }).execute(), /foreign key constraint/i)
  await t.rejects(db.updateTable('allocations').set({ store_id: other }).execute(), /foreign key constraint/i)
  const stray = { ...movement, id: 'x', store_id: other, kind: 'release' as const, reserved: -1 }
  await t.rejects(db.insertInto('stock_movements').values(stray).execute(), /foreign key constraint/i)
})

t.test('goods are reserved once, and leave or come back once', async t => {
  const { db, movement } = await sold(t)
  const add = (changes: Partial<Insertable<ShopTables['stock_movements']>>) =>
    db
      .insertInto('stock_movements')
      .values({ ...movement, ...changes, id: `x${JSON.stringify(changes)}` })
      .execute()
  await t.rejects(add({ kind: 'reserve' }), /unique constraint/i)
  await add({ kind: 'release', reserved: -1 })
  await t.rejects(add({ kind: 'release', reserved: -1 }), /unique constraint/i)
  await t.rejects(add({ kind: 'hand-over', on_hand: -1, reserved: -1 }), /unique constraint/i)
  await t.rejects(add({ kind: 'adjust', reason: 'x' }), /check constraint/i)
})

t.test('an order has what its kind and its state need, and no more', async t => {
  const { db } = await sold(t)
  const wrong: Partial<Insertable<ShopTables['orders']>>[] = [
    { closed_at: 1 },
    { address: 'x' },
    { kind: 'delivery' },
    { kind: 'counter' },
    { state: 'cancelled' },
    { contact_phone: null },
    { total: -1 },
    { refunded: 1_000_000 },
    { captured: -1 },
    { latitude: 1 },
  ]
  for (const set of wrong) {
    await t.rejects(db.updateTable('orders').set(set).execute(), /check constraint/i, JSON.stringify(set))
  }
  const unpaid = db.updateTable('orders').where('state', '=', 'placed')
  await t.rejects(unpaid.set({ state: 'paid' }).execute(), /check constraint/i)
  await t.rejects(unpaid.set({ state: 'collected' }).execute(), /check constraint/i)
  const parts: Partial<Insertable<ShopTables['fulfilments']>>[] = [
    { pickup_code: null },
    { kind: 'delivery' },
    { state: 'shipped' },
    { slot_starts_at: 1 },
  ]
  for (const set of parts) {
    await t.rejects(
      db.updateTable('fulfilments').set(set).execute(),
      /check constraint/i,
      JSON.stringify(set),
    )
  }
})

t.test('no more of a payment is given back than was taken', async t => {
  const { db } = await sold(t)
  await t.rejects(db.updateTable('tenders').set({ refunded: 1991 }).execute(), /check constraint/i)
  await db.updateTable('tenders').set({ refunded: 1990 }).execute()
  await t.rejects(db.updateTable('tenders').set({ refunded: 0 }).execute(), /stays/)
})

async function sold(t: Parameters<typeof TestShop.start>[0]) {
  const shop = await TestShop.start(t)
  const [storeId, other] = [await shop.store(), await shop.store()]
  const variantId = await shop.variant()
  await shop.stock(storeId, variantId, 5)
  await shop.stock(other, variantId, 5)
  const { pickupCode } = made(await shop.pickup(storeId, variantId))
  await shop.collect(pickupCode, storeId)
  const open = made(await shop.pickup(storeId, variantId))
  const { db } = shop
  const movement = await db
    .selectFrom('stock_movements')
    .selectAll()
    .where('order_id', '=', open.id)
    .executeTakeFirstOrThrow()
  return { db, other, movement }
}
