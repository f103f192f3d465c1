import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../src/database.ts'
import { Bus } from '../src/events.ts'
import { createLog } from '../src/log.ts'
import { Changes } from '../src/shop/changes.ts'
import { Ledger } from '../src/shop/stock/ledger.ts'
import type { ShopTables } from '../src/shop/tables.ts'
import type { BenchPostgres } from './bench-postgres.ts'
import { Dice } from './big-shop-dice.ts'
import { addGoods } from './big-shop-goods.ts'
import { OrderWriter } from './big-shop-orders.ts'
import { type Load, loadPostgres, loadSqlite } from './bulk-load.ts'
import { say } from './figures.ts'

export type Size = { readonly products: number; readonly orders: number }

const day = 86_400_000

/** STALLCAST_BENCH_FOLDER: kept, and used again on the same day; else a folder that goes when the bench ends. */
export function benchFolder(): Disposable & { readonly path: string } {
  const given = process.env.STALLCAST_BENCH_FOLDER
  const path = given ?? join(tmpdir(), `stallcast-scale-${process.pid}`)
  mkdirSync(path, { recursive: true, mode: 0o755 })
  return {
    path,
    [Symbol.dispose]: () => {
      if (given === undefined) rmSync(path, { recursive: true, force: true })
    },
  }
}

/** A year of a chain's trade in `place` (what `openDatabase` takes), unless it was put there today. */
export async function bigShop(
  folder: string,
  name: string,
  { products, orders }: Size,
  postgres: BenchPostgres | null,
): Promise<string> {
  const place = postgres === null ? join(folder, name, 'stallcast.db') : postgres.url(name)
  const marker = join(folder, `${name}.json`)
  const made = JSON.stringify({ products, orders, on: new Date().toISOString().slice(0, 10) })
  if (existsSync(marker) && readFileSync(marker, 'utf8') === made) return place
  rmSync(marker, { force: true })
  if (postgres === null) rmSync(join(folder, name), { recursive: true, force: true })
  else postgres.create(name)
  const began = performance.now()
  await (await openDatabase(place)).destroy()
  await fill(postgres === null ? loadSqlite(place) : loadPostgres(postgres.psql, place), { products, orders })
  await demandBooks(place)
  writeFileSync(marker, made)
  say(
    `${name}: ${products} products and ${orders} orders in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  )
  return place
}

async function fill(load: Load, { products, orders }: Size): Promise<void> {
  const dice = new Dice(11)
  const now = Date.now()
  const from = now - 365 * day
  const goods = await addGoods(load, dice, products, from)
  await new OrderWriter(load, dice, goods, now).write(orders, from)
  addAudit(load, dice, from, now, Math.ceil(orders / 10))
  await load.finish()
}

function addAudit(load: Load, dice: Dice, from: number, now: number, count: number): void {
  for (let index = 0; index < count; index++) {
    const at = Math.floor(from + (index / count) * (now - from))
    load.add('audit', {
      ...{ id: dice.id(at), at, actor_id: `staff-${dice.below(12)}`, actor_name: 'Lin', via: 'session' },
      ...{ action: dice.one(['product.updated', 'stock.adjusted', 'order.cancelled']) },
      ...{ subject_kind: 'product', subject_id: `p${dice.below(5000)}`, subject_name: null, store_id: null },
      ...{ before: '{"status":"draft"}', after: '{"status":"active"}' },
    })
  }
}

/** The ledger and the levels must agree before anything is measured. */
export async function demandBooks(place: string): Promise<void> {
  const database = await openDatabase(place)
  const changes = new Changes(database.$extendTables<ShopTables>(), new Bus(createLog('silent')), Date.now)
  const faults = await new Ledger(changes).check().finally(() => database.destroy())
  if (faults.length > 0) throw new Error(`the books do not agree: ${JSON.stringify(faults.slice(0, 3))}`)
}
