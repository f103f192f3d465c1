import type { Role } from '../../permissions.ts'

/** Secrets are kept as hashes only. */
export type StaffTables = {
  staff: {
    id: string
    name: string
    /** The name folded for comparing. */
    name_key: string
    password_hash: string
    role: Role
    /** null: all stores. */
    store_id: string | null
    disabled_at: number | null
    created_at: number
  }
  sessions: {
    id: string
    token_hash: string
    staff_id: string
    device: string
    created_at: number
    seen_at: number
    expires_at: number
  }
  owner_links: { token_hash: string; expires_at: number }
  invitations: {
    id: string
    token_hash: string
    /** Whose password is to be set anew; null: a new person is to come. */
    staff_id: string | null
    role: Role
    store_id: string | null
    name: string | null
    /** null: the owner's token. */
    made_by: string | null
    made_by_name: string
    created_at: number
    expires_at: number
    used_at: number | null
    revoked_at: number | null
  }
  api_tokens: {
    id: string
    token_hash: string
    name: string
    /** A JSON array of permissions. */
    scopes: string
    store_id: string | null
    /** null: made with the owner's token. */
    staff_id: string | null
    created_at: number
    expires_at: number | null
    used_at: number | null
    revoked_at: number | null
  }
}
