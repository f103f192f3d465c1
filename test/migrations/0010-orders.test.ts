import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import t from 'tap'
import { openDatabase } from '../../src/database.ts'
import { migrations } from '../../src/migrations/all.ts'
import { engine } from '../helpers/engine.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { TestShop } from '../shop/shop-fixture.ts'

/** Orders of each kind and state, as the version before wrote them. */
async function oldDatabase(file: string): Promise<void> {
  const sqlite = new Sqlite(file)
  sqlite.pragma('foreign_keys = ON')
  const db = new Kysely({ dialect: new SqliteDialect({ database: sqlite }) })
  const old = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0006'))
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => old },
  }).migrateToLatest()
  if (error !== undefined) throw error
  const order = (n: number, state: string, kind: string, closedAt: number | null) => `
    insert into orders values ('o${n}', '2610-000${n}', '${state}', '${kind}', 's1',
      ${kind === 'delivery' ? "'5 Lane'" : 'null'}, 'Ångström', '+86 138 0013 800${n}',
      '${kind === 'delivery' ? 'cash-on-delivery' : 'pay-at-pickup'}', ${n === 1 ? "'tea'" : 'null'}, 'CNY', 3980,
      ${kind === 'delivery' ? 'null' : `'C0DE0000000${n}'`}, ${kind === 'delivery' ? 'null' : 9_000_000_000_000},
      ${1000 + n}, ${closedAt}, ${closedAt === null ? 'null' : "'lin'"},
      ${state === 'shipped' ? "'SF', '42'" : 'null, null'});
    insert into order_lines values ('o${n}', 's1', 'v1', 0, 'p1', 'TEA', 'Tea', '', 2, 1990);
    insert into stock_movements values ('m${n}a', 's1', 'v1', 'reserve', 0, 2, null, 'o${n}', null, ${1000 + n});`
  const settle = (n: number, kind: string, onHand: number) =>
    `insert into stock_movements values ('m${n}b', 's1', 'v1', '${kind}', ${onHand}, -2, null, 'o${n}', 'lin', 2000);`
  sqlite.exec(`
    insert into stores values ('s1', 'Bund', '1 Zhongshan Road', null, null, null, 'local', '10:00', '22:00', 1);
    insert into products values ('p1', 'Tea', '', 1);
    insert into variants values ('v1', 'p1', 0, 'TEA', '', null, 1990, null, 'CNY');
    insert into stock_levels values ('s1', 'v1', 16, 4);
    insert into stock_movements values ('m0', 's1', 'v1', 'adjust', 20, 0, 'delivered', null, 'lin', 999);
    ${order(1, 'placed', 'pickup', null)}
    ${order(2, 'placed', 'delivery', null)}
    ${order(3, 'collected', 'pickup', 2000)} ${settle(3, 'hand-over', -2)}
    ${order(4, 'shipped', 'delivery', 2000)} ${settle(4, 'ship', -2)}
    ${order(5, 'cancelled', 'pickup', 2000)} ${settle(5, 'release', 0)}
    ${order(6, 'expired', 'pickup', 2000)} ${settle(6, 'release', 0)}
    insert into tenders values ('t3', 'o3', 'wechat-pay', 3980, 'CNY', 'lin', 2000);
    insert into order_numbers values ('2610', 6);
  `)
  await db.destroy()
}

// No version before ran on PostgreSQL.
if (engine === 'sqlite') {
  t.test('orders of the version before are what they were, and can be done with', async t => {
    const folder = await tempFolder(t)
    const file = join(folder, 'shop.sqlite')
    await oldDatabase(file)
    await (await openDatabase(file)).destroy()
    const shop = await TestShop.start(t, { folder })
    t.same(await shop.shop.ledger.check(), [])
    const view = async (n: number) => (await shop.staff('GET', `/api/v1/orders/o${n}`)).body
    t.match(await view(1), {
      state: 'placed',
      channel: 'live',
      pickupCode: 'C0DE-0000-0001',
      captured: { amount: 0 },
    })
    t.match(await view(2), { state: 'placed', fulfilment: { kind: 'delivery', address: '5 Lane' } })
    t.match(await view(3), {
      state: 'closed',
      captured: { amount: 3980 },
      tenders: [{ id: 't3', method: 'wechat-pay', amount: { amount: 3980 } }],
      fulfilments: [{ state: 'collected', lines: [{ variantId: 'v1', quantity: 2 }] }],
    })
    t.match(await view(4), { state: 'shipped', fulfilments: [{ carrier: 'SF', trackingNumber: '42' }] })
    t.match(await view(5), { state: 'cancelled', fulfilments: [{ state: 'cancelled' }] })
    t.match(await view(6), { state: 'expired' })
    const found = await shop.staff('GET', '/api/v1/orders?q=8004')
    t.match(found.body.items, [{ id: 'o4' }])
    t.equal((await shop.staff('GET', `/api/v1/orders?q=${encodeURIComponent('ångs')}`)).body.items.length, 6)
    t.match(await shop.collect('C0DE00000001', 's1'), { status: 200, body: { captured: { amount: 3980 } } })
    t.match(await shop.staff('POST', '/api/v1/orders/o2/shipments', {}), { status: 201 })
    t.match(await shop.staff('POST', '/api/v1/orders/o4/deliveries', {}), { body: { state: 'delivered' } })
    t.same(await shop.level('s1', 'v1'), { onHand: 12, reserved: 0 })
    t.same(await shop.shop.ledger.check(), [])
    const { rows } = await shop.db
      .selectFrom('stock_movements')
      .select('id')
      .execute()
      .then(rows => ({ rows }))
    t.equal(rows.filter(({ id }) => /^m\d/.test(id)).length, 11)
  })
}
