import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import t from 'tap'
import { openDatabase } from '../../src/database.ts'
import { migrations } from '../../src/migrations/all.ts'
import { LineupStore } from '../../src/room/lineup-store.ts'
import { PinStore } from '../../src/room/pin-store.ts'
import { ShowStore } from '../../src/room/show-store.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

/** A database as version 0.1.0 left it: one show ended, one live with a card in its picture, and a room at rest. */
async function oldDatabase(file: string): Promise<void> {
  const sqlite = new Sqlite(file)
  sqlite.pragma('foreign_keys = ON')
  const db = new Kysely({ dialect: new SqliteDialect({ database: sqlite }) })
  const old = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0004'))
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => old },
  }).migrateToLatest()
  if (error !== undefined) throw error
  sqlite.exec(`
    insert into products values ('p1', 'Tea', '', 1), ('p2', 'Cup', '', 1);
    insert into rooms values ('tea', 'Tea room', 'key-1', 'hash-1', 'p1', 1500, 1), ('cup', 'Cups', 'key-2', 'hash-2', null, null, 2);
    insert into shows values
      ('s1', 'tea', 'ended', 1000, 2000, 900),
      ('s2', 'tea', 'live', 3000, null, 2000),
      ('s3', 'cup', 'scheduled', null, null, 2);
    insert into lineup values ('s1', 0, 'p1'), ('s2', 0, 'p2'), ('s2', 1, 'p1'), ('s3', 0, 'p1');
    insert into pins values
      ('n1', 's1', 'p1', 1500, 2000, 0.1, 0.2, 0.3, 0.4),
      ('n2', 's2', 'p1', 3500, null, 0.1, 0.2, 0.3, 0.4);
  `)
  await db.destroy()
}

t.test('an upgrade keeps all shows, lineups and pins of the version before', async t => {
  const file = join(await tempFolder(t), 'stallcast.db')
  await oldDatabase(file)
  const database = await openDatabase(file)
  t.teardown(() => database.destroy())
  const shows = new ShowStore(database)
  const untouched = { title: null, startsAt: null }
  t.same(
    [await shows.find('s1'), await shows.find('s2'), await shows.find('s3')],
    [
      { id: 's1', roomSlug: 'tea', state: 'ended', startedAt: 1000, endedAt: 2000, ...untouched },
      { id: 's2', roomSlug: 'tea', state: 'live', startedAt: 3000, endedAt: null, ...untouched },
      { id: 's3', roomSlug: 'cup', state: 'scheduled', startedAt: null, endedAt: null, ...untouched },
    ],
  )
  t.same(await new LineupStore(database).of('s2'), ['p2', 'p1'])
  const pins = new PinStore(database)
  t.match(await pins.ofShow('s1'), [{ productId: 'p1', since: 1500, until: 2000 }])
  t.match(await pins.recent('tea', 1_000_000), [{ since: 3500, until: null, rect: { x: 0.1, height: 0.4 } }])
})

t.test('the live show of the version before can end, and the room has one to come again', async t => {
  const file = join(await tempFolder(t), 'stallcast.db')
  await oldDatabase(file)
  const database = await openDatabase(file)
  t.teardown(() => database.destroy())
  const shows = new ShowStore(database)
  const due = { from: 0, to: 10_000 }
  t.equal((await shows.current('tea', due))?.id, 's2')
  t.equal(await shows.end('tea', 's2', 4000, due), true)
  const next = await shows.current('tea', due)
  t.match(next, { state: 'scheduled', startsAt: null })
  t.same(await new LineupStore(database).of(next?.id ?? ''), ['p2', 'p1'])
  t.equal((await shows.current('cup', due))?.id, 's3')
})
