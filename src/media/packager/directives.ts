/** What a player asks of a playlist (rfc8216bis 6.2.5). */
export type Directives = {
  /** The segment, and the part of it, that the playlist is to hold; null: as it is now. */
  readonly msn: number | null
  readonly part: number | null
  /** What the player has seen already may be left out. */
  readonly skip: boolean
}

/** Null when they make no sense: what is no number, is said twice, or a part of no segment. */
export function parseDirectives(query: URLSearchParams): Directives | null {
  const msn = number(query, '_HLS_msn')
  const part = number(query, '_HLS_part')
  if (msn === undefined || part === undefined || (part !== null && msn === null)) return null
  const skip = query.getAll('_HLS_skip').some(value => value === 'YES' || value === 'v2')
  return { msn, part, skip }
}

function number(query: URLSearchParams, name: string): number | null | undefined {
  const [value, ...more] = query.getAll(name)
  if (value === undefined) return null
  return more.length === 0 && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}
