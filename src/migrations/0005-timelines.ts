import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { tableWords } from './dialect.ts'

/** The discontinuity numbers that each room's playlists have used up. */
export const timelines: Migration = {
  async up(db) {
    const { text, integer, end } = tableWords(db)
    await db.schema
      .createTable('timelines')
      .addColumn('slug', sql.raw(text), column => column.primaryKey())
      .addColumn('discontinuities', sql.raw(integer), column => column.notNull())
      .modifyEnd(sql.raw(end))
      .execute()
  },
}
