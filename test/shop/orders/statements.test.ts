import { CompiledQuery } from 'kysely'
import t from 'tap'
import { engine } from '../../helpers/engine.ts'
import { made, TestShop } from '../shop-fixture.ts'

// PostgreSQL chooses by what the tables have in them; SQLite by the indexes alone.
t.test(
  'no step in the life of an order looks through all orders, nor through all of one state',
  { skip: engine === 'postgres' },
  async t => {
    const asked = new Map<string, CompiledQuery>()
    const shop = await TestShop.start(t, { hear: query => asked.set(query.sql, query) })
    const storeId = await shop.store({ name: 'Bund' })
    const variantId = await shop.variant(1990)
    await shop.stock(storeId, variantId, 9)
    asked.clear()
    await shop.pickup(storeId, variantId)
    const { id, pickupCode } = made(await shop.pickup(storeId, variantId, 2))
    await shop.shop.dueOrders.expire()
    const collected = await shop.collect(pickupCode, storeId, { tender: 'other' })
    t.equal(collected.status, 200)
    const lines = [{ variantId, quantity: 1 }]
    const wanted = { via: 'store', reason: 'too many', lines }
    const asking = await shop.staff('POST', `/api/v1/orders/${id}/returns`, wanted, {
      'idempotency-key': 'r1',
    })
    const taken = await shop.staff('POST', `/api/v1/returns/${made(asking).id}/receive`, {
      storeId,
      lines: [{ variantId, restocked: 1, writtenOff: 0 }],
    })
    t.equal(taken.status, 200)
    await shop.shop.dueOrders.close()
    let looked = 0
    for (const { sql, parameters } of asked.values()) {
      if (!/^(select|with|update)/.test(sql)) continue
      const raw = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters])
      const plan = (await shop.database.executeQuery<{ detail: string }>(raw)).rows
      const much = plan.filter(({ detail }) =>
        /^SCAN (orders|order_|returns|return_|tenders|refunds|fulfilments|allocations|stock_movements|audit)\S*$|_by_state \(state=\?\)$/.test(
          detail,
        ),
      )
      t.same(much, [], sql)
      looked++
    }
    t.ok(looked > 20, `${looked} statements`)
  },
)
