import { dayStart } from '../list/day-start.ts'

export type AuditFilter = {
  readonly subjectKind: string
  readonly subjectId: string
  readonly actorId: string
  readonly storeId: string
  /** Days as date fields say them, both counted in; empty: open. */
  readonly from: string
  readonly to: string
}

export const noFilter: AuditFilter = {
  subjectKind: '',
  subjectId: '',
  actorId: '',
  storeId: '',
  from: '',
  to: '',
}

const names = ['subjectKind', 'subjectId', 'actorId', 'storeId', 'from', 'to'] as const

/** What the address asks for: `#audit?subjectId=…`. */
export function filterOf(address: URLSearchParams): AuditFilter {
  const asked = names.flatMap(name => {
    const value = address.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return { ...noFilter, ...Object.fromEntries(asked) }
}

/** Days are those of whoever looks. */
export function auditPath({ from, to, ...rest }: AuditFilter): string {
  const query = new URLSearchParams({ limit: '50' })
  for (const [name, value] of Object.entries(rest)) if (value !== '') query.set(name, value)
  const [start, end] = [dayStart(from), dayStart(to, 1)]
  if (start !== null) query.set('from', start)
  if (end !== null) query.set('to', end)
  return `/api/v1/audit?${query}`
}
