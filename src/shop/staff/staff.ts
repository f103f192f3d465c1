import type { Logger } from '../../log.ts'
import type { Actor } from '../../route.ts'
import type { Changes } from '../changes.ts'
import { ApiTokens } from './api-tokens.ts'
import { Invitations } from './invitations.ts'
import { KnownDevices } from './known-devices.ts'
import { OwnerToken } from './owner-token.ts'
import { Passwords } from './passwords.ts'
import { People } from './people.ts'
import { type SessionLife, Sessions } from './sessions.ts'
import { SignIn } from './sign-in.ts'

export type StaffDeps = {
  readonly changes: Changes
  /** Of the configuration; null: none. */
  readonly ownerToken: string | null
  /** At least 32 random bytes, kept over restarts. */
  readonly secret: Buffer
  readonly life: SessionLife
  readonly log: Logger
}

/** Who may do what: people, where they are logged in, invitations and tokens, put together. */
export class Staff {
  readonly people: People
  readonly sessions: Sessions
  readonly signIn: SignIn
  readonly invitations: Invitations
  readonly apiTokens: ApiTokens
  readonly devices: KnownDevices
  readonly #ownerToken: OwnerToken

  constructor({ changes, ownerToken, secret, life, log }: StaffDeps) {
    const passwords = new Passwords()
    this.#ownerToken = new OwnerToken(ownerToken)
    this.people = new People(changes)
    this.sessions = new Sessions(changes, life, log)
    this.signIn = new SignIn(changes, this.sessions, passwords)
    this.invitations = new Invitations(changes, this.sessions, passwords)
    this.apiTokens = new ApiTokens(changes, this.#ownerToken, log)
    this.devices = new KnownDevices(secret)
  }

  /** Whom a session cookie or bearer token stands for. */
  async authenticate(given: {
    readonly cookie: string | undefined
    readonly bearer: string | undefined
  }): Promise<Actor> {
    const { bearer, cookie } = given
    if (bearer !== undefined) {
      const actor = this.#ownerToken.actor(bearer) ?? (await this.apiTokens.actor(bearer))
      if (actor !== null) return actor
    }
    return (cookie === undefined ? null : await this.sessions.actor(cookie)) ?? { kind: 'guest' }
  }
}
