import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/database.ts'
import { rebuildTables } from '../../src/migrations/dialect.ts'

t.test('a table is made anew under its name while others refer to it, and all still fits', async t => {
  const database = await openDatabase(':memory:')
  t.teardown(() => database.destroy())
  await sql`insert into products (id, title, description, created_at) values ('p1', 'Tea', '', 1)`.execute(
    database,
  )
  await sql`insert into variants (id, product_id, position, sku, title, barcode, price, compare_at_price, currency) values ('v1', 'p1', 0, 'TEA', '', null, 100, null, 'CNY')`.execute(
    database,
  )
  await sql`pragma foreign_keys = off`.execute(database)
  await sql`pragma legacy_alter_table = on`.execute(database)
  await database.transaction().execute(tx =>
    rebuildTables(tx, [
      {
        name: 'products',
        columns: 'id text not null primary key, title text not null, subtitle text not null',
        copy: `(id, title, subtitle) select id, title, description from products_old`,
      },
    ]),
  )
  await sql`pragma foreign_keys = on`.execute(database)
  const { rows } = await sql`select * from products`.execute(database)
  t.same(rows, [{ id: 'p1', title: 'Tea', subtitle: '' }])
  t.same((await sql`pragma foreign_key_check`.execute(database)).rows, [])
  await t.rejects(
    sql`insert into variants (id, product_id, position, sku, title, barcode, price, compare_at_price, currency) values ('v2', 'none', 0, 'CUP', '', null, 100, null, 'CNY')`.execute(
      database,
    ),
    /FOREIGN KEY/,
  )
})
