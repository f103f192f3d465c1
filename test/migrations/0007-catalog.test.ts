import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import t from 'tap'
import { openDatabase } from '../../src/database.ts'
import { migrations } from '../../src/migrations/all.ts'
import { Records } from '../../src/shop/changes.ts'
import type { ShopTables } from '../../src/shop/tables.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const day = 86_400_000

/** A shop as the version before left it: a product with a picture, sold once, and one without anything. */
async function oldShop(file: string): Promise<void> {
  const sqlite = new Sqlite(file)
  const db = new Kysely({ dialect: new SqliteDialect({ database: sqlite }) })
  const old = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0006'))
  const provider = { getMigrations: async () => old }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error !== undefined) throw error
  sqlite.exec(`
    insert into stores values ('s1', 'Bund', '1 Road', null, null, null, 'local', '09:00', '21:00', 1);
    insert into products values ('p1', 'Green Tea', 'Sweet', ${10 * day}), ('p2', 'Cup', '', ${11 * day});
    insert into variants values
      ('v1', 'p1', 0, 'TEA', '', '96385074', 5000, 9000, 'CNY'), ('v2', 'p2', 0, 'CUP', '', null, 100, null, 'CNY');
    insert into pictures values ('p1', 200, 100, 'a-200.webp'), ('p1', 480, 240, 'a-480.webp');
    insert into stock_levels values ('s1', 'v1', 3, 0);
    insert into orders values ('o1', '2611-0001', 'collected', 'pickup', 's1', null, 'Wang', '123', 'pay-at-pickup', null,
      'CNY', 4000, '12345678', ${20 * day}, ${20 * day}, ${20 * day}, null, null, null);
    insert into order_lines values ('o1', 's1', 'v1', 0, 'p1', 'TEA', 'Green Tea', '', 1, 4000);
    insert into tenders values ('t1', 'o1', 'cash', 4000, 'CNY', null, ${20 * day});
  `)
  await db.destroy()
}

t.test('an upgrade keeps products with their pictures, prices and deals, and finds them', async t => {
  const file = join(await tempFolder(t), 'stallcast.db')
  await oldShop(file)
  const database = await openDatabase(file)
  t.teardown(() => database.destroy())
  const records = new Records(database.$extendTables<ShopTables>())
  t.match(await records.catalog.product('p1'), {
    title: 'Green Tea',
    status: 'active',
    stock_policy: 'hold',
    return_days: 7,
    handle: null,
    version: 1,
    title_key: 'green tea',
  })
  t.match(await records.catalog.variantsOf(['p1']), [
    { archived_at: null, price_since: 10 * day, price: 5000 },
  ])
  t.match(await records.pictures.of(['p1', 'p2']), [{ product_id: 'p1', position: 0, alt: '' }])
  t.match(await records.pictures.files(['p1']), [{ file: 'a-200.webp' }, { file: 'a-480.webp' }])
  t.same((await records.prices.lowestPrices(['v1'], 22 * day)).get('v1'), {
    lowest_7_days: 4000,
    lowest_30_days: 5000,
  })
  t.same(
    (await records.searchIndex.stale(10)).map(({ id }) => id).sort(),
    ['p1', 'p2'],
    'their words are read at the next start',
  )
})
