import { UnauthorizedError } from '../errors.ts'
import type { Actor, Via } from '../route.ts'

/** Who of the staff does it, and by which means, for the books. */
export type Author = { readonly id: string; readonly name: string; readonly via: Via }

/** Null for a guest. */
export function author(actor: Actor): Author | null {
  return actor.kind === 'staff' ? { id: actor.id, name: actor.name, via: actor.via } : null
}

/** @throws UnauthorizedError for a guest. */
export function staffAuthor(actor: Actor): Author {
  const found = author(actor)
  if (found === null) throw new UnauthorizedError()
  return found
}

/** Who of the staff did it, for the books; null for a guest. */
export function staffId(actor: Actor): string | null {
  return actor.kind === 'staff' ? actor.id : null
}
