import { useCallback, useState } from 'preact/hooks'
import type { AuditEntryView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import type { Page } from '../../shared/pages.ts'

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

export function useAudit(filter: AuditFilter, onFailed: (error: unknown) => void) {
  const call = useCall()
  const path = auditPath(filter)
  const loading = useResource(
    useCallback((signal: AbortSignal) => call<Page<AuditEntryView>>('GET', path, { signal }), [call, path]),
  )
  const [busy, setBusy] = useState(false)
  const more = async (cursor: string) => {
    setBusy(true)
    try {
      const { items, next } = await call<Page<AuditEntryView>>(
        'GET',
        `${path}&cursor=${encodeURIComponent(cursor)}`,
      )
      loading.update(known => (known.next === cursor ? { items: [...known.items, ...items], next } : known))
    } catch (error) {
      onFailed(error)
    }
    setBusy(false)
  }
  return { loading, more, busy }
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
