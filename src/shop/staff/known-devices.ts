import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const cookieName = 'stallcast_device'
const yearSeconds = 365 * 24 * 60 * 60
/** A till is shared by some people. */
const mostPeople = 6

/**
 * Remembers in a cookie who has logged in with a browser (OWASP's "device cookies"). It opens nothing: it only says that
 * wrong passwords tried elsewhere do not count here.
 */
export class KnownDevices {
  readonly #secret: Buffer

  constructor(secret: Buffer) {
    this.#secret = createHmac('sha256', secret).update('devices of staff').digest()
  }

  /** The device's own id if this person has logged in with it before. */
  find(cookieHeader: string | undefined, nameKey: string): string | null {
    return this.#marks(cookieHeader).find(mark => this.#isOf(mark, nameKey)) ?? null
  }

  /** A `Set-Cookie` header after a login; null when the device is known already. */
  remember(cookieHeader: string | undefined, nameKey: string, secure: boolean): string | null {
    const marks = this.#marks(cookieHeader)
    if (marks.some(mark => this.#isOf(mark, nameKey))) return null
    const nonce = randomBytes(9).toString('base64url')
    const kept = [`${nonce}.${this.#sign(nonce, nameKey)}`, ...marks].slice(0, mostPeople)
    const rest = `Path=/api/v1/session; HttpOnly; SameSite=Lax; Max-Age=${yearSeconds}`
    return `${cookieName}=${kept.join('~')}; ${rest}${secure ? '; Secure' : ''}`
  }

  #marks(cookieHeader: string | undefined): string[] {
    const value = /(?:^|;)\s*stallcast_device=([\w.~-]{1,600})/.exec(cookieHeader ?? '')?.[1]
    return (value?.split('~') ?? []).slice(0, mostPeople)
  }

  #isOf(mark: string, nameKey: string): boolean {
    const [nonce = '', given = ''] = mark.split('.')
    const expected = this.#sign(nonce, nameKey)
    return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
  }

  #sign(nonce: string, nameKey: string): string {
    const hmac = createHmac('sha256', this.#secret).update(JSON.stringify([nonce, nameKey]))
    return hmac.digest().subarray(0, 18).toString('base64url')
  }
}
