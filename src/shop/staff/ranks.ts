import type { Role } from '../../permissions.ts'

/** What counts when one person decides about another. */
export type Rank = { readonly role: Role; readonly storeId: string | null }

const led: ReadonlySet<Role> = new Set<Role>(['cashier', 'host', 'moderator'])

/**
 * Whether this person may invite, change, disable and reset that one: an owner everybody, a manager those of lesser roles;
 * who works in one store, those of that store only.
 */
export function mayManage(person: Rank, other: Rank): boolean {
  if (person.storeId !== null && person.storeId !== other.storeId) return false
  return person.role === 'owner' || (person.role === 'manager' && led.has(other.role))
}
