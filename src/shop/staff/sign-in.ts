import { requireStaff } from '../../access.ts'
import { AppError, ForbiddenError, UnauthorizedError } from '../../errors.ts'
import type { Actor } from '../../route.ts'
import { author } from '../actors.ts'
import type { Changes } from '../changes.ts'
import { newId } from '../ids.ts'
import { LoginLimits } from './login-limits.ts'
import { nameKey, requireOtherThanName } from './names.ts'
import type { Passwords } from './passwords.ts'
import { newSecret, secretHash } from './secrets.ts'
import type { Sessions, SignedIn } from './sessions.ts'

const linkLife = 24 * 60 * 60 * 1000

export type Credentials = {
  readonly name: string
  readonly password: string
  /** As the person knows the device. */
  readonly device: string
  /** The id of a device that this person has logged in with before. */
  readonly known: string | null
}

/** Names, passwords, and the links by which owners are made. */
export class SignIn {
  readonly #changes: Changes
  readonly #sessions: Sessions
  readonly #passwords: Passwords
  readonly #limits: LoginLimits

  constructor(changes: Changes, sessions: Sessions, passwords: Passwords) {
    this.#changes = changes
    this.#sessions = sessions
    this.#passwords = passwords
    this.#limits = new LoginLimits(changes.now)
  }

  /** @throws UnauthorizedError that does not tell whether the name exists, or whether its owner is disabled. */
  async signIn({ name, password, device, known }: Credentials): Promise<SignedIn> {
    const key = nameKey(name)
    this.#limits.take(key, known)
    const wrong = new UnauthorizedError('Name or password is wrong.')
    const found = await this.#changes.records.staff.byName(key)
    const person = found?.disabledAt === null ? found : null
    const right = await this.#passwords.verify(password, person?.passwordHash ?? null)
    if (!right || person === null) throw wrong
    const signedIn = await this.#changes.make(async records => {
      // It may have been set anew while this one was compared.
      if ((await records.staff.passwordHash(person.id)) !== person.passwordHash) throw wrong
      return this.#sessions.begin(records, person, device)
    })
    this.#limits.giveBack(key, known)
    return signedIn
  }

  /** Asks for the old one, and ends the other sessions. */
  async changePassword(actor: Actor, old: string, password: string, known: string | null): Promise<void> {
    const { id, name, sessionId, via } = requireStaff(actor)
    if (via !== 'session') throw new ForbiddenError('Log in to change your password.')
    requireOtherThanName(password, name)
    this.#limits.take(nameKey(name), known)
    const oldHash = await this.#changes.records.staff.passwordHash(id)
    if (!(await this.#passwords.verify(old, oldHash))) {
      throw new AppError(422, 'wrong-password', 'The old password is wrong.')
    }
    this.#limits.giveBack(nameKey(name), known)
    const hash = await this.#passwords.hash(password)
    await this.#changes.make(async ({ staff, sessions, invitations, audit }, announce) => {
      if ((await staff.passwordHash(id)) !== oldHash) throw new UnauthorizedError()
      const now = this.#changes.now()
      await staff.setPassword(id, hash)
      await sessions.removeOf(id, sessionId)
      await invitations.revokeFor(id, now)
      await audit.record({
        ...{ at: now, actor: author(actor), action: 'staff.password-changed' },
        subject: { kind: 'staff', id },
        after: { name },
      })
      announce('access.changed', { staffId: id })
    })
  }

  /** A link's token for the first owner; null when there is an owner. */
  async firstOwnerLink(): Promise<string | null> {
    return (await this.#changes.records.staff.hasOwner()) ? null : this.newOwnerLink()
  }

  /**
   * A link's token, good once and for a day, that makes an owner of whoever opens it: only for those who can run commands
   * on the machine itself.
   */
  async newOwnerLink(): Promise<string> {
    const token = newSecret()
    await this.#changes.make(({ staff }) =>
      staff.replaceOwnerLink(secretHash(token), this.#changes.now() + linkLife),
    )
    return token
  }

  /**
   * A new owner; or, by the name of somebody who is there, that person as an owner with a new password.
   * @throws AppError 410 when the link was used, replaced or has expired.
   */
  async makeOwner(link: string, name: string, password: string, device: string): Promise<SignedIn> {
    requireOtherThanName(password, name)
    const hash = secretHash(link)
    if (!(await this.#changes.records.staff.hasOwnerLink(hash, this.#changes.now()))) throw linkUsed()
    const passwordHash = await this.#passwords.hash(password)
    return this.#changes.make(async (records, announce) => {
      const { staff, sessions, invitations, audit } = records
      const now = this.#changes.now()
      if (!(await staff.takeOwnerLink(hash, now))) throw linkUsed()
      const key = nameKey(name)
      const added = { id: newId(now), name, role: 'owner', storeId: null, createdAt: now } as const
      const isNew = await staff.add({ ...added, nameKey: key, passwordHash })
      const known = isNew ? null : await staff.byName(key)
      const owner = known === null ? added : { ...added, id: known.id, name: known.name }
      if (known !== null) {
        await staff.update(owner.id, { ...owner, disabledAt: null, nameKey: key })
        await staff.setPassword(owner.id, passwordHash)
        await sessions.removeOf(owner.id, null)
        await invitations.revokeFor(owner.id, now)
        announce('access.changed', { staffId: owner.id })
      }
      const signedIn = await this.#sessions.begin(records, owner, device)
      await audit.record({
        ...{ at: now, actor: author(signedIn.actor), action: isNew ? 'staff.joined' : 'staff.owner-reset' },
        subject: { kind: 'staff', id: owner.id },
        before: known && { role: known.role, storeId: known.storeId, disabled: known.disabledAt !== null },
        after: { name: owner.name, role: owner.role, storeId: null, disabled: false },
      })
      return signedIn
    })
  }
}

function linkUsed(): AppError {
  return new AppError(
    410,
    'link-used',
    "This link was used or has expired. While there is no owner, a restart of the server prints a new one; later, 'bin/run owner-link' does.",
  )
}
