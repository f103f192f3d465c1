import { may, requireStore } from '../../access.ts'
import { ForbiddenError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import { type Page, pageOf, type Slice } from '../../paging.ts'
import type { Actor } from '../../route.ts'
import type { AuditEntryView } from '../../wire.ts'
import type { Changes } from '../changes.ts'
import type { Row } from '../tables.ts'
import type { AuditFilter } from './audit-store.ts'

/** Reads what the staff did. */
export class Audit {
  readonly #changes: Changes

  constructor(changes: Changes) {
    this.#changes = changes
  }

  /** Newest first; who works in one store sees what was done in it. */
  async list(actor: Actor, filter: AuditFilter, slice: Slice): Promise<Page<AuditEntryView>> {
    if (!may(actor, 'audit.read') || actor.kind !== 'staff') throw new ForbiddenError()
    if (filter.storeId !== undefined) requireStore(actor, filter.storeId)
    const storeId = filter.storeId ?? actor.storeId ?? undefined
    const rows = await this.#changes.records.audit.list({ ...filter, storeId }, slice)
    const { items, next } = pageOf(rows, slice.limit)
    return { items: items.map(view), next }
  }
}

function view(row: Row<'audit'>): AuditEntryView {
  return {
    id: row.id,
    at: isoTime(Number(row.at)),
    actor: { id: row.actor_id, name: row.actor_name, via: row.via },
    action: row.action,
    subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
    storeId: row.store_id,
    before: members(row.before),
    after: members(row.after),
  }
}

function members(json: string | null): Record<string, unknown> | null {
  return json === null ? null : JSON.parse(json)
}
