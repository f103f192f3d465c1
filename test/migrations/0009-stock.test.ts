import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import t from 'tap'
import { openDatabase } from '../../src/database.ts'
import { migrations } from '../../src/migrations/all.ts'
import { LedgerStore } from '../../src/shop/stock/ledger-store.ts'
import { StoresStore } from '../../src/shop/stores/stores-store.ts'
import type { ShopTables } from '../../src/shop/tables.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

/** A shop as version 0.1.0 left it: a store open past midnight, goods adjusted, one of them held by an order. */
async function oldDatabase(file: string): Promise<void> {
  const sqlite = new Sqlite(file)
  sqlite.pragma('foreign_keys = ON')
  const db = new Kysely({ dialect: new SqliteDialect({ database: sqlite }) })
  const old = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0006'))
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => old } }).migrateToLatest()
  if (error !== undefined) throw error
  sqlite.exec(`
    insert into stores values ('s1', 'Bund', '1 Road', null, null, null, 'local', '18:00', '02:00', 1);
    insert into products values ('p1', 'Tea', '', 1);
    insert into variants values ('v1', 'p1', 0, 'TEA', '', null, 100, null, 'CNY');
    insert into stock_levels values ('s1', 'v1', 5, 1);
    insert into orders values ('o1', '2611-0001', 'placed', 'pickup', 's1', null, 'A', '123', 'cash', null, 'CNY', 100,
      'CODE', 99, 2, null, null, null, null);
    insert into order_lines values ('o1', 's1', 'v1', 0, 'p1', 'TEA', 'Tea', '', 1, 100);
    insert into stock_movements values
      ('m1', 's1', 'v1', 'adjust', 5, 0, 'delivered', null, 'anna', 1),
      ('m2', 's1', 'v1', 'reserve', 0, 1, null, 'o1', null, 2);
  `)
  await db.destroy()
}

t.test(
  'an upgrade keeps the hours of stores and the whole ledger, which still cannot be changed',
  async t => {
    const file = join(await tempFolder(t), 'stallcast.db')
    await oldDatabase(file)
    const database = await openDatabase(file)
    t.teardown(() => database.destroy())
    const db = database.$extendTables<ShopTables>()
    const store = await new StoresStore(db).find('s1')
    t.match(store, { opens: '18:00', closes: '02:00', delivery_kind: 'everywhere', closed_at: null })
    t.same(JSON.parse(store?.week ?? '').sunday, [{ opens: '18:00', closes: '02:00' }])
    t.match(await db.selectFrom('stock_movements').selectAll().orderBy('id').execute(), [
      { id: 'm1', kind: 'adjust', on_hand: 5, reason: 'delivered', staff_id: 'anna', document_id: null },
      { id: 'm2', kind: 'reserve', reserved: 1, order_id: 'o1' },
    ])
    t.same(await new LedgerStore(db).faults(), [])
    await t.rejects(db.deleteFrom('stock_movements').execute(), /append-only/)
  },
)
