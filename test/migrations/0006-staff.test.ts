import { createHash } from 'node:crypto'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import t from 'tap'
import { openDatabase } from '../../src/database.ts'
import { Bus } from '../../src/events.ts'
import { createLog } from '../../src/log.ts'
import { migrations } from '../../src/migrations/all.ts'
import { Changes } from '../../src/shop/changes.ts'
import { hashPassword } from '../../src/shop/staff/password.ts'
import { Staff } from '../../src/shop/staff/staff.ts'
import type { ShopTables } from '../../src/shop/tables.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const day = 86_400_000
const cookie = 'the-cookie-of-before'

/** A database as version 0.3.0 left it, with an owner who is logged in and an assistant. */
async function oldDatabase(file: string, now: number): Promise<void> {
  const sqlite = new Sqlite(file)
  sqlite.pragma('foreign_keys = ON')
  const db = new Kysely({ dialect: new SqliteDialect({ database: sqlite }) })
  const old = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0006'))
  const provider = { getMigrations: async () => old }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error !== undefined) throw error
  const hash = await hashPassword('the password of before')
  const insert = sqlite.prepare('insert into staff values (?, ?, ?, ?, ?, ?)')
  insert.run('1b4e28ba-2fa1-11d2-883f-0016d3cca427', 'Li Na', 'li na', hash, 'owner', now - 100 * day)
  insert.run('a-2', 'Wang', 'wang', hash, 'staff', now - 50 * day)
  const tokenHash = createHash('sha256').update(cookie).digest('hex')
  sqlite
    .prepare('insert into sessions values (?, ?, ?)')
    .run(tokenHash, '1b4e28ba-2fa1-11d2-883f-0016d3cca427', now + 10 * day)
  await db.destroy()
}

t.test('an upgrade keeps people, their passwords and where they are logged in', async t => {
  const file = join(await tempFolder(t), 'stallcast.db')
  const now = Date.UTC(2026, 10, 22)
  await oldDatabase(file, now)
  const database = await openDatabase(file)
  t.teardown(() => database.destroy())
  const log = createLog('silent')
  const changes = new Changes(database.$extendTables<ShopTables>(), new Bus(log), () => now)
  const staff = new Staff({
    ...{ changes, ownerToken: null, secret: Buffer.alloc(32), log },
    life: { idle: 30 * day, longest: 90 * day },
  })
  const owner = await staff.authenticate({ cookie, bearer: undefined })
  t.match(owner, { kind: 'staff', name: 'Li Na', role: 'owner', storeId: null })
  t.equal((await staff.sessions.list(owner)).length, 1)
  const login = { password: 'the password of before', device: '', known: null }
  t.match((await staff.signIn.signIn({ name: 'Li Na', ...login })).actor, { role: 'owner' })
  t.match((await staff.signIn.signIn({ name: 'Wang', ...login })).actor, { role: 'manager', storeId: null })
  t.equal(await staff.signIn.firstOwnerLink(), null)
})
