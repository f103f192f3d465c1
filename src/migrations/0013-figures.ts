import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { tableWords } from './dialect.ts'

/** The takings of days that are over, so that a month need not be added up anew each time that its owner looks. */
export const figures: Migration = {
  async up(db) {
    const { integer, text, end } = tableWords(db)
    const statements = [
      // Times, not dates: a shop that moves to another time zone has other days.
      `create table day_figures (
        starts_at ${integer} not null,
        ends_at ${integer} not null,
        store_id ${text} not null references stores (id),
        channel text not null,
        currency text not null,
        orders ${integer} not null check (orders >= 0),
        ordered ${integer} not null check (ordered >= 0),
        taken ${integer} not null check (taken >= 0),
        refunded ${integer} not null check (refunded >= 0),
        primary key (starts_at, ends_at, store_id, channel, currency)
      ) ${end}`,
      `create table figured_days (
        starts_at ${integer} not null,
        ends_at ${integer} not null,
        primary key (starts_at, ends_at)
      ) ${end}`,
      `create index tenders_by_time on tenders (at)`,
      `create index refunds_by_time on refunds (done_at)`,
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
