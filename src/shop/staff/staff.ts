import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { staffActor } from '../../access.ts'
import { AppError, InvalidError, UnauthorizedError } from '../../errors.ts'
import type { Role } from '../../permissions.ts'
import type { Actor } from '../../route.ts'
import { hashPassword, verifyPassword } from './password.ts'
import type { StaffStore } from './staff-store.ts'

const day = 24 * 60 * 60 * 1000
const sessionLife = 30 * day
const linkLife = day

export type SignedIn = {
  readonly name: string
  readonly role: Role
  readonly token: string
  readonly expiresAt: number
}

/** Who may do what: accounts, sessions and the owner's token. */
export class Staff {
  readonly #store: StaffStore
  readonly #ownerToken: Buffer | null
  readonly #now: () => number

  constructor(store: StaffStore, ownerToken: string | null, now: () => number) {
    this.#store = store
    this.#ownerToken = ownerToken === null ? null : digest(ownerToken)
    this.#now = now
  }

  /** Whom a session cookie or bearer token stands for. */
  async authenticate(given: {
    readonly cookie: string | undefined
    readonly bearer: string | undefined
  }): Promise<Actor> {
    if (given.bearer !== undefined && this.#ownerToken !== null) {
      if (timingSafeEqual(digest(given.bearer), this.#ownerToken)) {
        return staffActor({ id: 'owner-token', name: 'owner token', role: 'owner', via: 'owner-token' })
      }
    }
    if (given.cookie === undefined) return { kind: 'guest' }
    const person = await this.#store.bySession(digest(given.cookie).toString('hex'), this.#now())
    return person === null ? { kind: 'guest' } : staffActor(person)
  }

  /** A new link's token for the first owner, good once and for a day; null when there is an owner. */
  async ownerLink(): Promise<string | null> {
    if (await this.#store.hasOwner()) return null
    const token = randomBytes(24).toString('base64url')
    await this.#store.replaceOwnerLink(digest(token).toString('hex'), this.#now() + linkLife)
    return token
  }

  /** @throws AppError 410 when the link was used, replaced or has expired. */
  async makeOwner(link: string, name: string, password: string): Promise<SignedIn> {
    if (password.toLowerCase().includes(name.toLowerCase())) {
      throw new InvalidError('The password must not contain the name.')
    }
    const owner = {
      id: randomUUID(),
      name,
      nameKey: nameKey(name),
      passwordHash: await hashPassword(password),
    }
    if (!(await this.#store.addOwnerByLink(digest(link).toString('hex'), owner, this.#now()))) {
      throw new AppError(
        410,
        'link-used',
        'This link was used or has expired. Restart the server: it prints a new one.',
      )
    }
    return this.#session({ id: owner.id, name, role: 'owner' })
  }

  /** @throws UnauthorizedError that does not tell whether the name exists. */
  async signIn(name: string, password: string): Promise<SignedIn> {
    const person = await this.#store.byName(nameKey(name))
    if (!(await verifyPassword(password, person?.passwordHash ?? null)) || person === null) {
      throw new UnauthorizedError('Name or password is wrong.')
    }
    return this.#session(person)
  }

  async signOut(token: string): Promise<void> {
    await this.#store.removeSession(digest(token).toString('hex'))
  }

  async #session(person: { id: string; name: string; role: Role }): Promise<SignedIn> {
    const token = randomBytes(32).toString('base64url')
    const expiresAt = this.#now() + sessionLife
    await this.#store.addSession(digest(token).toString('hex'), person.id, expiresAt, this.#now())
    return { name: person.name, role: person.role, token, expiresAt }
  }
}

function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
