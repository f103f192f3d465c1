import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { tableWords } from './dialect.ts'

/** Rooms, their shows with lineups, and when each product's card was in the picture. */
export const rooms: Migration = {
  async up(db) {
    const { text, integer, real, end } = tableWords(db)
    await db.schema
      .createTable('rooms')
      .addColumn('slug', sql.raw(text), column => column.primaryKey())
      .addColumn('title', sql.raw(text), column => column.notNull())
      .addColumn('stream_key', sql.raw(text), column => column.notNull())
      .addColumn('stream_key_hash', sql.raw(text), column => column.notNull().unique())
      .addColumn('pinned_product_id', sql.raw(text))
      .addColumn('pinned_at', sql.raw(integer))
      .addColumn('created_at', sql.raw(integer), column => column.notNull())
      .modifyEnd(sql.raw(end))
      .execute()
    await db.schema
      .createTable('shows')
      .addColumn('id', sql.raw(text), column => column.primaryKey())
      .addColumn('room_slug', sql.raw(text), column => column.notNull().references('rooms.slug'))
      .addColumn('state', sql.raw(text), column =>
        column.notNull().check(sql`state in ('scheduled', 'live', 'ended')`),
      )
      .addColumn('started_at', sql.raw(integer))
      .addColumn('ended_at', sql.raw(integer))
      .addColumn('created_at', sql.raw(integer), column => column.notNull())
      .modifyEnd(sql.raw(end))
      .execute()
    // A room has one show that is to come or under way; the rest have ended.
    await sql`create unique index shows_current on shows (room_slug) where state <> 'ended'`.execute(db)
    await db.schema
      .createTable('lineup')
      .addColumn('show_id', sql.raw(text), column => column.notNull().references('shows.id'))
      .addColumn('position', sql.raw(integer), column => column.notNull())
      .addColumn('product_id', sql.raw(text), column => column.notNull().references('products.id'))
      .addPrimaryKeyConstraint('lineup_key', ['show_id', 'product_id'])
      .modifyEnd(sql.raw(end))
      .execute()
    // Times are on the clock that PROGRAM-DATE-TIME shows, the rectangle in fractions of the picture.
    await db.schema
      .createTable('pins')
      .addColumn('id', sql.raw(text), column => column.primaryKey())
      .addColumn('show_id', sql.raw(text), column => column.notNull().references('shows.id'))
      .addColumn('product_id', sql.raw(text), column => column.notNull().references('products.id'))
      .addColumn('since', sql.raw(integer), column => column.notNull())
      .addColumn('until', sql.raw(integer))
      .addColumn('x', sql.raw(real), column => column.notNull())
      .addColumn('y', sql.raw(real), column => column.notNull())
      .addColumn('width', sql.raw(real), column => column.notNull())
      .addColumn('height', sql.raw(real), column => column.notNull())
      .modifyEnd(sql.raw(end))
      .execute()
    await db.schema.createIndex('pins_by_show').on('pins').columns(['show_id', 'since']).execute()
    // A room's page asks for the last few of years of pins.
    await db.schema.createIndex('pins_by_end').on('pins').column('until').execute()
  },
}
