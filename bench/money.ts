import { openDatabase } from '../src/database.ts'
import { Bus } from '../src/events.ts'
import { createLog } from '../src/log.ts'
import { Shop } from '../src/shop/shop.ts'
import type { ShopDb, ShopTables } from '../src/shop/tables.ts'
import { dice } from '../test/helpers/dice.ts'
import { assistant, call, guest, type Reply } from '../test/shop/call.ts'
import { shopDeps } from '../test/shop/shop-fixture.ts'
import { say } from './figures.ts'
import { onEngines, type ShopPlace } from './shop-places.ts'

const orders = Number(process.env.ORDERS ?? 3000)
const atOnce = 8

/**
 * Random orders with mixed tenders, discounts and returns in parts, through the real shop and database; then each minor
 * unit is looked for. ORDERS says how many.
 */
export async function benchMoney(): Promise<void> {
  let lost = 0
  await onEngines(async engine => {
    await using place = await engine.newPlace()
    const began = performance.now()
    const { faults, whole, turnover } = await trade(place)
    const seconds = (performance.now() - began) / 1000
    for (const fault of faults.slice(0, 10)) say(`${engine.name}: ${fault}`)
    say(
      `money on ${engine.name}: ${orders} orders over ${turnover} minor units, ${whole} given back whole, ${faults.length} faults, in ${seconds.toFixed(0)} s`,
    )
    lost += faults.length
  })
  if (lost > 0) process.exitCode = 1
}

async function trade(place: ShopPlace) {
  const database = await openDatabase(place.place)
  const bus = new Bus(createLog('silent'))
  const shop = await Shop.start(
    shopDeps({ folder: place.folder, database, bus, now: Date.now, shop: { maxQuantity: 20 } }),
  )
  try {
    const db = database.$extendTables<ShopTables>()
    const counter = await openCounter(shop)
    const random = dice(Number(process.env.SEED ?? 1))
    const whole = new Set<string>()
    let next = 0
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (next < orders) {
          const { id, all } = await sellAndTakeBack(shop, db, counter, random, next++)
          if (all) whole.add(id)
        }
      }),
    )
    return { ...(await look(shop, db, counter, whole)), whole: whole.size }
  } finally {
    await shop.close()
    await database.destroy()
  }
}

type Counter = { readonly storeId: string; readonly shiftId: string; readonly variants: readonly string[] }

const prices = [1, 99, 333, 1990, 10_001]

async function openCounter(shop: Shop): Promise<Counter> {
  const store = await staff(shop, 'POST', '/api/v1/stores', { name: 'A', address: 'A 1', pickup: true })
  const shift = { storeId: store.id, till: 'till', openingCash: 0 }
  const variants = prices.map((amount, n) => ({ sku: `T${n}`, title: `No. ${n}`, price: { amount } }))
  const product = await staff(shop, 'POST', '/api/v1/products', { title: 'Tea', variants })
  const ids: string[] = product.variants.map(({ id }: { id: string }) => id)
  for (const variantId of ids) {
    await staff(shop, 'POST', '/api/v1/stock/adjustments', {
      ...{ storeId: store.id, variantId, delta: 1_000_000, reason: 'bench' },
    })
  }
  return {
    storeId: store.id,
    shiftId: (await staff(shop, 'POST', '/api/v1/shifts', shift)).id,
    variants: ids,
  }
}

