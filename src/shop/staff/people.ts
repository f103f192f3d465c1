import { requireStaff } from '../../access.ts'
import {
  ConflictError,
  ForbiddenError,
  InvalidError,
  NotFoundError,
  UnauthorizedError,
} from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import type { Role } from '../../permissions.ts'
import type { Actor, StaffActor } from '../../route.ts'
import type { StaffView } from '../../wire.ts'
import { author } from '../actors.ts'
import type { Changes, Records } from '../changes.ts'
import { nameKey } from './names.ts'
import { personId } from './owner-token.ts'
import { mayManage, type Rank, requireNoMore } from './ranks.ts'
import type { Person } from './staff-store.ts'

export type PersonChanges = {
  readonly name?: string | undefined
  readonly role?: Role | undefined
  readonly storeId?: string | null | undefined
  readonly disabled?: boolean | undefined
}

/** Who works here, as what and where. */
export class People {
  readonly #changes: Changes

  constructor(changes: Changes) {
    this.#changes = changes
  }

  /** Who works in one store sees the people of that store. */
  async list(actor: Actor): Promise<StaffView[]> {
    const by = requireStaff(actor)
    const people = await this.#changes.records.staff.list(by.storeId)
    return people.map(person => view(person, by))
  }

  /**
   * Disabling somebody ends their sessions, API tokens and invitations at once.
   * @throws ConflictError when no owner would be left, or the name is taken.
   */
  async change(actor: Actor, id: string, changes: PersonChanges): Promise<StaffView> {
    try {
      return await this.#changes.make(async (records, announce) => {
        const changed = await this.#change(records, actor, id, changes)
        announce('access.changed', { staffId: id })
        return changed
      })
    } catch (error) {
      const taken =
        changes.name !== undefined && (await this.#changes.records.staff.byName(nameKey(changes.name)))
      throw taken && taken.id !== id ? nameTaken() : error
    }
  }

  async #change(records: Records, actor: Actor, id: string, changes: PersonChanges): Promise<StaffView> {
    const { staff, stores, audit } = records
    const asked = requireStaff(actor)
    const locked = await staff.lockWithOwners([id, asked.id])
    const by = asItIsNow(asked, locked)
    const person = locked.find(other => other.id === id)
    if (person === undefined) throw new NotFoundError('This person')
    if (!mayManage(by, person)) throw new ForbiddenError('This person is not yours to manage.')
    const role = changes.role ?? person.role
    requireNoMore(asked, person.role)
    requireNoMore(asked, role)
    const next = {
      name: changes.name ?? person.name,
      role,
      storeId: changes.storeId === undefined ? (role === 'owner' ? null : person.storeId) : changes.storeId,
      disabledAt: disabledAt(person, changes.disabled, this.#changes.now()),
    }
    if (!mayManage(by, next))
      throw new ForbiddenError('Only an owner makes owners and managers, or moves people.')
    requireStoreFits(next)
    if (next.storeId !== null && (await stores.find(next.storeId)) === undefined) {
      throw new NotFoundError('This store')
    }
    const others = locked.filter(other => other.id !== id && isOwner(other))
    if (isOwner(person) && !isOwner(next) && others.length === 0) {
      throw new ConflictError('last-owner', 'The shop needs an owner: make somebody else one first.')
    }
    const sameName = await staff.byName(nameKey(next.name))
    if (sameName !== null && sameName.id !== id) throw nameTaken()
    await staff.update(id, { ...next, nameKey: nameKey(next.name) })
    if (next.disabledAt !== null && person.disabledAt === null) await this.#shutOut(records, id)
    await audit.record({
      at: this.#changes.now(),
      actor: author(actor),
      action: actionOf(person, next),
      subject: { kind: 'staff', id },
      storeId: next.storeId ?? person.storeId,
      before: members(person),
      after: members(next),
    })
    return view({ ...person, ...next }, by)
  }

  async #shutOut({ sessions, apiTokens, invitations }: Records, id: string): Promise<void> {
    const now = this.#changes.now()
    await sessions.removeOf(id, null)
    await apiTokens.revokeOf(id, now)
    await invitations.revokeFor(id, now)
    await invitations.revokeBy(id, now)
  }
}

/** @throws InvalidError for an owner of one store: an owner has all. */
export function requireStoreFits({ role, storeId }: Rank): void {
  if (role === 'owner' && storeId !== null) throw new InvalidError('An owner belongs to all stores.')
}

export function nameTaken(): ConflictError {
  return new ConflictError('name-taken', 'Somebody here has this name already. Choose another.')
}

/** Somebody may have changed or disabled who asks, at this very moment. */
function asItIsNow(asked: StaffActor, locked: readonly Person[]): Rank {
  if (personId(asked) === null) return asked
  const person = locked.find(({ id }) => id === asked.id)
  if (person === undefined || person.disabledAt !== null) throw new UnauthorizedError()
  return { role: person.role, storeId: person.storeId ?? asked.storeId }
}

function isOwner({ role, disabledAt }: Pick<Person, 'role' | 'disabledAt'>): boolean {
  return role === 'owner' && disabledAt === null
}

function disabledAt(person: Person, disabled: boolean | undefined, now: number): number | null {
  if (disabled === undefined) return person.disabledAt
  return disabled ? (person.disabledAt ?? now) : null
}

function actionOf(before: Pick<Person, 'disabledAt'>, after: Pick<Person, 'disabledAt'>): string {
  if ((before.disabledAt === null) === (after.disabledAt === null)) return 'staff.updated'
  return after.disabledAt === null ? 'staff.enabled' : 'staff.disabled'
}

function members({ name, role, storeId, disabledAt }: Omit<Person, 'id' | 'createdAt'>) {
  return { name, role, storeId, disabled: disabledAt !== null }
}

function view(person: Person, by: Rank & { readonly id?: string }): StaffView {
  const { id, name, role, storeId } = person
  return {
    ...{ id, name, role, storeId },
    disabled: person.disabledAt !== null,
    createdAt: isoTime(person.createdAt),
    manageable: mayManage(by, person),
  }
}
