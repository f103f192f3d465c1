import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { openDatabase } from '../../../src/database.ts'
import { indexProducts } from '../../../src/shop/catalog/index-products.ts'
import { Records } from '../../../src/shop/changes.ts'
import type { ShopTables } from '../../../src/shop/tables.ts'
import { engine, testPlace } from '../../helpers/engine.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { made, TestShop } from '../shop-fixture.ts'

const count = 90

/** A shop with so many kinds of tea in a category. */
async function teaShop(t: Test) {
  const folder = await tempFolder(t)
  const shop = await TestShop.start(t, { folder })
  const category = made(await shop.staff('POST', '/api/v1/categories', { name: 'Kitchen' }))
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    const variants = [{ sku: `S${n}`, price: { amount: 1 } }]
    const body = { title: `Tea ${n}`, variants, categoryIds: [category.id] }
    ids.push(made(await shop.staff('POST', '/api/v1/products', body)).id)
  }
  return { folder, shop, category, ids }
}

async function found(shop: TestShop, q: string): Promise<number> {
  const { body } = await shop.staff('GET', `/api/v1/products?q=${q}&limit=100`)
  return body.items.length
}

t.test('while products are read again all of them are found by the words that they had', async t => {
  const { shop, category } = await teaShop(t)
  await shop.staff('PATCH', `/api/v1/categories/${category.id}`, { name: 'Pantry' })
  let over = false
  const indexed = shop.shop.indexed().then(() => {
    over = true
  })
  while (!over) {
    t.equal(await found(shop, 'tea'), count)
    // SQLite answers without a turn of the event loop, in which others would come to their own.
    await setImmediate()
  }
  await indexed
  t.equal(await found(shop, 'pantry'), count)
  t.equal(await found(shop, 'kitchen'), 0)
})

t.test('a shop that was killed while it read products again goes on when it is started', async t => {
  const { folder, shop, category, ids } = await teaShop(t)
  await shop.close()
  const database = await openDatabase(await testPlace(t, folder))
  const db = database.$extendTables<ShopTables>()
  await db.updateTable('categories').set({ name: 'Pantry' }).where('id', '=', category.id).execute()
  const left = ids.slice(count / 3)
  await db.updateTable('products').set({ search_version: 0 }).where('id', 'in', left).execute()
  await database.destroy()
  const again = await TestShop.start(t, { folder })
  await again.shop.indexed()
  t.equal(await found(again, 'pantry'), left.length)
  t.equal(await found(again, 'kitchen'), count - left.length)
})

// On SQLite nobody reads while somebody else writes.
if (engine === 'postgres') {
  t.test('what is changed at the moment at which it is read again is found by its new words', async t => {
    const { shop, ids } = await teaShop(t)
    const other = made(await shop.staff('POST', '/api/v1/categories', { name: 'Garden' }))
    await shop.db.updateTable('products').set({ search_version: 0 }).execute()
    const [id = ''] = ids
    let indexed: Promise<void> = Promise.resolve()
    await shop.db.transaction().execute(async tx => {
      const records = new Records(tx)
      const product = await records.catalog.begin(id, null, shop.clock.at)
      await records.catalog.updateProduct(id, { title: 'Coffee' })
      await indexProducts(records, [{ ...product, title: 'Coffee' }])
      // It has no products, but wakes the one who reads them.
      await shop.staff('PATCH', `/api/v1/categories/${other.id}`, { name: 'Yard' })
      indexed = shop.shop.indexed()
      await somebodyWaits(shop, indexed)
    })
    await indexed
    t.equal(await found(shop, 'coffee'), 1)
    t.equal(await found(shop, 'tea'), count - 1)
  })
}

/** Resolves when a connection waits for a lock, or `until` is settled. */
async function somebodyWaits(shop: TestShop, until: Promise<unknown>): Promise<void> {
  let over = false
  void until.finally(() => {
    over = true
  })
  while (!over) {
    const { rows } = await sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(shop.db)
    if (rows.length > 0) return
  }
}
