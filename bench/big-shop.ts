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

/** STALLCAST_BENCH_FOLDER: kept, and used again by the next run; else a folder that goes when the bench ends. */
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

/** A year of a chain's trade, as `openDatabase` takes it, unless the folder has it already. */
export async function bigShop(
  folder: string,
  name: string,
  size: Size,
  postgres: BenchPostgres | null,
): Promise<string> {
  const place = postgres === null ? join(folder, name, 'stallcast.db') : postgres.url(name)
  const made = markerOf(folder, name)
  if (made?.products === size.products && made.orders === size.orders) return place
  rmSync(markerPath(folder, name), { force: true })
  if (postgres === null) rmSync(join(folder, name), { recursive: true, force: true })
  else postgres.create(name)
  const at = Date.now()
  await (await openDatabase(place)).destroy()
  await fill(postgres === null ? loadSqlite(place) : loadPostgres(postgres.psql, place), size, at)
  await demandBooks(place)
  writeFileSync(markerPath(folder, name), JSON.stringify({ ...size, at } satisfies Marker))
  say(
    `${name}: ${size.products} products and ${size.orders} orders in ${((Date.now() - at) / 1000).toFixed(0)} s`,
  )
  return place
}

type Marker = Size & { readonly at: number }

/** How long ago a big shop was made, in milliseconds: its last order is so old. */
export function ageOf(folder: string, name: string): number {
  return Date.now() - (markerOf(folder, name)?.at ?? Date.now())
}

function markerOf(folder: string, name: string): Marker | null {
  const path = markerPath(folder, name)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

function markerPath(folder: string, name: string): string {
  return join(folder, `${name}.json`)
}

async function fill(load: Load, { products, orders }: Size, now: number): Promise<void> {
  const dice = new Dice(11)
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
