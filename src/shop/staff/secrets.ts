import { createHash, randomBytes } from 'node:crypto'

/** A secret that cannot be guessed: 32 random bytes. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a secret: being random it needs no salt, and it is found by this. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
