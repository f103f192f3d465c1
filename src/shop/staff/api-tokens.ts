import { requireStaff, requireStore, staffActor } from '../../access.ts'
import { ForbiddenError, InvalidError, NotFoundError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import type { Logger } from '../../log.ts'
import { isPermission, type Permission } from '../../permissions.ts'
import type { Actor, StaffActor } from '../../route.ts'
import type { TokenView } from '../../wire.ts'
import { author } from '../actors.ts'
import type { Changes } from '../changes.ts'
import { newId } from '../ids.ts'
import type { TokenMaker, TokenRow } from './api-tokens-store.ts'
import { type OwnerToken, ownerTokenId, ownerTokenName, personId } from './owner-token.ts'
import { newSecret, secretHash } from './secrets.ts'

/** Tells a secret scanner, and whoever finds one, what it is. */
const prefix = 'sc_'
const minute = 60_000

export type NewToken = {
  readonly name: string
  readonly scopes: readonly Permission[]
  readonly storeId: string | null
  /** Epoch milliseconds; null: never. */
  readonly expiresAt: number | null
}

/** Tokens for scripts: each may do less than its maker, and never more than its maker may at that moment. */
export class ApiTokens {
  readonly #changes: Changes
  readonly #ownerToken: OwnerToken
  readonly #log: Logger

  constructor(changes: Changes, ownerToken: OwnerToken, log: Logger) {
    this.#changes = changes
    this.#ownerToken = ownerToken
    this.#log = log
  }

  /** Whom a bearer token stands for; null for one that does not work. */
  async actor(bearer: string): Promise<StaffActor | null> {
    if (!bearer.startsWith(prefix)) return null
    const now = this.#changes.now()
    const { apiTokens } = this.#changes.records
    const found = await apiTokens.working(secretHash(bearer), now)
    const maker = found && (found.maker ?? this.#owner())
    if (!found || !maker) return null
    const { token } = found
    // Its maker may have been moved to another store since.
    if (token.store_id !== null && maker.storeId !== null && token.store_id !== maker.storeId) return null
    if (token.used_at === null || now - Number(token.used_at) >= minute) {
      try {
        await apiTokens.see(token.id, now)
      } catch (error) {
        this.#log.warn({ err: error }, 'the use of an API token could not be written down')
      }
    }
    return staffActor({
      ...maker,
      storeId: token.store_id ?? maker.storeId,
      scopes: new Set(scopesOf(token)),
      via: 'token',
    })
  }

  /** The secret is told this once. @throws ForbiddenError for a scope or store that the maker has not. */
  async make(
    actor: Actor,
    { name, scopes, storeId, expiresAt }: NewToken,
  ): Promise<{ view: TokenView; secret: string }> {
    const by = requireStaff(actor)
    if (by.via === 'token') throw new ForbiddenError('A token makes no tokens. Log in to make one.')
    const missing = scopes.find(scope => !by.permissions.has(scope))
    if (missing !== undefined) throw new ForbiddenError(`You have not the permission ${missing} to give.`)
    if (storeId !== null) requireStore(actor, storeId)
    const now = this.#changes.now()
    if (expiresAt !== null && expiresAt <= now)
      throw new InvalidError("'expiresAt' is over already.", { rule: 'time-past' })
    const secret = prefix + newSecret()
    const row: TokenRow = {
      id: newId(now),
      token_hash: secretHash(secret),
      name,
      scopes: JSON.stringify([...new Set(scopes)]),
      store_id: storeId ?? by.storeId,
      staff_id: personId(by),
      created_at: now,
      expires_at: expiresAt,
      used_at: null,
      revoked_at: null,
    }
    await this.#changes.make(async ({ apiTokens, stores, audit }) => {
      if (storeId !== null && (await stores.find(storeId)) === undefined)
        throw new NotFoundError('This store')
      await apiTokens.add(row)
      await audit.record({
        ...{ at: now, actor: author(actor), action: 'api-access.made' },
        subject: { kind: 'api-access', id: row.id },
        storeId: row.store_id,
        after: { name, scopes, storeId: row.store_id, expiresAt: expiresAt && isoTime(expiresAt) },
      })
    })
    return { view: view({ ...row, maker: by.name }), secret }
  }

  /** One's own; an owner of all stores sees everybody's. */
  async list(actor: Actor): Promise<TokenView[]> {
    const by = requireStaff(actor)
    const rows = await this.#changes.records.apiTokens.list(seesAll(by) ? undefined : personId(by))
    return rows.map(view)
  }

  async revoke(actor: Actor, id: string): Promise<void> {
    const by = requireStaff(actor)
    await this.#changes.make(async ({ apiTokens, audit }) => {
      const token = await apiTokens.find(id)
      const visible = token && (seesAll(by) || token.staff_id === personId(by))
      const now = this.#changes.now()
      if (!visible || !(await apiTokens.revoke(id, now))) throw new NotFoundError('This token')
      await audit.record({
        ...{ at: now, actor: author(actor), action: 'api-access.revoked' },
        subject: { kind: 'api-access', id },
        storeId: token.store_id,
        before: { name: token.name, scopes: scopesOf(token) },
      })
    })
  }

  #owner(): TokenMaker | null {
    if (!this.#ownerToken.isSet) return null
    return { id: ownerTokenId, name: ownerTokenName, role: 'owner', storeId: null }
  }
}

function seesAll({ role, storeId }: StaffActor): boolean {
  return role === 'owner' && storeId === null
}

/** Those that there still are. */
function scopesOf({ scopes }: Pick<TokenRow, 'scopes'>): Permission[] {
  const known: unknown = JSON.parse(scopes)
  return Array.isArray(known) ? known.filter(isPermission) : []
}

function view(row: TokenRow & { readonly maker: string | null }): TokenView {
  return {
    id: row.id,
    name: row.name,
    scopes: scopesOf(row),
    storeId: row.store_id,
    madeBy: row.maker ?? ownerTokenName,
    createdAt: isoTime(Number(row.created_at)),
    expiresAt: row.expires_at === null ? null : isoTime(Number(row.expires_at)),
    usedAt: row.used_at === null ? null : isoTime(Math.floor(Number(row.used_at) / minute) * minute),
  }
}
