import { requireStaff } from '../../access.ts'
import { AppError, ForbiddenError, NotFoundError } from '../../errors.ts'
import { isoTime } from '../../fields.ts'
import type { Role } from '../../permissions.ts'
import type { Actor } from '../../route.ts'
import type { InvitationView, OpenInvitationView } from '../../wire.ts'
import { author } from '../actors.ts'
import type { Changes, Records } from '../changes.ts'
import { newId } from '../ids.ts'
import type { InvitationRow } from './invitations-store.ts'
import { nameKey, requireOtherThanName } from './names.ts'
import { personId } from './owner-token.ts'
import type { Passwords } from './passwords.ts'
import { nameTaken, requireStoreFits } from './people.ts'
import { mayManage, type Rank, requireNoMore } from './ranks.ts'
import { newSecret, secretHash } from './secrets.ts'
import type { Sessions, SignedIn } from './sessions.ts'

const life = 7 * 24 * 60 * 60 * 1000

export type Invite = { readonly role: Role; readonly storeId: string | null; readonly name: string | null }
/** The token is known to nobody afterwards: only its hash is kept. */
export type Made = { readonly invitation: InvitationView; readonly token: string }

/** One-time links, by which people come and by which they set a password that they forgot. */
export class Invitations {
  readonly #changes: Changes
  readonly #sessions: Sessions
  readonly #passwords: Passwords

  constructor(changes: Changes, sessions: Sessions, passwords: Passwords) {
    this.#changes = changes
    this.#sessions = sessions
    this.#passwords = passwords
  }

