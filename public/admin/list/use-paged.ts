import { useCallback, useRef, useState } from 'preact/hooks'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { type Loading, useResource } from '../../desk/use-resource.ts'
import type { Page } from '../../shared/pages.ts'

export type Paged<T> = {
  readonly loading: Loading<Page<T>>
  /** The next page is on its way. */
  readonly busy: boolean
  more(): Promise<void>
}

/**
 * A list of the server's, a page at a time. Another path asks otherwise for rows of the same kind: the known ones stay until
 * the answer is there, so that nothing jumps under who types or reads.
 */
export function usePaged<T>(path: string, failed: (text: string, kind: 'bad') => void): Paged<T> {
  const call = useCall()
  const sayProblem = useProblemText()
  const [busy, setBusy] = useState(false)
  const loading = useResource(
    useCallback((signal: AbortSignal) => call<Page<T>>('GET', path, { signal }), [call, path]),
    hasItems,
  )
  const asked = useRef(path)
  asked.current = path
  const { resource, update } = loading
  return {
    loading,
    busy,
    async more() {
      const next = resource.state === 'ready' && !resource.asking ? resource.value.next : null
      if (next === null || busy) return
      setBusy(true)
      try {
        const mark = path.includes('?') ? '&' : '?'
        const page = await call<Page<T>>('GET', `${path}${mark}cursor=${encodeURIComponent(next)}`)
        // Unless the list was loaded anew meanwhile, or is asked for otherwise.
        update(known =>
          known.next === next && asked.current === path
            ? { items: [...known.items, ...page.items], next: page.next }
            : known,
        )
      } catch (error) {
        failed(sayProblem(error), 'bad')
      } finally {
        setBusy(false)
      }
    },
  }
}

// An empty list says nothing about what is asked for now.
function hasItems({ items }: { readonly items: readonly unknown[] }): boolean {
  return items.length > 0
}

/** Puts a changed item in the place of the old one. */
export function putItem<T extends { readonly id: string }>({ loading }: Paged<T>, item: T): void {
  loading.update(known => ({
    ...known,
    items: known.items.map(other => (other.id === item.id ? item : other)),
  }))
}
