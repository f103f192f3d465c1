import { openDatabase } from '../src/database.ts'
import { Counters } from '../test/helpers/stampede/counters.ts'
import { openStores } from '../test/helpers/stampede/place.ts'
import { stampede } from '../test/helpers/stampede/stampede.ts'
import { say } from './figures.ts'
import { onEngines, type ShopEngine } from './shop-places.ts'

const runs = Number(process.env.RUNS ?? 1000)
const firstSeed = Number(process.env.SEED ?? 1)
/** The check after each run reads the whole ledger, so shops do not grow old. */
const runsOfAShop = 25

type Sum = {
  runs: number
  failed: number
  answers: number
  orders: number
  seconds: number
  kills: number
  busy: number
}

/**
 * Crowds of 500 at the last ten of each, with a process killed once or twice in each run: on SQLite one process, on
 * PostgreSQL two on one database. RUNS says how many, SEED with which to begin.
 */
export async function benchStampede(): Promise<void> {
  let failed = 0
  await onEngines(async engine => {
    const sum: Sum = { runs: 0, failed: 0, answers: 0, orders: 0, seconds: 0, kills: 0, busy: 0 }
    while (sum.runs < runs) await runShop(engine, sum)
    const rate = (count: number) => (count / sum.seconds).toFixed(0)
    say(
      `stampede on ${engine.name}: ${sum.runs} runs, ${sum.failed} failed, ${sum.kills} kills, ${sum.busy} told to come again; ${sum.orders} orders of ${sum.answers} who asked, ${rate(sum.answers)} answers a second with the kills`,
    )
    failed += sum.failed
  })
  if (failed > 0) process.exitCode = 1
}

async function runShop(engine: ShopEngine, sum: Sum): Promise<void> {
  await using shop = await engine.newPlace()
  await using stack = new AsyncDisposableStack()
  const counters = await Counters.start(shop.folder, shop.place, engine.name === 'SQLite' ? 1 : 2)
  stack.defer(() => counters.close())
  const database = await openDatabase(shop.place, { connections: 2 })
  stack.defer(() => database.destroy())
  const place = await openStores(counters)
  for (let run = 0; run < runsOfAShop && sum.runs < runs; run++) {
    const seed = firstSeed + sum.runs
    const result = await stampede(counters, database, place, { seed, kills: 1 + (seed % 2) })
    sum.runs++
    sum.answers += result.asked
    sum.orders += result.placed
    sum.seconds += result.seconds
    if (result.faults.length > 0) sum.failed++
    for (const fault of result.faults.slice(0, 10)) say(`run ${seed} on ${engine.name}: ${fault}`)
    if (sum.runs % 25 === 0) say(`${engine.name}: ${sum.runs} runs, ${sum.failed} failed`)
  }
  sum.kills += counters.kills
  sum.busy += counters.busy
}
