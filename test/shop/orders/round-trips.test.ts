import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../../src/database.ts'
import { engine, testPlace } from '../../helpers/engine.ts'
import { until } from '../../helpers/until.ts'
import { made, TestShop } from '../shop-fixture.ts'

/** What an order says to the database, between its begin and its commit, in words that fit on a line. */
async function statementsOf(t: Parameters<typeof TestShop.start>[0], lines: number): Promise<string[]> {
  let said: string[] = []
  const shop = await TestShop.start(t, { hear: ({ sql }) => said.push(sql) })
  const storeId = await shop.store()
  const variants = await shop.variants(Array.from({ length: lines }, () => 1990))
  for (const id of variants) await shop.stock(storeId, id, 10)
  await shop.shop.indexed()
  said = []
  const order = {
    lines: variants.map(variantId => ({ variantId, quantity: 1 })),
    fulfilment: { kind: 'pickup', storeId },
  }
  made(await shop.order(order))
  t.match(said[0], /^begin/)
  t.equal(said.at(-1), 'commit', 'nothing is asked behind the commit')
  return said.slice(1, -1)
}

for (const lines of [1, 3]) {
  t.test(`while an order of ${lines} lines holds its levels, nothing is read`, async t => {
    const said = await statementsOf(t, lines)
    const level = said.findIndex(text => /^(with "changes".*)?update "stock_levels"/.test(text))
    const last = engine === 'sqlite' ? 9 : 2
    // Locked in their order before they change: one statement more than for one.
    t.equal(said.slice(0, level).length, lines === 1 ? 6 : 7)
    t.equal(said.slice(level + 1).length, last)
    t.same(
      said.slice(level + 1).filter(text => text.startsWith('select')),
      [],
    )
    t.match(
      said[level + 1],
      /^insert into "order_numbers"/,
      'the number, for which all orders wait, comes last',
    )
  })
}

t.test(
  'who was overtaken between the look and the taking is told what is left',
  { skip: engine === 'sqlite' && 'nobody is overtaken where one writes at a time' },
  async t => {
    const shop = await TestShop.start(t)
    const storeId = await shop.store()
    const [one = '', two = ''] = await shop.variants([100, 200])
    await shop.stock(storeId, one, 5)
    await shop.stock(storeId, two, 5)
    const other = await openDatabase(await testPlace(t, shop.folder), { connections: 1 })
    t.teardown(() => other.destroy())
    const waiting = async () => {
      const { rows } = await sql`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(shop.database)
      return rows.length === 1
    }
    const lines = [
      { variantId: one, quantity: 2 },
      { variantId: two, quantity: 2 },
    ]
    for (const wanted of [lines, lines.slice(0, 1)]) {
      const answer = await other.transaction().execute(async tx => {
        await sql`update stock_levels set reserved = 4 where variant_id = ${one}`.execute(tx)
        const fulfilment = { kind: 'pickup', storeId }
        const answer = shop.order({ lines: wanted, fulfilment })
        await until('the order to wait', waiting)
        return { answer }
      })
      t.match(await answer.answer, {
        status: 409,
        body: { type: 'out-of-stock', lines: [{ variantId: one, requested: 2, available: 1 }] },
      })
      t.same(await shop.level(storeId, two), { onHand: 5, reserved: 0 })
      await sql`update stock_levels set reserved = 0 where variant_id = ${one}`.execute(other)
    }
  },
)
