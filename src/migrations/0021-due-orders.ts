import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The first orders of a state that end or close are found without a look at the others in it. */
export const dueOrders: Migration = {
  async up(db) {
    const statements = [
      'drop index orders_held',
      'drop index orders_returnable',
      'create index orders_held on orders (state, hold_expires_at) where hold_expires_at is not null',
      'create index orders_returnable on orders (state, returnable_until) where returnable_until is not null',
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
