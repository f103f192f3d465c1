import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { tableWords } from './dialect.ts'

/**
 * Units that a buyer will not have, since their store cancelled its part or they were refused at the door; and at most one
 * notice of goods that nobody collects, which finds the orders of such notices too.
 */
export const dropped: Migration = {
  async up(db) {
    const { integer } = tableWords(db)
    const statements = [
      // Of those that `returned` counts, so that no unit is both dropped and brought back.
      `alter table order_lines add column dropped ${integer} not null default 0
        check (dropped >= 0 and dropped <= returned)`,
      `create unique index notices_not_collected on notices (order_id) where kind = 'not-collected'`,
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
