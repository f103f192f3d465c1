import { useCallback, useState } from 'preact/hooks'
import type { AuditEntryView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import type { Page } from '../../shared/pages.ts'
import { type AuditFilter, auditPath } from './audit-filter.ts'

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
