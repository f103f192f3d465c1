import { requireStaff, staffActor } from '../../access.ts'
import { ForbiddenError, NotFoundError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import type { Logger } from '../../log.ts'
import type { Actor, StaffActor } from '../../route.ts'
import type { SessionView } from '../../wire.ts'
import { author } from '../actors.ts'
import type { Changes, Records } from '../changes.ts'
import { newId } from '../ids.ts'
import { mayManage } from './ranks.ts'
import { newSecret, secretHash } from './secrets.ts'
import type { Person } from './staff-store.ts'

const minute = 60_000

/** Milliseconds. */
export type SessionLife = {
  /** A session that is not used for so long ends. */
  readonly idle: number
  /** Used or not, it ends so long after the login. */
  readonly longest: number
}

export type SignedIn = {
  readonly actor: StaffActor
  /** The cookie's value. */
  readonly token: string
  /** When it ends at the latest: epoch milliseconds. */
  readonly endsAt: number
}

/** Where people are logged in: each login is a session with an end. */
export class Sessions {
  readonly #changes: Changes
  readonly #life: SessionLife
  readonly #log: Logger

  constructor(changes: Changes, life: SessionLife, log: Logger) {
    this.#changes = changes
    this.#life = life
    this.#log = log
  }

  /** In the transaction in which the login was found to be right. */
  async begin(
    { sessions }: Records,
    person: Pick<Person, 'id' | 'name' | 'role' | 'storeId'>,
    device: string,
  ): Promise<SignedIn> {
    const now = this.#changes.now()
    const token = newSecret()
    const id = newId(now)
    await sessions.purge(now)
    await sessions.add({
      id,
      token_hash: secretHash(token),
      staff_id: person.id,
      device,
      created_at: now,
      seen_at: now,
      expires_at: this.#expiry(now, now),
    })
    return { actor: staffActor({ ...person, sessionId: id }), token, endsAt: now + this.#life.longest }
  }

  /** Whom a cookie stands for; using a session puts its end off. */
  async actor(cookie: string): Promise<StaffActor | null> {
    const now = this.#changes.now()
    const { sessions } = this.#changes.records
    const person = await sessions.find(secretHash(cookie), now)
    if (person === null) return null
    const { sessionId, createdAt, seenAt } = person
    if (now - seenAt >= minute) {
      try {
        await sessions.see(sessionId, now, this.#expiry(createdAt, now))
      } catch (error) {
        // A full disk is no reason to turn people away.
        this.#log.warn({ err: error }, 'the use of a session could not be written down')
      }
    }
    return staffActor(person)
  }

  async signOut(cookie: string): Promise<void> {
    await this.#changes.make(async ({ sessions }, announce) => {
      const ended = await sessions.removeByToken(secretHash(cookie))
      if (ended !== undefined) announce('access.changed', { staffId: ended.staff_id })
    })
  }

  /** A person's own. */
  async list(actor: Actor): Promise<SessionView[]> {
    const { id, sessionId } = requireStaff(actor)
    return this.#views(id, sessionId)
  }

  async listOf(actor: Actor, staffId: string): Promise<SessionView[]> {
    const person = await this.#changes.records.staff.find(staffId)
    if (person === null) throw new NotFoundError('This person')
    requireManage(actor, person)
    return this.#views(staffId, requireStaff(actor).sessionId)
  }

  /** One's own, or with `staff.manage` one of somebody whom one may manage. */
  async end(actor: Actor, id: string): Promise<void> {
    const { id: own } = requireStaff(actor)
    await this.#changes.make(async ({ sessions, staff, audit }, announce) => {
      const session = await sessions.byId(id)
      const person = session && (await staff.find(session.staff_id))
      if (session === undefined || !person) throw new NotFoundError('This session')
      if (person.id !== own) requireManage(actor, person)
      if (!(await sessions.remove(id))) throw new NotFoundError('This session')
      await audit.record({
        at: this.#changes.now(),
        actor: author(actor),
        action: 'staff.session-ended',
        subject: { kind: 'staff', id: person.id },
        storeId: person.storeId,
        before: { name: person.name, device: session.device },
      })
      announce('access.changed', { staffId: person.id })
    })
  }

  /** All of one's own but this one. */
  async endOthers(actor: Actor): Promise<void> {
    const { id, sessionId } = requireStaff(actor)
    await this.#endAll(actor, id, sessionId)
  }

  async endAllOf(actor: Actor, staffId: string): Promise<void> {
    const person = await this.#changes.records.staff.find(staffId)
    if (person === null) throw new NotFoundError('This person')
    requireManage(actor, person)
    await this.#endAll(actor, staffId, null)
  }

  async #endAll(actor: Actor, staffId: string, but: string | null): Promise<void> {
    await this.#changes.make(async ({ sessions, staff, audit }, announce) => {
      const person = await staff.find(staffId)
      const count = await sessions.removeOf(staffId, but)
      if (person === null || count === 0) return
      await audit.record({
        at: this.#changes.now(),
        actor: author(actor),
        action: 'staff.sessions-ended',
        subject: { kind: 'staff', id: staffId },
        storeId: person.storeId,
        before: { name: person.name, sessions: count },
      })
      announce('access.changed', { staffId })
    })
  }

  async #views(staffId: string, current: string | null): Promise<SessionView[]> {
    const rows = await this.#changes.records.sessions.of(staffId, this.#changes.now())
    return rows.map(row => ({
      id: row.id,
      device: row.device,
      createdAt: isoTime(Number(row.created_at)),
      // No finer than it is kept.
      seenAt: isoTime(Math.floor(Number(row.seen_at) / minute) * minute),
      current: row.id === current,
    }))
  }

  #expiry(createdAt: number, now: number): number {
    return Math.min(now + this.#life.idle, createdAt + this.#life.longest)
  }
}

function requireManage(actor: Actor, person: Person): void {
  if (!requireStaff(actor).permissions.has('staff.manage') || !mayManage(requireStaff(actor), person)) {
    throw new ForbiddenError('This person is not yours to manage.')
  }
}
