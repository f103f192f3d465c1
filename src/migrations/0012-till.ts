import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A till is open once at a time, and a shift finds its money. */
export const till: Migration = {
  async up(db) {
    const statements = [
      'create unique index shifts_open on shifts (store_id, till) where closed_at is null',
      'create index shifts_store on shifts (store_id, id)',
      'create index cash_movements_shift on cash_movements (shift_id, id)',
      'create index tenders_shift on tenders (shift_id) where shift_id is not null',
      'create index refunds_shift on refunds (shift_id) where shift_id is not null',
      'create index orders_shift on orders (shift_id) where shift_id is not null',
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
