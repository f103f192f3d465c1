// bin/owner-link.ts: prints a one-time link that makes an owner, or lets a locked-out one back in. Whoever can run it has
// the database in their hands anyway. The server may be running.
import { join } from 'node:path'
import { loadConfig } from '../config/load.ts'
import { loadSecrets } from '../config/secrets.ts'
import { addresses, hostNames } from '../src/addresses.ts'
import { openDatabase } from '../src/database.ts'
import { ConfigError } from '../src/errors.ts'
import { Bus } from '../src/events.ts'
import { createLog } from '../src/log.ts'
import { Changes } from '../src/shop/changes.ts'
import { Staff } from '../src/shop/staff/staff.ts'
import type { ShopTables } from '../src/shop/tables.ts'

const day = 86_400_000

try {
  const config = loadConfig()
  const secrets = loadSecrets(config.data)
  const log = createLog('warn')
  const database = await openDatabase(process.env.DATABASE_URL || join(config.data, 'stallcast.db'))
  try {
    const staff = new Staff({
      changes: new Changes(database.$extendTables<ShopTables>(), new Bus(log), Date.now),
      ...{ ownerToken: secrets.ownerToken, secret: secrets.key, log },
      life: { idle: config.staff.sessionIdleDays * day, longest: config.staff.sessionDays * day },
    })
    const { site } = addresses(
      config,
      `http://${hostNames(config.http.host).near}:${config.http.port}`,
      config.rtmp.port,
    )
    const token = await staff.signIn.newOwnerLink()
    process.stdout.write(`Open this within a day, once, to be an owner:\n  ${site}/welcome#owner=${token}\n`)
  } finally {
    await database.destroy()
  }
} catch (error) {
  const known = error instanceof ConfigError
  process.stderr.write(`${known ? error.message : ((error as Error).stack ?? error)}\n`)
  process.exitCode = 1
}
