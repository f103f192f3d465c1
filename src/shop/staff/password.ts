import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

/** OWASP's second choice for argon2id (19 MiB, 2 passes), which a 2-core server bears during a live show. */
const cost = { memory: 19456, passes: 2, parallelism: 1, tagLength: 32 }

/** An argon2id hash with its salt and cost, as `argon2id$m,t,p$salt$tag`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive('argon2id', { message: password.normalize('NFC'), nonce, ...cost })
  return [
    'argon2id',
    `${cost.memory},${cost.passes},${cost.parallelism}`,
    nonce.toString('base64'),
    tag.toString('base64'),
  ].join('$')
}

/** Compares in constant time; takes as long when there is no hash to compare with, so that names stay unknown. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [kind, parameters = '', salt = '', expected = ''] = (hash ?? '').split('$')
  const [memory = 0, passes = 0, parallelism = 0] = parameters.split(',').map(Number)
  if (kind !== 'argon2id') {
    await hashPassword(password)
    return false
  }
  const tag = Buffer.from(expected, 'base64')
  const message = password.normalize('NFC')
  const nonce = Buffer.from(salt, 'base64')
  const actual = await derive('argon2id', {
    message,
    nonce,
    memory,
    passes,
    parallelism,
    tagLength: tag.length,
  })
  return timingSafeEqual(actual, tag)
}
