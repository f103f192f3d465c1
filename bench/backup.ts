import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '../src/database.ts'
import type { ShopTables } from '../src/shop/tables.ts'
import { type BenchPostgres, startPostgres } from './bench-postgres.ts'
import { type BenchServer, startBenchServer } from './bench-server.ts'
import { benchFolder, bigShop, demandBooks } from './big-shop.ts'
import { percentile, say } from './figures.ts'

const size = {
  products: Number(process.env.STALLCAST_BENCH_PRODUCTS ?? 10_000),
  orders: Number(process.env.STALLCAST_BENCH_ORDERS ?? 100_000),
}
const buyers = 16
const quietSeconds = 6
const engines = (process.env.STALLCAST_BENCH_ENGINES ?? 'sqlite,postgres').split(',')

/** A backup of a shop that sells meanwhile, put back elsewhere: what it costs, and whether an order is missing. */
export async function benchBackup(): Promise<void> {
  using folder = benchFolder()
  if (engines.includes('sqlite')) {
    const place = await bigShop(folder.path, 'sold_sqlite', size, null)
    await tryOut('SQLite', folder.path, place, { STALLCAST_DATA: dirname(place) }, null)
  }
  if (engines.includes('postgres')) {
    await using postgres: BenchPostgres = await startPostgres(folder.path)
    const place = await bigShop(folder.path, 'sold_postgres', size, postgres)
    const data = join(folder.path, `data-${process.pid}`)
    await tryOut('PostgreSQL', folder.path, place, { STALLCAST_DATA: data, DATABASE_URL: place }, postgres)
  }
}

async function tryOut(
  engine: string,
  folder: string,
  place: string,
  env: Record<string, string>,
  postgres: BenchPostgres | null,
): Promise<void> {
  const backup = join(folder, `backup-${engine}-${process.pid}`)
  const sales = await sellWhile(place, env, async ids => {
    await delay(quietSeconds * 1000)
    const acknowledged = [...ids]
    const took = await command(['bin/backup.ts', backup], env)
    return { acknowledged, took }
  })
  const { quiet, meanwhile, during } = sales
  const figures = (took: readonly number[], seconds: number) =>
    `${(took.length / seconds).toFixed(0)} orders a second, p50 ${percentile(took, 0.5).toFixed(0)} ms, p99 ${percentile(took, 0.99).toFixed(0)} ms, max ${Math.max(...took).toFixed(0)} ms`
  say(`${engine}: before the backup ${figures(quiet, quietSeconds)}`)
  say(
    `${engine}: backup in ${during.took.seconds.toFixed(1)} s; meanwhile ${figures(meanwhile, during.took.seconds)}`,
  )
  say(`${engine}: ${during.took.said.split('\n').find(text => text.startsWith('The backup is')) ?? ''}`)

  const elsewhere = join(folder, `elsewhere-${engine}-${process.pid}`)
  mkdirSync(elsewhere)
  postgres?.create('elsewhere')
  const url = postgres?.url('elsewhere')
  const restored = await command(['bin/restore.ts', backup], {
    STALLCAST_DATA: elsewhere,
    ...(url !== undefined && { DATABASE_URL: url }),
  })
  const there = url ?? join(elsewhere, 'stallcast.db')
  const missing = await missingOf(there, during.acknowledged)
  await demandBooks(there)
  say(
    `${engine}: restored in ${restored.seconds.toFixed(1)} s; of ${during.acknowledged.length} orders acknowledged before the backup began ${missing} are missing; the books agree`,
  )
  if (missing > 0) throw new Error('an acknowledged order is lost')
}

/** Orders are placed all the time while `work` runs. */
async function sellWhile<During extends { readonly took: { readonly seconds: number } }>(
  place: string,
  env: Record<string, string>,
  work: (acknowledged: readonly string[]) => Promise<During>,
) {
  const goods = await someGoods(place)
  await using server = await startBenchServer({
    ...env,
    STALLCAST_CONFIG: new URL('./no-limits.yaml', import.meta.url).pathname,
  })
  const ids: string[] = []
  const took: { readonly at: number; readonly ms: number }[] = []
  const stop = new AbortController()
  const began = performance.now()
  const selling = Promise.all(
    Array.from({ length: buyers }, async (_, buyer) => {
      for (let count = 0; !stop.signal.aborted; count++) {
        const at = performance.now()
        ids.push(await buy(server, goods, `${process.pid}-${buyer}-${count}`))
        took.push({ at, ms: performance.now() - at })
      }
    }),
  )
  const during = await work(ids)
  stop.abort()
  await selling
  const from = began + quietSeconds * 1000
  const until = from + during.took.seconds * 1000
  return {
    during,
    quiet: took.filter(({ at }) => at < from).map(({ ms }) => ms),
    meanwhile: took.filter(({ at }) => at >= from && at < until).map(({ ms }) => ms),
  }
}

type SomeGoods = { readonly storeId: string; readonly variantIds: readonly string[] }

async function someGoods(place: string): Promise<SomeGoods> {
  const database = await openDatabase(place)
  const db = database.$extendTables<ShopTables>()
  try {
    const { id } = await db.selectFrom('stores').select('id').orderBy('id').executeTakeFirstOrThrow()
    const rows = await db
      .selectFrom('stock_levels')
      .innerJoin('variants', 'variants.id', 'stock_levels.variant_id')
      .innerJoin('products', 'products.id', 'variants.product_id')
      .select('variants.id')
      .where('store_id', '=', id)
      .where('on_hand', '>', 30)
      .where('status', '=', 'active')
      .orderBy('variants.id')
      .limit(2000)
      .execute()
    return { storeId: id, variantIds: rows.map(row => row.id) }
  } finally {
    await database.destroy()
  }
}

/** @returns the order's id, once it is answered. */
async function buy(server: BenchServer, { storeId, variantIds }: SomeGoods, key: string): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const variantId = variantIds[Math.floor(Math.random() * variantIds.length)]
    try {
      const { id } = await server.call<{ id: string }>(
        'POST',
        '/api/v1/orders',
        {
          lines: [{ variantId, quantity: 1 }],
          fulfilment: { kind: 'pickup', storeId },
          contact: { name: 'Li Na', phone: '13800000000' },
          payment: { method: 'pay-at-pickup' },
        },
        { 'idempotency-key': `bench-${key}-${attempt}` },
      )
      return id
    } catch (error) {
      // Sold out by now: others are not.
      if (attempt > 20 || !String(error).includes('out-of-stock')) throw error
    }
  }
}

async function command(
  [file = '', ...args]: readonly string[],
  env: Record<string, string>,
): Promise<{ seconds: number; said: string }> {
  const began = performance.now()
  const child = spawn(process.execPath, [file, ...args], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', text => {
    said += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${file} ended with ${code}: ${said}`)
  return { seconds: (performance.now() - began) / 1000, said }
}

async function missingOf(place: string, ids: readonly string[]): Promise<number> {
  const database = await openDatabase(place)
  try {
    const db = database.$extendTables<ShopTables>()
    const there = new Set<string>()
    for (let at = 0; at < ids.length; at += 500) {
      const rows = await db
        .selectFrom('orders')
        .select('id')
        .where('id', 'in', ids.slice(at, at + 500))
        .execute()
      for (const { id } of rows) there.add(id)
    }
    return ids.filter(id => !there.has(id)).length
  } finally {
    await database.destroy()
  }
}
