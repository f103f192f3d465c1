import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from '../database.ts'
import { isSqlite } from './engine.ts'

/**
 * All that is outstanding in one transaction, and one process at a time. On SQLite, a table is rebuilt under its own
 * name while others refer to it: so foreign keys are off, and a rename leaves the others' words alone; whether all
 * still fit is looked at before the commit.
 */
export async function migrate(database: Database, all: Record<string, Migration>): Promise<void> {
  const sqlite = isSqlite(database)
  const checked = Object.fromEntries(Object.entries(all).map(([name, each]) => [name, withCheck(name, each)]))
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => (sqlite ? checked : all) },
  })
  if (sqlite) {
    await sql`pragma foreign_keys = off`.execute(database)
    await sql`pragma legacy_alter_table = on`.execute(database)
  }
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw new Error('the database could not be brought up to date', { cause: error })
  if (sqlite) {
    await sql`pragma legacy_alter_table = off`.execute(database)
    await sql`pragma foreign_keys = on`.execute(database)
  }
}

function withCheck(name: string, { up }: Migration): Migration {
  return {
    up: async db => {
      await up(db)
      const { rows } = await sql<{ table: string; parent: string }>`pragma foreign_key_check`.execute(db)
      const [broken] = rows
      if (broken !== undefined) {
        throw new Error(`${name} leaves rows of ${broken.table} that refer to nothing in ${broken.parent}`)
      }
    },
  }
}
