import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from '../database.ts'
import { ConfigError } from '../errors.ts'
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
  if (error !== undefined) throw failure(error)
  if (sqlite) {
    await sql`pragma legacy_alter_table = off`.execute(database)
    await sql`pragma foreign_keys = on`.execute(database)
  }
}

function failure(cause: unknown): Error {
  // Kysely's words for a migration that the database has seen and this program does not know.
  if (cause instanceof Error && /previously executed migration .* is missing/.test(cause.message)) {
    return new ConfigError('the database was made by a newer version of Stallcast than this one', { cause })
  }
  return new Error('the database could not be brought up to date', { cause })
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