  /** For a new person. */
  async invite(actor: Actor, invite: Invite): Promise<Made> {
    requireStoreFits(invite)
    if (!mayManage(requireStaff(actor), invite)) {
      throw new ForbiddenError('You may invite people of lesser roles, into your own store.')
    }
    requireNoMore(requireStaff(actor), invite.role)
    return this.#changes.make(async records => {
      if (invite.storeId !== null && (await records.stores.find(invite.storeId)) === undefined) {
        throw new NotFoundError('This store')
      }
      return this.#make(records, actor, { ...invite, staffId: null })
    })
  }

  /** For a new password of somebody who is there; an earlier link for it no longer works. */
  async reset(actor: Actor, staffId: string): Promise<Made> {
    return this.#changes.make(async records => {
      const person = await records.staff.find(staffId)
      if (person === null || person.disabledAt !== null) throw new NotFoundError('This person')
      if (!mayManage(requireStaff(actor), person)) {
        throw new ForbiddenError('This person is not yours to manage.')
      }
      requireNoMore(requireStaff(actor), person.role)
      await records.invitations.revokeFor(staffId, this.#changes.now())
      const { name, role, storeId } = person
      return this.#make(records, actor, { name, role, storeId, staffId })
    })
  }

  async list(actor: Actor): Promise<InvitationView[]> {
    const { invitations } = this.#changes.records
    const rows = await invitations.list(requireStaff(actor).storeId, this.#changes.now())
    return rows.map(view)
  }

  async revoke(actor: Actor, id: string): Promise<void> {
    await this.#changes.make(async ({ invitations, audit }) => {
      const found = await invitations.find(id)
      if (found === undefined) throw new NotFoundError('This invitation')
      if (!mayManage(requireStaff(actor), rankOf(found))) throw new ForbiddenError()
      const now = this.#changes.now()
      if (!(await invitations.revoke(id, now))) throw linkUsed()
      await audit.record({
        ...{ at: now, actor: author(actor), action: 'invitation.revoked' },
        subject: { kind: 'invitation', id },
        storeId: found.store_id,
        before: members(found),
      })
    })
  }

  /** What the link's holder is told before they accept. @throws AppError 410 for a link that no longer works. */
  async look(token: string): Promise<OpenInvitationView> {
    const { records, now } = this.#changes
    const found = await records.invitations.open(secretHash(token), now())
    if (found === undefined || !(await stillGood(records, found))) throw linkUsed()
    const store = found.store_id === null ? undefined : await records.stores.find(found.store_id)
    return {
      kind: found.staff_id === null ? 'join' : 'reset',
      name: found.name,
      role: found.role,
      storeName: store?.name ?? null,
    }
  }

  /**
   * Makes the account, or sets the password, and logs in. Of many at once one gets it.
   * @throws AppError 410 when the link was used, revoked, or has expired.
   */
  async accept(token: string, name: string | null, password: string, device: string): Promise<SignedIn> {
    const hash = secretHash(token)
    const found = await this.#open(hash)
    const wanted = found.staff_id === null ? (name ?? found.name) : found.name
    if (wanted === null) throw new AppError(422, 'name-missing', 'Choose a name to log in with.')
    requireOtherThanName(password, wanted)
    const passwordHash = await this.#passwords.hash(password, async () => void (await this.#open(hash)))
    return this.#changes.make(async (records, announce) => {
      const used = await records.invitations.use(hash, this.#changes.now())
      if (used === undefined || !(await stillGood(records, used))) throw linkUsed()
      if (used.staff_id === null) return this.#join(records, used, wanted, passwordHash, device)
      announce('access.changed', { staffId: used.staff_id })
      return this.#setPassword(records, used.staff_id, passwordHash, device)
    })
  }

  async #open(tokenHash: string): Promise<InvitationRow> {
    const found = await this.#changes.records.invitations.open(tokenHash, this.#changes.now())
    if (found === undefined) throw linkUsed()
    return found
  }

  async #make(
    records: Records,
    actor: Actor,
    invite: Invite & { readonly staffId: string | null },
  ): Promise<Made> {
    const by = requireStaff(actor)
    const now = this.#changes.now()
    const token = newSecret()
    const row: InvitationRow = {
      id: newId(now),
      token_hash: secretHash(token),
      staff_id: invite.staffId,
      role: invite.role,
      store_id: invite.storeId,
      name: invite.name,
      made_by: personId(by),
      made_by_name: by.name,
      created_at: now,
      expires_at: now + life,
      used_at: null,
      revoked_at: null,
    }
    await records.invitations.add(row)
    await records.audit.record({
      at: now,
      actor: author(actor),
      action: invite.staffId === null ? 'staff.invited' : 'staff.reset-offered',
      subject:
        invite.staffId === null ? { kind: 'invitation', id: row.id } : { kind: 'staff', id: invite.staffId },
      storeId: row.store_id,
      after: members(row),
    })
    return { invitation: view(row), token }
  }

  async #join(
    records: Records,
    invitation: InvitationRow,
    name: string,
    passwordHash: string,
    device: string,
  ): Promise<SignedIn> {
    const now = this.#changes.now()
    const { role, store_id: storeId } = invitation
    const person = { id: newId(now), name, role, storeId, createdAt: now }
    if (!(await records.staff.add({ ...person, nameKey: nameKey(name), passwordHash }))) throw nameTaken()
    const signedIn = await this.#sessions.begin(records, person, device)
    await records.audit.record({
      ...{ at: now, actor: author(signedIn.actor), action: 'staff.joined' },
      subject: { kind: 'staff', id: person.id },
      storeId,
      after: { name, role, storeId, invitedBy: invitation.made_by_name },
    })
    return signedIn
  }

  async #setPassword(
    records: Records,
    staffId: string,
    passwordHash: string,
    device: string,
  ): Promise<SignedIn> {
    const person = await records.staff.find(staffId)
    if (person === null || person.disabledAt !== null) throw linkUsed()
    await records.staff.setPassword(staffId, passwordHash)
    await records.sessions.removeOf(staffId, null)
    const signedIn = await this.#sessions.begin(records, person, device)
    await records.audit.record({
      ...{ at: this.#changes.now(), actor: author(signedIn.actor), action: 'staff.password-reset' },
      subject: { kind: 'staff', id: staffId },
      storeId: person.storeId,
      after: { name: person.name },
    })
    return signedIn
  }
}

/** Whoever made it must still be one who may: a link outlives neither its maker's job nor their rank. */
async function stillGood({ staff }: Records, invitation: InvitationRow): Promise<boolean> {
  const subject = invitation.staff_id === null ? null : await staff.find(invitation.staff_id)
  const rank = subject ?? rankOf(invitation)
  if (invitation.made_by === null) return true
  const maker = await staff.find(invitation.made_by)
  return maker !== null && maker.disabledAt === null && mayManage(maker, rank)
}

function rankOf({ role, store_id: storeId }: InvitationRow): Rank {
  return { role, storeId }
}

function members({ name, role, store_id: storeId }: InvitationRow) {
  return { name, role, storeId }
}

function linkUsed(): AppError {
  return new AppError(410, 'link-used', 'This link was used or no longer works. Ask for a new one.')
}

function view(row: InvitationRow): InvitationView {
  return {
    id: row.id,
    kind: row.staff_id === null ? 'join' : 'reset',
    staffId: row.staff_id,
    name: row.name,
    role: row.role,
    storeId: row.store_id,
    madeBy: row.made_by_name,
    createdAt: isoTime(Number(row.created_at)),
    expiresAt: isoTime(Number(row.expires_at)),
  }
}
