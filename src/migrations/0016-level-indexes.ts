import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isSqlite } from '../database/engine.ts'

/**
 * What is left of a variant is read from an index alone. PostgreSQL does that only where the index has the columns of
 * the sum too.
 */
export const levelIndexes: Migration = {
  async up(db) {
    const more = isSqlite(db) ? '' : ' include (on_hand, reserved)'
    const statements = [
      'drop index stock_levels_by_variant',
      `create index stock_levels_by_variant_and_available on stock_levels (variant_id, (on_hand - reserved))${more}`,
      ...(isSqlite(db)
        ? []
        : [
            'drop index stock_levels_by_available',
            'drop index stock_levels_by_store_and_available',
            `create index stock_levels_by_available
              on stock_levels ((on_hand - reserved), store_id, variant_id, low_at)${more}`,
            `create index stock_levels_by_store_and_available
              on stock_levels (store_id, (on_hand - reserved), variant_id, low_at)${more}`,
          ]),
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
