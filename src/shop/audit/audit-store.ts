import type { Slice } from '../../paging.ts'
import type { Author } from '../actors.ts'
import { newId } from '../ids.ts'
import type { Row, ShopDb } from '../tables.ts'
import { changedMembers, type Members, nameOf } from './members.ts'

export type AuditEntry = {
  /** Epoch milliseconds. */
  readonly at: number
  /** Null: nobody of the staff did it, and nothing is written. */
  readonly actor: Author | null
  /** A noun and what became of it: `product.updated`. */
  readonly action: string
  readonly subject: { readonly kind: string; readonly id: string }
  /** The store that it belongs to; null: to all, or to none. */
  readonly storeId?: string | null
  /**
   * What it was and what it is; null or left out: it was not there, or is gone. Only what differs is kept, and what it is
   * called by (`name`, `title` or `number`).
   */
  readonly before?: Members | null
  readonly after?: Members | null
}

export type AuditFilter = {
  readonly subjectKind?: string | undefined
  readonly subjectId?: string | undefined
  readonly actorId?: string | undefined
  /** Of this store only. */
  readonly storeId?: string | undefined
  readonly action?: string | undefined
  /** Epoch milliseconds: `from` counts in, `to` does not. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** Who of the staff changed what. Entries are only ever added: the database refuses all else. */
export class AuditStore {
  readonly #db: ShopDb

  constructor(db: ShopDb) {
    this.#db = db
  }

  /** Belongs into the transaction of the change itself. An update that changed nothing is no entry. */
  async record(entry: AuditEntry): Promise<void> {
    const { at, actor, action, subject, storeId = null, before = null, after = null } = entry
    const change = changedMembers(before, after)
    if (actor === null || change === null) return
    await this.#db
      .insertInto('audit')
      .values({
        id: newId(at),
        at,
        actor_id: actor.id,
        actor_name: actor.name,
        via: actor.via,
        action,
        subject_kind: subject.kind,
        subject_id: subject.id,
        subject_name: nameOf(before, after),
        store_id: storeId,
        before: change.before && JSON.stringify(change.before),
        after: change.after && JSON.stringify(change.after),
      })
      .execute()
  }

  /** Newest first, `limit + 1` of them. */
  async list(filter: AuditFilter, { after, limit }: Slice): Promise<Row<'audit'>[]> {
    const { subjectKind, subjectId, actorId, storeId, action, from, to } = filter
    let query = this.#db.selectFrom('audit').selectAll()
    if (subjectKind !== undefined) query = query.where('subject_kind', '=', subjectKind)
    if (subjectId !== undefined) query = query.where('subject_id', '=', subjectId)
    if (actorId !== undefined) query = query.where('actor_id', '=', actorId)
    if (storeId !== undefined) query = query.where('store_id', '=', storeId)
    if (action !== undefined) query = query.where('action', '=', action)
    if (from !== undefined) query = query.where('at', '>=', from)
    if (to !== undefined) query = query.where('at', '<', to)
    if (after !== null) query = query.where('id', '<', after)
    return query
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
  }
}
