import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { makeAppendOnly, rebuildTables, tableWords } from './dialect.ts'

const day = 86_400_000

/** Roles, stores and an end for people; sessions that can be told apart; invitations, API tokens, and the audit. */
export const people: Migration = {
  async up(db) {
    const { integer, text, end } = tableWords(db)
    await rebuildTables(db, [
      {
        name: 'staff',
        columns: `
          id text not null primary key,
          name text not null,
          name_key text not null unique,
          password_hash text not null,
          role text not null check (role in ('owner', 'manager', 'cashier', 'host', 'moderator')),
          store_id text references stores (id),
          disabled_at ${integer},
          created_at ${integer} not null,
          check (role <> 'owner' or store_id is null)`,
        // Whoever was not an owner could do all but own the shop: that is a manager now.
        copy: `(id, name, name_key, password_hash, role, store_id, disabled_at, created_at)
          select id, name, name_key, password_hash,
            case role when 'owner' then 'owner' else 'manager' end, null, null, created_at
          from staff_old`,
      },
      {
        name: 'sessions',
        columns: `
          id text not null primary key,
          token_hash text not null unique,
          staff_id text not null references staff (id),
          device text not null,
          created_at ${integer} not null,
          seen_at ${integer} not null,
          expires_at ${integer} not null`,
        // Until now a session lasted for 30 days from its beginning.
        copy: `(id, token_hash, staff_id, device, created_at, seen_at, expires_at)
          select substr(token_hash, 1, 32), token_hash, staff_id, '', expires_at - ${30 * day}, expires_at - ${30 * day}, expires_at
          from sessions_old`,
      },
    ])
    const statements = [
      `create index sessions_by_staff on sessions (staff_id)`,
      `create index sessions_by_end on sessions (expires_at)`,

      // staff_id: whose password is to be set anew; null: a new person is to come. made_by null: the owner's token.
      `create table invitations (
        id text not null primary key,
        token_hash text not null unique,
        staff_id text references staff (id),
        role text not null check (role in ('owner', 'manager', 'cashier', 'host', 'moderator')),
        store_id text references stores (id),
        name text,
        made_by text references staff (id),
        made_by_name text not null,
        created_at ${integer} not null,
        expires_at ${integer} not null,
        used_at ${integer},
        revoked_at ${integer},
        check (used_at is null or revoked_at is null)
      ) ${end}`,
      `create index invitations_by_staff on invitations (staff_id)`,
      `create index invitations_by_maker on invitations (made_by)`,

      // scopes: a JSON array. staff_id null: made with the owner's token.
      `create table api_tokens (
        id text not null primary key,
        token_hash text not null unique,
        name text not null,
        scopes text not null,
        store_id text references stores (id),
        staff_id text references staff (id),
        created_at ${integer} not null,
        expires_at ${integer},
        used_at ${integer},
        revoked_at ${integer}
      ) ${end}`,
      `create index api_tokens_by_staff on api_tokens (staff_id)`,

      // Of no foreign key: what was done stays written, whatever becomes of those it was done by and to.
      `create table audit (
        id ${text} not null primary key,
        at ${integer} not null,
        actor_id text not null,
        actor_name text not null,
        via text not null check (via in ('session', 'token', 'owner-token')),
        action text not null,
        subject_kind text not null,
        subject_id text not null,
        subject_name text,
        store_id text,
        before text,
        after text
      ) ${end}`,
      `create index audit_by_subject on audit (subject_kind, subject_id, id)`,
      `create index audit_by_store on audit (store_id, id)`,
      `create index audit_by_actor on audit (actor_id, id)`,
      `create index audit_by_action on audit (action, id)`,
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
    await makeAppendOnly(db, 'audit')
  },
}
