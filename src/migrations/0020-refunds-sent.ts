import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { tableWords } from './dialect.ts'

/**
 * Refunds that are on their way to a payment company: how often they were sent, and until when nobody else sends them.
 * `sending_until` that is over: whether the company has given the money back is not known.
 */
export const refundsSent: Migration = {
  async up(db) {
    const { integer } = tableWords(db)
    const statements = [
      `alter table refunds add column attempts ${integer} not null default 0 check (attempts >= 0)`,
      `alter table refunds add column sending_until ${integer}
        check (sending_until is null or (state = 'due' and attempts > 0))`,
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
