import { request } from 'node:http'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Database, openDatabase } from '../src/database.ts'
import { Bus } from '../src/events.ts'
import { createLog } from '../src/log.ts'
import { Indexer } from '../src/shop/catalog/indexer.ts'
import { Changes } from '../src/shop/changes.ts'
import type { ShopTables } from '../src/shop/tables.ts'
import { type BenchPostgres, startPostgres } from './bench-postgres.ts'
import { type BenchServer, startBenchServer } from './bench-server.ts'
import { benchFolder, bigShop } from './big-shop.ts'
import { percentile, say } from './figures.ts'
import { questions } from './scale-questions.ts'

const size = {
  products: Number(process.env.STALLCAST_BENCH_PRODUCTS ?? 100_000),
  orders: Number(process.env.STALLCAST_BENCH_ORDERS ?? 1_000_000),
}
const times = Number(process.env.STALLCAST_BENCH_TIMES ?? 12)
/** `sqlite`, `postgres`; left out: both. */
const engines = (process.env.STALLCAST_BENCH_ENGINES ?? 'sqlite,postgres').split(',')
/** Each question on its own line that took longer than this (milliseconds), or blocked the event loop for so long. */
const slow = { p95: Number(process.env.STALLCAST_BENCH_SLOW ?? 50), blocked: 20 }

/** Lists, searches and the dashboard of a chain after a year of trade, on both engines. */
export async function benchScale(): Promise<void> {
  using folder = benchFolder()
  if (engines.includes('sqlite')) {
    const place = await bigShop(folder.path, 'big_sqlite', size, null)
    await measure('SQLite', place, folder.path, { STALLCAST_DATA: dirname(place) })
  }
  if (engines.includes('postgres')) {
    await using postgres: BenchPostgres = await startPostgres(folder.path)
    const place = await bigShop(folder.path, 'big_postgres', size, postgres)
    await measure('PostgreSQL', place, folder.path, { DATABASE_URL: place })
  }
}

async function measure(
  engine: string,
  place: string,
  folder: string,
  env: Record<string, string>,
): Promise<void> {
  const shop = await prepare(place)
  const loop = join(folder, `loop-${process.pid}-${engine}`)
  {
    await using server = await startBenchServer({
      ...env,
      STALLCAST_CONFIG: new URL('./no-limits.yaml', import.meta.url).pathname,
      NODE_OPTIONS: `--import=${new URL('./loop-watch.ts', import.meta.url).href}`,
      STALLCAST_BENCH_LOOP: loop,
    })
    await ask(server, '/api/v1/products')
    await blocked(loop)
    const first = await ask(server, '/api/v1/figures/days?days=92')
    say(
      `${engine}: days=92, never looked at before: ${first.toFixed(0)} ms, blocked ${(await blocked(loop)).toFixed(0)} ms at most`,
    )
    await askAll(engine, server, loop, shop)
  }
  if (process.env.STALLCAST_BENCH_INDEX !== 'no') await indexAnew(engine, place)
}

type Known = Parameters<typeof questions>[0]

/** What the questions name, and no figures that were kept in an earlier run. */
async function prepare(place: string): Promise<Known> {
  const database: Database = await openDatabase(place)
  const db = database.$extendTables<ShopTables>()
  try {
    await db.deleteFrom('day_figures').execute()
    await db.deleteFrom('figured_days').execute()
    const store = await db.selectFrom('stores').select('id').orderBy('id').executeTakeFirstOrThrow()
    const category = await db
      .selectFrom('categories')
      .select('id')
      .where('depth', '=', 2)
      .orderBy('id')
      .executeTakeFirstOrThrow()
    const order = await db
      .selectFrom('orders')
      .select(['id', 'number', 'contact_phone'])
      .where('contact_phone', 'is not', null)
      .where('placed_at', '>', Date.now() - 180 * 86_400_000)
      .orderBy('placed_at')
      .executeTakeFirstOrThrow()
    return {
      storeId: store.id,
      category: category.id,
      deep: order.id,
      number: order.number,
      phone: order.contact_phone ?? '',
    }
  } finally {
    await database.destroy()
  }
}

async function askAll(engine: string, server: BenchServer, loop: string, known: Known): Promise<void> {
  const groups = new Map<string, { took: number[]; blocked: number; questions: number }>()
  for (const { group, path } of questions(known)) {
    const took: number[] = []
    await ask(server, path)
    await blocked(loop)
    for (let time = 0; time < times; time++) took.push(await ask(server, path))
    const longest = await blocked(loop)
    const sum = groups.get(group) ?? { took: [], blocked: 0, questions: 0 }
    groups.set(group, {
      took: [...sum.took, ...took],
      blocked: Math.max(sum.blocked, longest),
      questions: sum.questions + 1,
    })
    if (percentile(took, 0.95) > slow.p95 || longest > slow.blocked)
      say(`  ${line(took, longest)}  ${decodeURIComponent(path)}`)
  }
  for (const [name, { took, blocked, questions }] of groups)
    say(`${engine}: ${line(took, blocked)}  ${name} (${questions} questions)`)
}

function line(took: readonly number[], longest: number): string {
  const figures = [percentile(took, 0.5), percentile(took, 0.95), Math.max(...took)]
  const [p50, p95, max] = figures.map(value => value.toFixed(1).padStart(7))
  return `p50${p50}  p95${p95}  max${max} ms, blocked${longest.toFixed(0).padStart(4)} ms`
}

async function ask(server: BenchServer, path: string): Promise<number> {
  const began = performance.now()
  await server.call('GET', path)
  return performance.now() - began
}

/** For how long the server's event loop stood still at most since the last call. */
async function blocked(socketPath: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  request({ socketPath, path: '/' }, answer => text(answer).then(resolve, reject))
    .on('error', reject)
    .end()
  return Number(await promise)
}

/** As after a version that makes other words of the same text. */
async function indexAnew(engine: string, place: string): Promise<void> {
  const database: Database = await openDatabase(place)
  try {
    const db = database.$extendTables<ShopTables>()
    await db.updateTable('products').set({ search_version: 0 }).execute()
    const log = createLog('silent')
    const indexer = new Indexer(new Changes(db, new Bus(log), Date.now), log)
    const began = performance.now()
    indexer.wake()
    await indexer.idle()
    say(
      `${engine}: the words of ${size.products} products anew in ${((performance.now() - began) / 1000).toFixed(0)} s`,
    )
  } finally {
    await database.destroy()
  }
}
