import { ForbiddenError } from '../../errors.ts'
import { type Role, rolePermissions } from '../../permissions.ts'
import type { StaffActor } from '../../route.ts'

/** What counts when one person decides about another. */
export type Rank = { readonly role: Role; readonly storeId: string | null }

const led: ReadonlySet<Role> = new Set<Role>(['cashier', 'host', 'moderator'])

/** @throws ForbiddenError for a token that would give more than it was given: by an account that it makes, say. */
export function requireNoMore(actor: StaffActor, role: Role): void {
  if (actor.via === 'token' && !rolePermissions[role].isSubsetOf(actor.permissions)) {
    throw new ForbiddenError('This token may do less than such a person may.')
  }
}

/**
 * Whether this person may invite, change, disable and reset that one: an owner everybody, a manager those of lesser roles;
 * who works in one store, those of that store only.
 */
export function mayManage(person: Rank, other: Rank): boolean {
  if (person.storeId !== null && person.storeId !== other.storeId) return false
  return person.role === 'owner' || (person.role === 'manager' && led.has(other.role))
}
