import type { LevelView } from '../../src/wire.ts'
import { call } from '../shared/api.ts'

/** What every store has of a variant. */
export async function fetchLevels(variantId: string, signal?: AbortSignal): Promise<readonly LevelView[]> {
  const path = `/api/v1/stock?variantId=${encodeURIComponent(variantId)}`
  return (await call<{ levels: LevelView[] }>('GET', path, { signal })).levels
}
