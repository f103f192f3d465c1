/**
 * The cookie of a session begun over TLS has a name of its own: a browser lets no plain page replace a Secure
 * cookie, so that with one name who has logged in over https could not log in over http any more.
 */
const names = { secure: '__Host-stallcast_session', plain: 'stallcast_session' } as const

/** The session in a `Cookie` header; over TLS both may be there, and the secure one counts. */
export function readSessionCookie(header: string | undefined): string | undefined {
  const cookies = new Map<string, string>()
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0) cookies.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim())
  }
  return cookies.get(names.secure) ?? cookies.get(names.plain)
}

/** A `Set-Cookie` header; `maxAge` in seconds. */
export function sessionCookie(value: string, maxAge: number, secure: boolean): string {
  const name = secure ? names.secure : names.plain
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure ? '; Secure' : ''}`
}
