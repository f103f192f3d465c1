import { useCallback } from 'preact/hooks'
import type { ShowView } from '../../src/wire.ts'
import { useCall } from '../desk/session.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import { type Loading, useResource } from '../desk/use-resource.ts'
import type { Page } from '../shared/pages.ts'
import { replayPage } from '../shared/replays.ts'

const replaysAPage = 50

export type ReplayList = {
  readonly loading: Loading<Page<ShowView>>
  more(): Promise<void>
  /** It was deleted. */
  drop(id: string): void
}

/** Past shows that have a replay, newest first, a page at a time. */
export function useReplays(failed: (text: string, kind: 'bad') => void): ReplayList {
  const call = useCall()
  const sayProblem = useProblemText()
  const load = useCallback(
    (cursor: string | null, signal?: AbortSignal) => replayPage(call, cursor, replaysAPage, signal),
    [call],
  )
  const loading = useResource(useCallback((signal: AbortSignal) => load(null, signal), [load]))
  const { resource, update } = loading
  return {
    loading,
    async more() {
      if (resource.state !== 'ready' || resource.value.next === null) return
      try {
        const page = await load(resource.value.next)
        update(known => ({ items: [...known.items, ...page.items], next: page.next }))
      } catch (error) {
        failed(sayProblem(error), 'bad')
      }
    },
    drop: id => update(known => ({ ...known, items: known.items.filter(show => show.id !== id) })),
  }
}
