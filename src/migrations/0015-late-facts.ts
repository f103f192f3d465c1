import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { tableWords } from './dialect.ts'

/** Counts what became known of days that were over: whoever keeps a day's figures sees whether they still hold. */
export const lateFacts: Migration = {
  async up(db) {
    const { integer, end } = tableWords(db)
    await sql
      .raw(
        `create table late_facts (
          id ${integer} not null primary key check (id = 1),
          count ${integer} not null
        ) ${end}`,
      )
      .execute(db)
  },
}
