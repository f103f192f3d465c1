import { InvalidError } from '../../errors.ts'
import type { Actor } from '../../route.ts'
import { author } from '../actors.ts'
import type { Edit } from './product-desk.ts'

/**
 * Which version the caller saw: the member `version`, or the header If-Match with the ETag of the product (RFC 9110,
 * section 13.1.1). Null: whatever it is.
 */
export function readEdit(
  request: { readonly actor: Actor; header(name: string): string | undefined },
  version: number | undefined,
): Edit {
  const match = request.header('if-match')?.trim()
  const named = match === undefined || match === '*' ? undefined : /^"(\d{1,15})"$/.exec(match)?.[1]
  if (match !== undefined && match !== '*' && named === undefined) {
    throw new InvalidError('If-Match must be the ETag of the product, as "3".')
  }
  return { version: version ?? (named === undefined ? null : Number(named)), author: author(request.actor) }
}
