import { sql } from 'kysely'
import type { Database } from '../../../src/database.ts'
import { Bus } from '../../../src/events.ts'
import { createLog } from '../../../src/log.ts'
import { Changes } from '../../../src/shop/changes.ts'
import { Ledger } from '../../../src/shop/stock/ledger.ts'
import type { ShopTables } from '../../../src/shop/tables.ts'
import type { Outcome } from './buyers.ts'
import type { Reply } from './counters.ts'
import { type Goods, unitsOfEach } from './place.ts'

/** What is wrong with the shop's books after a stampede; empty if nothing is. Everything is compared with `===`. */
export async function faultsOf(
  database: Database,
  run: string,
  goods: Goods,
  outcomes: readonly Outcome[],
): Promise<string[]> {
  const db = database.$extendTables<ShopTables>()
  const faults: string[] = []
  const expect = (what: string, actual: unknown, expected: unknown): void => {
    if (actual !== expected) faults.push(`${what}: ${String(actual)} instead of ${String(expected)}`)
  }

  const orders = await db
    .selectFrom('orders')
    .select(['id', 'number', 'contact_name', 'state', 'total', 'captured', 'refunded'])
    .where('contact_name', 'like', `${run}-%`)
    .execute()
  const ids = orders.map(({ id }) => id)
  const allocations = await db
    .selectFrom('allocations')
    .innerJoin('fulfilments', 'fulfilments.id', 'allocations.fulfilment_id')
    .select([
      'allocations.order_id',
      'allocations.store_id',
      'allocations.variant_id',
      'allocations.quantity',
      'allocations.state',
      'fulfilments.store_id as from_store',
    ])
    .where('allocations.variant_id', 'in', Object.values(goods))
    .execute()
  const levels = await db
    .selectFrom('stock_levels')
    .selectAll()
    .where('variant_id', 'in', Object.values(goods))
    .execute()

  // What is held or gone is what was there, to the unit; and what the levels say is what the orders say.
  for (const [name, variantId] of Object.entries(goods)) {
    const ofGoods = allocations.filter(({ variant_id }) => variant_id === variantId)
    const units = (states: readonly string[], storeId?: string) =>
      ofGoods
        .filter(one => states.includes(one.state) && (storeId === undefined || one.store_id === storeId))
        .reduce((sum, { quantity }) => sum + quantity, 0)
    expect(`sold of ${name}`, units(['reserved', 'gone']), unitsOfEach)
    let onHand = 0
    for (const level of levels.filter(({ variant_id }) => variant_id === variantId)) {
      onHand += level.on_hand
      expect(`reserved of ${name} in ${level.store_id}`, level.reserved, units(['reserved'], level.store_id))
      expect(`left of ${name} in ${level.store_id}`, level.on_hand - level.reserved, 0)
    }
    expect(`on hand of ${name}`, onHand, unitsOfEach - units(['gone']))
  }
  for (const { order_id, store_id, from_store } of allocations) {
    expect(`the store that gives to ${order_id}`, from_store, store_id)
  }

  // Each acknowledged order is there as it was asked for, and there are no others.
  const acknowledged = new Map<string, string>()
  for (const { buyer, reply, second, payment } of outcomes) {
    for (const answer of [reply, second]) {
      if (answer === null) continue
      const refused = isRefusal(answer, 'out-of-stock') || isRefusal(answer, 'split-needed')
      if (answer.status !== 201 && !refused)
        faults.push(`${buyer.key} was answered ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    const placed = [reply, second].filter(answer => answer?.status === 201)
    if (placed.length === 0) continue
    if (placed.length === 2)
      expect(`the second answer to ${buyer.key}`, JSON.stringify(second?.body), JSON.stringify(reply.body))
    const body = placed[0]?.body
    acknowledged.set(buyer.key, body.id)
    const order = orders.find(({ id }) => id === body.id)
    expect(`the number of ${buyer.key}`, order?.number, body.number)
    for (const [name, quantity] of Object.entries(buyer.wanted)) {
      const variantId = goods[name as keyof Goods]
      const given = allocations
        .filter(one => one.order_id === body.id && one.variant_id === variantId)
        .reduce((sum, one) => sum + one.quantity, 0)
      expect(`what ${buyer.key} gets of ${name}`, given, quantity)
    }
    if (buyer.pays === null) continue
    if (payment?.status !== 201 && (payment === null || !isRefusal(payment, 'sold-out')))
      faults.push(
        `the payment of ${buyer.key} was answered ${payment?.status} ${JSON.stringify(payment?.body)}`,
      )
    const paid = payment?.status === 201
    expect(`what ${buyer.key} paid`, order?.captured, paid ? order?.total : 0)
  }
  expect('orders', orders.length, acknowledged.size)
  expect('order numbers', new Set(orders.map(({ number }) => number)).size, orders.length)
  for (const { contact_name, id } of orders)
    expect(`the order of ${contact_name}`, acknowledged.get(contact_name ?? ''), id)

  const tenders =
    ids.length === 0 ? [] : await db.selectFrom('tenders').selectAll().where('order_id', 'in', ids).execute()
  for (const { id, number, captured } of orders) {
    const sum = tenders.filter(({ order_id }) => order_id === id).reduce((sum, { amount }) => sum + amount, 0)
    expect(`the tenders of ${number}`, sum, captured)
  }

  const ledger = new Ledger(new Changes(db, new Bus(createLog('silent')), Date.now))
  expect('faults of the ledger', JSON.stringify(await ledger.check()), '[]')
  // Numbers are taken within the order's transaction: what was rolled back leaves no gap.
  const { rows } = await sql<{ all_orders: number | string; given: number | string }>`
    select (select count(*) from orders) as all_orders, (select sum(last) from order_numbers) as given`.execute(
    db,
  )
  expect('numbers that were given', Number(rows[0]?.given), Number(rows[0]?.all_orders))
  return faults
}

function isRefusal({ status, body }: Reply, type: string): boolean {
  return status === 409 && body.type.endsWith(`/${type}`)
}
