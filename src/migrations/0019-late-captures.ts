import type { Migration } from 'kysely/migration'
import { protectRowsAnew } from './dialect.ts'

/** A payment that had failed may turn out to have been taken after all, and money that was taken stays as it was taken. */
export const lateCaptures: Migration = {
  async up(db) {
    await protectRowsAnew(db, 'tenders', {
      updates: `old.state = 'captured' and (new.state <> old.state or new.amount <> old.amount)
        or old.state = 'failed' and new.state = 'pending'
        or new.order_id <> old.order_id or new.method <> old.method or new.refunded < old.refunded`,
    })
  },
}
