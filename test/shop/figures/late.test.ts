import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { FiguresStore } from '../../../src/shop/figures/figures-store.ts'
import type { ShopDb } from '../../../src/shop/tables.ts'
import { engine } from '../../helpers/engine.ts'
import { FakeCompany } from '../payments/fake-company.ts'
import { made, noon, TestShop } from '../shop-fixture.ts'

const day = 86_400_000

/** A till that sold a unit at noon without a connection, and says so two days later. */
async function lateSale(t: Test) {
  const shop = await TestShop.start(t)
  const storeId = await shop.store()
  const variantId = await shop.variant(1000)
  await shop.stock(storeId, variantId, 20)
  const open = { storeId, till: 'Till 1', openingCash: 0 }
  const shiftId = made(await shop.staff('POST', '/api/v1/shifts', open)).id
  const sell = async (key: string, soldAt = new Date(noon).toISOString()) => {
    const tenders = [{ method: 'cash', amount: 1000 }]
    const sale = { storeId, shiftId, lines: [{ variantId, quantity: 1 }], tenders, soldAt }
    made(await shop.staff('POST', '/api/v1/sales', sale, { 'idempotency-key': key }))
  }
  await sell('in-time')
  shop.clock.at = noon + 2 * day
  const first = async () => {
    const { body } = await shop.staff('GET', '/api/v1/figures/days?days=3')
    const { orders, taken } = body.days[0].rows[0]
    return { orders, taken }
  }
  return { shop, storeId, sell, first }
}

t.test(
  'a late sale that is written between the reckoning of its day and the keeping is not missed',
  async t => {
    const { shop, sell, first } = await lateSale(t)
    const { figures } = shop.shop.changes.records
    const { reckon } = figures
    let sold = false
    figures.reckon = async span => {
      const rows = await reckon.call(figures, span)
      if (!sold && span.startsAt <= noon && span.endsAt > noon) {
        sold = true
        await sell('late')
      }
      return rows
    }
    await first()
    t.strictSame(await first(), { orders: 2, taken: 2000 })
  },
)

// On SQLite nobody reads while somebody else writes.
if (engine === 'postgres') {
  t.test('a late sale that is not committed yet while its day is kept is not missed', async t => {
    const { shop, storeId, first } = await lateSale(t)
    let asked: Promise<unknown> = Promise.resolve()
    await shop.db.transaction().execute(async tx => {
      await sql`insert into orders (id, number, state, kind, channel, payment_method, currency, total, placed_at)
        values ('late', 'late', 'placed', 'counter', 'counter', 'cash', 'CNY', 10, ${noon})`.execute(tx)
      await sql`insert into fulfilments (id, order_id, store_id, kind, state)
        values ('late', 'late', ${storeId}, 'counter', 'waiting')`.execute(tx)
      await new FiguresStore(tx).forget(noon, shop.clock.at)
      asked = first()
      await somebodyWaits(shop.db, asked)
    })
    await asked
    t.strictSame(await first(), { orders: 2, taken: 1000 })
  })
}

t.test('a payment of which the news comes days later counts for the day on which it was begun', async t => {
  const company = new FakeCompany()
  const shop = await TestShop.start(t, { paymentMethods: [company] })
  const storeId = await shop.store()
  const variantId = await shop.variant(1000)
  await shop.stock(storeId, variantId, 5)
  const order = made(await shop.pickup(storeId, variantId))
  const { reference } = await shop.shop.payments.begin(order.id, company.method)
  shop.clock.at = noon + 2 * day
  const first = async () => {
    const { body } = await shop.staff('GET', '/api/v1/figures/days?days=3')
    return body.days[0].rows.map(({ taken }: { taken: number }) => taken)
  }
  t.strictSame(await first(), [0])
  await shop.shop.payments.captured(company.method, reference, 1000)
  t.strictSame(await first(), [1000])
})

/** Resolves when a connection waits for a lock, or `until` is settled. */
async function somebodyWaits(db: ShopDb, until: Promise<unknown>): Promise<void> {
  let over = false
  void until.finally(() => {
    over = true
  })
  while (!over) {
    const { rows } = await sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    if (rows.length > 0) return
  }
}
