import { InvalidError } from '../../errors.ts'
import { idempotencyKeyField } from '../../fields.ts'

/** The header's key, or null without one. @throws InvalidError for one that cannot be used. */
export function readIdempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null
  const key = idempotencyKeyField.safeParse(header.trim())
  if (!key.success) throw new InvalidError('Idempotency-Key must be 1 to 255 printable ASCII characters.')
  return key.data
}
