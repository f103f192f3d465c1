import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Why a store sends other than it was asked for, and which category a count is about. */
export const stockPapers: Migration = {
  async up(db) {
    const run = (statement: string) => sql.raw(statement).execute(db)
    await run(`alter table transfer_lines add column sent_reason text
      check (sent_reason is null or (sent is not null and sent <> requested))`)
    // The name that it had when the count began.
    await run('alter table stock_documents add column scope_name text')
  },
}
