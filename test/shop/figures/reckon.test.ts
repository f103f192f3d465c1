import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../../src/database.ts'
import { FiguresStore } from '../../../src/shop/figures/figures-store.ts'
import type { ShopTables } from '../../../src/shop/tables.ts'
import { runOnPostgresToo, testPlace } from '../../helpers/engine.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

runOnPostgresToo()

const hour = 3_600_000

t.test(
  'the orders of a day are counted once each, at whatever hour, and those beside it not at all',
  async t => {
    const database = await openDatabase(await testPlace(t, join(await tempFolder(t))))
    t.teardown(() => database.destroy())
    const db = database.$extendTables<ShopTables>()
    await sql`insert into stores (id, name, address, pickup, opens, closes, created_at)
    values ('s1', 'Bund', '1 Road', 'all', '09:00', '21:00', 1)`.execute(db)
    const times = [hour - 1, hour, 4 * hour - 1, 4 * hour, 7 * hour, 24 * hour, 25 * hour - 1, 25 * hour]
    for (const [index, at] of times.entries()) {
      const id = `o${index}`
      await sql`insert into orders (id, number, state, kind, channel, payment_method, currency, total, placed_at)
      values (${id}, ${id}, 'placed', 'counter', 'counter', 'cash', 'CNY', ${10 ** index}, ${at})`.execute(db)
      await sql`insert into fulfilments (id, order_id, store_id, kind, state)
      values (${id}, ${id}, 's1', 'counter', 'waiting')`.execute(db)
    }
    const figures = await new FiguresStore(db).reckon({ startsAt: hour, endsAt: 25 * hour })
    t.same(figures, [
      {
        storeId: 's1',
        channel: 'counter',
        currency: 'CNY',
        orders: 6,
        ordered: 1_111_110,
        taken: 0,
        refunded: 0,
      },
    ])
  },
)
