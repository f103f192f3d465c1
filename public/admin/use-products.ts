import { useCallback, useState } from 'preact/hooks'
import type { ProductView } from '../../src/wire.ts'
import { useCall } from '../desk/session.tsx'
import { useProblemText } from '../desk/use-problem-text.ts'
import { type Loading, useResource } from '../desk/use-resource.ts'
import { useSettled } from '../desk/use-settled.ts'

type Page = { readonly items: readonly ProductView[]; readonly next: string | null }

export type ProductList = {
  readonly loading: Loading<Page>
  readonly typed: string
  /** What the shown list was searched for. */
  readonly query: string
  search(text: string): void
  more(): Promise<void>
  /** Puts a changed product into the list, or a new one before the others. */
  put(product: ProductView): void
}

/** The catalogue, searched by the server, a page at a time. */
export function useProducts(failed: (text: string, kind: 'bad') => void): ProductList {
  const call = useCall()
  const sayProblem = useProblemText()
  const [typed, setTyped] = useState('')
  const query = useSettled(typed.trim())
  const address = useCallback(
    (cursor: string | null) =>
      `/api/v1/products?q=${encodeURIComponent(query)}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    [query],
  )
  const loading = useResource(
    useCallback((signal: AbortSignal) => call<Page>('GET', address(null), { signal }), [call, address]),
  )
  const { resource, update } = loading

  return {
    loading,
    typed,
    query,
    search: setTyped,
    async more() {
      if (resource.state !== 'ready' || resource.value.next === null) return
      try {
        const page = await call<Page>('GET', address(resource.value.next))
        update(known => ({ items: [...known.items, ...page.items], next: page.next }))
      } catch (error) {
        failed(sayProblem(error), 'bad')
      }
    },
    put: product =>
      update(known => ({
        ...known,
        items: known.items.some(other => other.id === product.id)
          ? known.items.map(other => (other.id === product.id ? product : other))
          : [product, ...known.items],
      })),
  }
}
