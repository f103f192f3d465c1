import t from 'tap'
import { openDatabase } from '../../src/database.ts'
import { Bus } from '../../src/events.ts'
import { createLog } from '../../src/log.ts'
import { Changes } from '../../src/shop/changes.ts'
import type { ShopTables } from '../../src/shop/tables.ts'
import { postgresPlace } from '../helpers/engine.ts'

t.test('who waits too long for a connection is told to come again, and nothing was done', async t => {
  const database = await openDatabase(await postgresPlace(t), { connections: 1 })
  t.teardown(() => database.destroy())
  const db = database.$extendTables<ShopTables>()
  const changes = new Changes(db, new Bus(createLog('silent')), Date.now)
  const free = Promise.withResolvers<void>()
  t.teardown(() => free.resolve())
  const long = changes.make(() => free.promise)
  const refused = await changes.make(({ stores }) => stores.all('open')).catch((error: unknown) => error)
  t.match(refused, { name: 'BusyError', status: 503, type: 'busy', details: { retryAfter: 2 } })
  free.resolve()
  await long
  t.same(await changes.make(({ stores }) => stores.all('open')), [])
})
