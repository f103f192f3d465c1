import { ForbiddenError, UnauthorizedError } from './errors.ts'
import { type Permission, type Role, rolePermissions } from './permissions.ts'
import type { Access, Actor, StaffActor, Via } from './route.ts'

/** A person of the staff, with what their role may do, or with those of it that are in `scopes`. */
export function staffActor(person: {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly storeId?: string | null
  readonly scopes?: ReadonlySet<Permission>
  readonly via?: Via
  readonly sessionId?: string | null
}): StaffActor {
  const { id, name, role, storeId = null, scopes, via = 'session', sessionId = null } = person
  const allowed = rolePermissions[role]
  const permissions = scopes === undefined ? allowed : allowed.intersection(scopes)
  return { kind: 'staff', id, name, role, storeId, permissions, via, sessionId }
}

/** @throws UnauthorizedError for a guest. */
export function requireStaff(actor: Actor): StaffActor {
  if (actor.kind === 'guest') throw new UnauthorizedError()
  return actor
}

export function may(actor: Actor, permission: Permission): boolean {
  return actor.kind === 'staff' && actor.permissions.has(permission)
}

/** @throws UnauthorizedError for a guest, ForbiddenError that names the permission which is missing. */
export function requireAccess(access: Access, actor: Actor): void {
  if (access === 'public') return
  if (actor.kind === 'guest') throw new UnauthorizedError()
  if (access !== 'signed-in' && !may(actor, access))
    throw new ForbiddenError(`This needs the permission ${access}.`)
}

/** @throws ForbiddenError for a person of one store. */
export function requireEveryStore(actor: Actor): void {
  if (actor.kind === 'guest') throw new UnauthorizedError()
  if (actor.storeId !== null) throw new ForbiddenError('This is for those who work in all stores.')
}

/** @throws ForbiddenError unless this person works in all stores or in this one. */
export function requireStore(actor: Actor, storeId: string): void {
  if (actor.kind === 'guest') throw new UnauthorizedError()
  if (actor.storeId !== null && actor.storeId !== storeId) {
    throw new ForbiddenError('You work in another store.')
  }
}
