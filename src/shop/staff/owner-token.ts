import { createHash, timingSafeEqual } from 'node:crypto'
import { staffActor } from '../../access.ts'
import type { StaffActor } from '../../route.ts'

/** Stands where a person's id does; no person has it. */
export const ownerTokenId = 'owner-token'
export const ownerTokenName = 'owner token'

/** The owner's token of the configuration, which acts as an owner. */
export class OwnerToken {
  readonly #digest: Buffer | null

  constructor(token: string | null) {
    this.#digest = token === null ? null : digest(token)
  }

  get isSet(): boolean {
    return this.#digest !== null
  }

  /** Compared in constant time; null for another token. */
  actor(bearer: string): StaffActor | null {
    if (this.#digest === null || !timingSafeEqual(digest(bearer), this.#digest)) return null
    return staffActor({ id: ownerTokenId, name: ownerTokenName, role: 'owner', via: 'owner-token' })
  }
}

/** A person's id; null for the owner's token, which is no person. */
export function personId(actor: { readonly id: string }): string | null {
  return actor.id === ownerTokenId ? null : actor.id
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
