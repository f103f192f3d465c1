import { useCallback } from 'preact/hooks'
import type { CategoryView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'

/** The tree, each category before what is under it. */
export function useCategories() {
  const call = useCall()
  return useResource(
    useCallback(
      async (signal: AbortSignal) =>
        (await call<{ items: readonly CategoryView[] }>('GET', '/api/v1/categories', { signal })).items,
      [call],
    ),
  )
}

/** As it stands in a list to choose from: deeper ones further in. */
export function indented({ name, depth }: CategoryView): string {
  return `${'　'.repeat(depth - 1)}${name}`
}
