import type { Actor } from '../route.ts'

/** Who of the staff did it, for the books; null for a guest. */
export function staffId(actor: Actor): string | null {
  return actor.kind === 'staff' ? actor.id : null
}
