import { useCallback } from 'preact/hooks'
import type { ShiftView } from '../../src/wire.ts'
import { allPages } from '../shared/pages.ts'
import { useCall } from './session.tsx'
import { useResource } from './use-resource.ts'

/**
 * The tills that are open in a store, or with `any` in all in which this person works: cash goes in and out of these only.
 * null: still asked for.
 */
export function useOpenShifts(storeId: string): readonly ShiftView[] | null {
  const call = useCall()
  const { resource } = useResource(
    useCallback(
      async (signal: AbortSignal) =>
        storeId === ''
          ? []
          : allPages<ShiftView>(
              call,
              `/api/v1/shifts?open=true${storeId === 'any' ? '' : `&storeId=${encodeURIComponent(storeId)}`}`,
              signal,
            ),
      [call, storeId],
    ),
  )
  if (resource.state === 'loading') return null
  return resource.state === 'ready' ? resource.value : []
}
