import { request } from 'node:http'
import { dirname, join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { text } from 'node:stream/consumers'
import { type Database, openDatabase } from '../src/database.ts'
import { Bus } from '../src/events.ts'
import { createLog } from '../src/log.ts'
import { Indexer } from '../src/shop/catalog/indexer.ts'
import { Changes } from '../src/shop/changes.ts'
import type { ShopTables } from '../src/shop/tables.ts'
import { type BenchPostgres, startPostgres } from './bench-postgres.ts'
import { type BenchServer, startBenchServer } from './bench-server.ts'
import { ageOf, benchFolder, bigShop } from './big-shop.ts'
import { ms, percentile, say } from './figures.ts'
import { questions } from './scale-questions.ts'

const size = {
  products: Number(process.env.STALLCAST_BENCH_PRODUCTS ?? 100_000),
  orders: Number(process.env.STALLCAST_BENCH_ORDERS ?? 1_000_000),
}
/** How often each question is asked, and for how long (milliseconds) at most one that takes long; five times at least. */
const samples = Number(process.env.STALLCAST_BENCH_SAMPLES ?? 20)
const patience = 2000
/** `sqlite`, `postgres`; left out: both. */
const engines = (process.env.STALLCAST_BENCH_ENGINES ?? 'sqlite,postgres').split(',')
/** Each question on its own line that took longer than this (milliseconds), or blocked the event loop for so long. */
const slow = { p95: Number(process.env.STALLCAST_BENCH_SLOW ?? 50), blocked: 20 }

/** Lists, searches and the dashboard of a chain after a year of trade, on both engines. */
export async function benchScale(): Promise<void> {
  using folder = benchFolder()
  if (engines.includes('sqlite')) {
    const place = await bigShop(folder.path, 'big_sqlite', size, null)
    const ago = ageOf(folder.path, 'big_sqlite')
    await measure('SQLite', { place, ago }, folder.path, { STALLCAST_DATA: dirname(place) })
  }
  if (engines.includes('postgres')) {
    await using postgres: BenchPostgres = await startPostgres(folder.path)
    const place = await bigShop(folder.path, 'big_postgres', size, postgres)
    const ago = ageOf(folder.path, 'big_postgres')
    await measure('PostgreSQL', { place, ago }, folder.path, { DATABASE_URL: place })
  }
}

async function measure(
  engine: string,
  { place, ago }: { readonly place: string; readonly ago: number },
  folder: string,
  env: Record<string, string>,
): Promise<void> {
  const shop = await prepare(place, Date.now() - ago)
  const loop = join(folder, `loop-${process.pid}-${engine}`)
  const imports = ['loop-watch.ts', 'bench-clock.ts'].map(
    file => `--import=${new URL(file, import.meta.url)}`,
  )
  {
    await using server = await startBenchServer({
      ...env,
      STALLCAST_CONFIG: new URL('./no-limits.yaml', import.meta.url).pathname,
      NODE_OPTIONS: imports.join(' '),
      STALLCAST_BENCH_LOOP: loop,
      STALLCAST_BENCH_AGO: String(ago),
    })
    await blocked(loop)
    // The server keeps these days by itself since it started; whoever asks waits for the rest.
    const first = await ask(server, '/api/v1/figures/days?days=92')
    say(
      `${engine}: days=92, none kept before the server started: ${first.toFixed(0)} ms, blocked ${(await blocked(loop)).toFixed(0)} ms at most`,
    )
    await askAll(engine, server, loop, shop)
  }
  if (process.env.STALLCAST_BENCH_INDEX !== 'no') await indexAnew(engine, place)
}

type Known = Parameters<typeof questions>[0]

/** What the questions name, and no figures that were kept in an earlier run. */
async function prepare(place: string, now: number): Promise<Known> {
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
      .where('placed_at', '>', now - 180 * 86_400_000)
      .orderBy('placed_at')
      .executeTakeFirstOrThrow()
    return {
      storeId: store.id,
      category: category.id,
      deep: order.id,
      number: order.number,
      phone: order.contact_phone ?? '',
      now,
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
    const began = performance.now()
    while (took.length < samples && (took.length < 5 || performance.now() - began < patience))
      took.push(await ask(server, path))
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

/**
 * As after a version that makes other words of the same text: once where the words turn out to be the same, and once where
 * none of them is there.
 */
async function indexAnew(engine: string, place: string): Promise<void> {
  const database: Database = await openDatabase(place)
  try {
    const db = database.$extendTables<ShopTables>()
    for (const what of ['the same', 'missing'] as const) {
      if (what === 'missing') await db.deleteFrom('search_terms').execute()
      await db.updateTable('products').set({ search_version: 0 }).execute()
      const delay = monitorEventLoopDelay({ resolution: 1 })
      const log = createLog('silent')
      const indexer = new Indexer(new Changes(db, new Bus(log), Date.now), log)
      const began = performance.now()
      delay.enable()
      indexer.wake()
      await indexer.idle()
      delay.disable()
      const seconds = ((performance.now() - began) / 1000).toFixed(0)
      const [p99, max] = [delay.percentile(99) / 1e6, delay.max / 1e6]
      say(
        `${engine}: ${size.products} products read again, the words ${what}: ${seconds} s, blocked p99 ${ms(p99)}, max ${ms(max)}`,
      )
    }
  } finally {
    await database.destroy()
  }
}
