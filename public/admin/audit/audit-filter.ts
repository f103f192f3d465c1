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

/** What the address asks for: `#audit?subjectId=…`. */
export function filterOfAddress(hash: string): AuditFilter {
  const asked = new URLSearchParams(hash.split('?')[1] ?? '')
  return { ...noFilter, subjectId: asked.get('subjectId') ?? '', actorId: asked.get('actorId') ?? '' }
}

/** Days are those of whoever looks. */
export function auditPath({ from, to, ...rest }: AuditFilter): string {
  const query = new URLSearchParams({ limit: '50' })
  for (const [name, value] of Object.entries(rest)) if (value !== '') query.set(name, value)
  const [start, end] = [startOf(from, 0), startOf(to, 1)]
  if (start !== null) query.set('from', start)
  if (end !== null) query.set('to', end)
  return `/api/v1/audit?${query}`
}

function startOf(day: string, later: number): string | null {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return null
  return new Date(year, month - 1, date + later).toISOString()
}