/** One order: sold over the counter, or ordered, marked down as a coupon would, and collected; then returned. */
async function sellAndTakeBack(
  shop: Shop,
  db: ShopDb,
  { storeId, shiftId, variants }: Counter,
  random: () => number,
  n: number,
): Promise<{ id: string; all: boolean }> {
  const roll = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  const chosen = variants.map((variantId, index) => ({ variantId, index, at: random() }))
  const lines = chosen
    .toSorted((a, b) => a.at - b.at)
    .slice(0, roll(1, 3))
    .map(({ variantId, index }) => ({ variantId, quantity: roll(1, 6), price: prices[index] ?? 0 }))
  const wanted = lines.map(({ variantId, quantity }) => ({ variantId, quantity }))
  const full = lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
  let id: string
  if (n % 2) {
    const tenders = mixed(full, roll)
    id = (await staff(shop, 'POST', '/api/v1/sales', { storeId, shiftId, lines: wanted, tenders }, `s${n}`))
      .id
  } else {
    const body = {
      lines: wanted,
      fulfilment: { kind: 'pickup', storeId },
      contact: { name: 'Li Na', phone: '13800000000' },
      payment: { method: 'pay-at-pickup' },
    }
    const headers = { 'idempotency-key': `o${n}` }
    const placed = good(
      await call(shop.routes, { method: 'POST', path: '/api/v1/orders', body, headers, actor: guest }),
    )
    id = placed.id
    let total = 0
    for (const { variantId, quantity, price } of lines) {
      const share = quantity * price - roll(0, Math.floor((quantity * price) / 2))
      total += share
      await db
        .updateTable('order_lines')
        .set({ total: share })
        .where('order_id', '=', id)
        .where('variant_id', '=', variantId)
        .execute()
    }
    await db.updateTable('orders').set({ total }).where('id', '=', id).execute()
    const tenders = mixed(total, roll)
    await staff(shop, 'POST', '/api/v1/pickups', { code: placed.pickupCode, storeId, shiftId, tenders })
  }
  const left = new Map(wanted.map(({ variantId, quantity }) => [variantId, quantity]))
  const all = random() < 0.7
  const parts = roll(1, 3)
  for (let part = 1; part <= parts; part++) {
    const back = [...left].flatMap(([variantId, units]) => {
      const quantity = all && part === parts ? units : roll(0, units)
      return quantity > 0 ? [{ variantId, quantity }] : []
    })
    if (back.length === 0) continue
    const asked = await staff(
      shop,
      'POST',
      `/api/v1/orders/${id}/returns`,
      { via: 'store', reason: 'bench', lines: back },
      `r${n}-${part}`,
    )
    await staff(shop, 'POST', `/api/v1/returns/${asked.id}/receive`, {
      storeId,
      shiftId,
      lines: back.map(({ variantId, quantity }) => ({ variantId, restocked: quantity, writtenOff: 0 })),
    })
    for (const { variantId, quantity } of back) left.set(variantId, (left.get(variantId) ?? 0) - quantity)
  }
  return { id, all }
}

function mixed(total: number, roll: (least: number, most: number) => number) {
  const cash = roll(0, total)
  const card = roll(0, total - cash)
  return [
    { method: 'cash', amount: cash, tendered: cash + roll(0, 100) },
    { method: 'card', amount: card },
    { method: 'other', amount: total - cash - card },
  ].filter(({ amount }) => amount > 0)
}

async function look(shop: Shop, db: ShopDb, { shiftId }: Counter, whole: ReadonlySet<string>) {
  const faults: string[] = []
  const expect = (what: string, actual: number, expected: number): void => {
    if (actual !== expected) faults.push(`${what}: ${actual} instead of ${expected}`)
  }
  const rows = await db.selectFrom('orders').selectAll().execute()
  const tenders = Map.groupBy(await db.selectFrom('tenders').selectAll().execute(), row => row.order_id)
  const refunds = Map.groupBy(await db.selectFrom('refunds').selectAll().execute(), row => row.tender_id)
  const sum = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0)
  let cash = 0
  for (const { id, number, total, captured, refunded } of rows) {
    const paid = tenders.get(id) ?? []
    expect(`what ${number} captured`, captured, total)
    expect(`the payments of ${number}`, sum(paid.map(({ amount }) => amount)), captured)
    expect(`the refunds of ${number}`, sum(paid.map(({ refunded }) => refunded)), refunded)
    if (whole.has(id)) expect(`what came back of ${number}`, refunded, captured)
    for (const tender of paid) {
      const given = refunds.get(tender.id) ?? []
      expect(`what came back by ${tender.id}`, sum(given.map(({ amount }) => amount)), tender.refunded)
      if (tender.refunded > tender.amount) faults.push(`${tender.id} gave back more than it took`)
      if (tender.method === 'cash') cash += tender.amount - tender.refunded
    }
  }
  expect('the orders', rows.length, orders)
  const shift = await staff(shop, 'GET', `/api/v1/shifts/${shiftId}`)
  expect('the cash in the till', shift.expectedCash.amount, cash)
  expect('the faults of the ledger', (await shop.ledger.check()).length, 0)
  return { faults, turnover: sum(rows.map(({ captured }) => captured)) }
}

async function staff(shop: Shop, method: string, path: string, body?: unknown, key?: string) {
  const headers = key === undefined ? {} : { 'idempotency-key': key }
  return good(await call(shop.routes, { method, path, body, headers, actor: assistant }))
}

function good({ status, body }: Reply): Reply['body'] {
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}
