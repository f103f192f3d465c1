import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { tableWords } from './dialect.ts'

/** Accounts of people, their sessions, and the links by which accounts are made. */
export const staff: Migration = {
  async up(db) {
    const { text, integer, end } = tableWords(db)
    await db.schema
      .createTable('staff')
      .addColumn('id', sql.raw(text), column => column.primaryKey())
      .addColumn('name', sql.raw(text), column => column.notNull())
      .addColumn('name_key', sql.raw(text), column => column.notNull().unique())
      .addColumn('password_hash', sql.raw(text), column => column.notNull())
      .addColumn('role', sql.raw(text), column => column.notNull().check(sql`role in ('owner', 'staff')`))
      .addColumn('created_at', sql.raw(integer), column => column.notNull())
      .modifyEnd(sql.raw(end))
      .execute()
    await db.schema
      .createTable('sessions')
      .addColumn('token_hash', sql.raw(text), column => column.primaryKey())
      .addColumn('staff_id', sql.raw(text), column =>
        column.notNull().references('staff.id').onDelete('cascade'),
      )
      .addColumn('expires_at', sql.raw(integer), column => column.notNull())
      .modifyEnd(sql.raw(end))
      .execute()
    await db.schema
      .createTable('owner_links')
      .addColumn('token_hash', sql.raw(text), column => column.primaryKey())
      .addColumn('expires_at', sql.raw(integer), column => column.notNull())
      .modifyEnd(sql.raw(end))
      .execute()
  },
}
