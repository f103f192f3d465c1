import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { tableWords } from './dialect.ts'

/** Shows with a title and a time of their own, and the covers of rooms and shows. */
export const shows: Migration = {
  async up(db) {
    const { text, integer, end } = tableWords(db)
    await db.schema.alterTable('shows').addColumn('title', sql.raw(text)).execute()
    await db.schema.alterTable('shows').addColumn('starts_at', sql.raw(integer)).execute()
    await db.schema.dropIndex('shows_current').execute()
    await sql`create unique index shows_live on shows (room_slug) where state = 'live'`.execute(db)
    // For a host who goes live when nothing is planned.
    await sql`create unique index shows_impromptu on shows (room_slug)
      where state = 'scheduled' and starts_at is null`.execute(db)
    for (const [name, columns] of [
      ['shows_by_start', ['state', 'starts_at', 'id']],
      ['shows_by_end', ['state', 'ended_at', 'id']],
      ['shows_of_room_by_start', ['room_slug', 'state', 'starts_at', 'id']],
      ['shows_of_room_by_end', ['room_slug', 'state', 'ended_at', 'id']],
    ] as const) {
      await db.schema
        .createIndex(name)
        .on('shows')
        .columns([...columns])
        .execute()
    }
    await db.schema.createIndex('lineup_by_position').on('lineup').columns(['show_id', 'position']).execute()
    await db.schema
      .createTable('covers')
      .addColumn('file', sql.raw(text), column => column.primaryKey())
      .addColumn('room_slug', sql.raw(text), column => column.references('rooms.slug'))
      .addColumn('show_id', sql.raw(text), column => column.references('shows.id'))
      .addColumn('width', sql.raw(integer), column => column.notNull())
      .addColumn('height', sql.raw(integer), column => column.notNull())
      .addUniqueConstraint('covers_of_room', ['room_slug', 'width'])
      .addUniqueConstraint('covers_of_show', ['show_id', 'width'])
      .addCheckConstraint('covers_owner', sql`(room_slug is null) <> (show_id is null)`)
      .modifyEnd(sql.raw(end))
      .execute()
  },
}
