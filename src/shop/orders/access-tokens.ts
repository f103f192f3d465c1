import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * What lets a buyer see and cancel an order without an account. A token is computed from the order's id and
 * the server's secret, so it is stored nowhere, not even with the answers that are kept for idempotency keys,
 * and is the same each time that such an answer is given again.
 */
export class AccessTokens {
  readonly #secret: Buffer

  /** @param secret at least 32 random bytes, kept over restarts. */
  constructor(secret: Buffer) {
    if (secret.length < 32) throw new Error('the secret of access tokens must have at least 32 bytes')
    this.#secret = secret
  }

  of(orderId: string): string {
    return createHmac('sha256', this.#secret).update(`order-access:${orderId}`).digest('base64url')
  }

  matches(orderId: string, token: string): boolean {
    return timingSafeEqual(digest(token), digest(this.of(orderId)))
  }
}

/** Equal lengths, so that what was sent may have any. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
