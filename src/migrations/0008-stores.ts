import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { tableWords } from './dialect.ts'

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** Hours by weekday, holidays, where a store delivers to, visits, and stores that have closed for good. */
export const stores: Migration = {
  async up(db) {
    const { integer, real } = tableWords(db)
    const columns = [
      // JSON: for each weekday its spans, and the dates that are otherwise.
      `week text not null default '{}'`,
      `holidays text not null default '[]'`,
      `delivery_kind text not null default 'everywhere'
        check (delivery_kind in ('none', 'everywhere', 'radius'))`,
      `delivery_kilometres ${real} check ((delivery_kind = 'radius') = (delivery_kilometres is not null))`,
      `visit_minutes ${integer} check (visit_minutes > 0)`,
      `visit_capacity ${integer}
        check ((visit_capacity is null) = (visit_minutes is null) and (visit_capacity is null or visit_capacity > 0))`,
      `visit_days ${integer}
        check ((visit_days is null) = (visit_minutes is null) and (visit_days is null or visit_days > 0))`,
      `closed_at ${integer}`,
    ]
    for (const column of columns) await sql.raw(`alter table stores add column ${column}`).execute(db)
    const { rows } = await sql<{ id: string; opens: string; closes: string }>`
      select id, opens, closes from stores`.execute(db)
    for (const { id, opens, closes } of rows) {
      const week = JSON.stringify(Object.fromEntries(days.map(day => [day, [{ opens, closes }]])))
      await sql`update stores set week = ${week} where id = ${id}`.execute(db)
    }
  },
}
