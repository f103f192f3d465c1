import { useCallback } from 'preact/hooks'
import type { StoreView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { type Loading, useResource } from '../../desk/use-resource.ts'
import { allPages } from '../../shared/pages.ts'

export function useStores(): Loading<readonly StoreView[]> {
  const call = useCall()
  return useResource(
    useCallback((signal: AbortSignal) => allPages<StoreView>(call, '/api/v1/stores', signal), [call]),
  )
}

/** Those that there are so far; none while they load. */
export function known({ resource }: Loading<readonly StoreView[]>): readonly StoreView[] {
  return resource.state === 'ready' ? resource.value : []
}
