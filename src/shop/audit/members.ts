/** What an entry of the audit keeps of a thing, before or after a change. */
export type Members = { readonly [name: string]: unknown }

export type Change = { readonly before: Members | null; readonly after: Members | null }

/** Whatever its owner calls it: the books are read by more people than know the secret. */
const secret = /password|secret|token|hash|pickup_?code|stream_?key|api_?key|(^|_)key$/i

/**
 * The members that a change really changed, never a secret. Of a thing that came or went (`before` or `after` is null)
 * all are kept. Null: nothing was changed.
 */
export function changedMembers(before: Members | null, after: Members | null): Change | null {
  const old = before && withoutSecrets(before)
  const now = after && withoutSecrets(after)
  if (old === null || now === null) return { before: old, after: now }
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    name => JSON.stringify(old[name]) !== JSON.stringify(now[name]),
  )
  return names.length === 0 ? null : { before: pick(old, names), after: pick(now, names) }
}

/** What people call the thing: as it is now, else as it was; null when its members do not say. */
export function nameOf(before: Members | null, after: Members | null): string | null {
  for (const members of [after, before]) {
    for (const member of ['name', 'title', 'number']) {
      const value = members?.[member]
      if (typeof value === 'string' && value !== '') return value
    }
  }
  return null
}

function withoutSecrets(members: Members): Members {
  return Object.fromEntries(
    Object.entries(members)
      .filter(([name, value]) => value !== undefined && !secret.test(name))
      .map(([name, value]) => [name, cleaned(value)]),
  )
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned)
  return isMembers(value) ? withoutSecrets(value) : value
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function pick(members: Members, names: readonly string[]): Members {
  return Object.fromEntries(names.filter(name => name in members).map(name => [name, members[name]]))
}
