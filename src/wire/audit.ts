import { z } from 'zod'
import { id, time } from './fields.ts'

/** One thing that somebody of the staff changed; only what differs is in `before` and `after`. */
export const auditEntryViewSchema = z.object({
  id,
  at: time,
  actor: z.object({ id, name: z.string(), via: z.enum(['session', 'token', 'owner-token']) }),
  /** For example `product.updated`. */
  action: z.string(),
  /** `name`: what it was called then, if it has a name. */
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  storeId: id.nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
})
export type AuditEntryView = z.infer<typeof auditEntryViewSchema>
