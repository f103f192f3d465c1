import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/database.ts'
import { scale } from '../../src/migrations/0014-scale.ts'
import type { ShopTables } from '../../src/shop/tables.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

t.test('the orders of before are found by the words of a name after an upgrade', async t => {
  const database = await openDatabase(join(await tempFolder(t), 'stallcast.db'))
  t.teardown(() => database.destroy())
  const db = database.$extendTables<ShopTables>()
  const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'index'
    and name in ('stock_levels_by_available', 'stock_levels_by_store_and_available', 'stock_levels_with_threshold',
      'fulfilments_open', 'orders_by_state_and_channel', 'orders_by_state_and_kind', 'audit_by_time')`.execute(
    db,
  )
  for (const { name } of rows) await sql`drop index ${sql.ref(name)}`.execute(db)
  await db.schema.dropTable('order_words').execute()
  const names: readonly (readonly [string, string | null])[] = [
    ['o1', '王小明'],
    ['o2', 'Åsa Lind'],
    ['o3', null],
  ]
  for (const [id, name] of names) {
    await sql`insert into orders (id, number, state, kind, channel, contact_name, contact_phone, payment_method, currency,
      total, placed_at) values (${id}, ${id}, 'placed', 'counter', 'counter', ${name}, ${name && '1'}, 'cash', 'CNY', 1, 1)`.execute(
      db,
    )
  }
  await scale.up(db)
  const words = await db.selectFrom('order_words').selectAll().orderBy('order_id').orderBy('term').execute()
  t.same(
    words.map(({ order_id, term }) => `${order_id} ${term}`),
    ['o1 小明', 'o1 明', 'o1 王小', 'o2 asa', 'o2 lind'],
  )
})
