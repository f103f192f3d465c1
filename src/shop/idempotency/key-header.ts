import { AppError, InvalidError } from '../../errors.ts'
import { idempotencyKeyField } from '../../fields.ts'

/** The header's key, or null without one. @throws InvalidError for one that cannot be used. */
export function readIdempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null
  const key = idempotencyKeyField.safeParse(header.trim())
  if (!key.success) throw new InvalidError('Idempotency-Key must be 1 to 255 printable ASCII characters.')
  return key.data
}

/**
 * The header's key, of a call that is never made without one.
 * @param what it makes, in the words of the refusal: `order`.
 * @throws AppError `idempotency-key-required` (400), and as `readIdempotencyKey`.
 */
export function requireIdempotencyKey(header: string | undefined, what: string): string {
  const key = readIdempotencyKey(header)
  if (key !== null) return key
  const detail = `Send a header Idempotency-Key: a new random value for each ${what}, the same for a retry.`
  throw new AppError(400, 'idempotency-key-required', detail)
}
