// bin/check-stock.ts [--mend]: whether the stock's books agree; with --mend, levels that do not are set to what the ledger
// says. The shop may be open meanwhile. Exit 1: something was found (and, with --mend, is still wrong).
import { databasePlace } from '../config/database-place.ts'
import { loadConfig } from '../config/load.ts'
import { loadSecrets } from '../config/secrets.ts'
import { openDatabase } from '../src/database.ts'
import { ConfigError } from '../src/errors.ts'
import { Bus } from '../src/events.ts'
import { createLog } from '../src/log.ts'
import { Changes } from '../src/shop/changes.ts'
import { Ledger } from '../src/shop/stock/ledger.ts'
import type { ShopTables } from '../src/shop/tables.ts'
import type { StockFault } from '../src/wire.ts'

const [option, ...rest] = process.argv.slice(2)
if (rest.length > 0 || (option !== undefined && option !== '--mend')) {
  process.stderr.write('usage: bin/run check-stock [--mend]\n')
  process.exitCode = 64
} else {
  try {
    process.exitCode = await check(option === '--mend')
  } catch (error) {
    process.stderr.write(
      `${error instanceof ConfigError ? error.message : ((error as Error).stack ?? error)}\n`,
    )
    process.exitCode = 1
  }
}

async function check(mend: boolean): Promise<number> {
  const config = loadConfig()
  const place = databasePlace(config, loadSecrets(config.data))
  await using stack = new AsyncDisposableStack()
  const database = await openDatabase(place)
  stack.defer(() => database.destroy())
  const bus = new Bus(createLog('silent'))
  const ledger = new Ledger(new Changes(database.$extendTables<ShopTables>(), bus, Date.now))
  const faults = await ledger.check()
  for (const fault of faults) say(sentence(fault))
  if (faults.length === 0) say('The books agree.')
  if (faults.length === 0 || !mend) return faults.length === 0 ? 0 : 1
  const mended = await ledger.mend({ id: 'check-stock', name: 'bin/run check-stock', via: 'owner-token' })
  for (const fault of mended) {
    say(`${fault.done === 'level-set' ? 'Set to the ledger' : 'Left as it is'}: ${sentence(fault)}`)
  }
  return (await ledger.check()).length === 0 ? 0 : 1
}

function sentence({ storeId, variantId, check, level, expected }: StockFault): string {
  const where = storeId === null ? 'on the way' : `store ${storeId}`
  return `variant ${variantId}, ${where}: ${check} is ${level}, and should be ${expected}`
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
