import type { Via } from '../../route.ts'

export type AuditTables = {
  /** Append-only. `before` and `after` are JSON objects. */
  audit: {
    id: string
    at: number
    actor_id: string
    actor_name: string
    via: Via
    action: string
    subject_kind: string
    subject_id: string
    /** What it was called then. */
    subject_name: string | null
    store_id: string | null
    before: string | null
    after: string | null
  }
}
