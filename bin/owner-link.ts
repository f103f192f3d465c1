// bin/owner-link.ts: prints a one-time link that makes an owner, or lets a locked-out one back in. Whoever can run it has
// the database in their hands anyway. The server may be running.
import { databasePlace } from '../config/database-place.ts'
import { loadConfig } from '../config/load.ts'
import { loadSecrets } from '../config/secrets.ts'
import { addresses, hostNames } from '../src/addresses.ts'
import { openDatabase } from '../src/database.ts'
import { Bus } from '../src/events.ts'
import { createLog } from '../src/log.ts'
import { Changes } from '../src/shop/changes.ts'
import { Staff } from '../src/shop/staff/staff.ts'
import type { ShopTables } from '../src/shop/tables.ts'
import { failure, say } from './command.ts'

const day = 86_400_000

try {
  const config = loadConfig()
  const secrets = loadSecrets(config.data)
  const log = createLog('warn')
  const { host, port } = config.http
  const { site } = addresses(config, `http://${hostNames(host).near}:${port}`, config.rtmp.port)
  const database = await openDatabase(databasePlace(config, secrets))
  try {
    const staff = new Staff({
      changes: new Changes(database.$extendTables<ShopTables>(), new Bus(log), Date.now),
      ...{ ownerToken: secrets.ownerToken, secret: secrets.key, log },
      life: { idle: config.staff.sessionIdleDays * day, longest: config.staff.sessionDays * day },
    })
    say(
      `Open this within a day, once, to be an owner:\n  ${site}/welcome#owner=${await staff.signIn.newOwnerLink()}`,
    )
  } finally {
    await database.destroy()
  }
} catch (error) {
  failure(error)
}
