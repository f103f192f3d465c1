import { useCallback, useState } from 'preact/hooks'
import type { ProductStatus, ProductView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { useProblemText } from '../../desk/use-problem-text.ts'
import { type Loading, useResource } from '../../desk/use-resource.ts'
import { useSettled } from '../../desk/use-settled.ts'
import type { Page } from '../../shared/pages.ts'

export type Filter = {
  readonly q: string
  readonly status: ProductStatus | 'all'
  readonly categoryId: string
  readonly low: boolean
  readonly sort: 'newest' | 'updated' | 'title' | 'oldest'
}

export const everything: Filter = { q: '', status: 'active', categoryId: '', low: false, sort: 'newest' }

/** At or below so many units a variant is listed as low. */
const lowStock = 5

export type CatalogList = {
  readonly loading: Loading<Page<ProductView>>
  readonly filter: Filter
  setFilter(filter: Filter): void
  more(): Promise<void>
  /** Puts a changed product into the list, or a new one before the others. */
  put(product: ProductView): void
}

/** The catalogue, filtered by the server, a page at a time. */
export function useCatalog(failed: (text: string, kind: 'bad') => void): CatalogList {
  const call = useCall()
  const sayProblem = useProblemText()
  const [filter, setFilter] = useState(everything)
  const q = useSettled(filter.q.trim())
  const { status, categoryId, low, sort } = filter
  const address = useCallback(
    (cursor: string | null) => {
      const query = new URLSearchParams({ status, sort })
      if (q !== '') query.set('q', q)
      if (categoryId !== '') query.set('categoryId', categoryId)
      if (low) query.set('stockAtMost', String(lowStock))
      if (cursor !== null) query.set('cursor', cursor)
      return `/api/v1/products?${query}`
    },
    [q, status, categoryId, low, sort],
  )
  const loading = useResource(
    useCallback(
      (signal: AbortSignal) => call<Page<ProductView>>('GET', address(null), { signal }),
      [call, address],
    ),
  )
  const { resource, update } = loading
  return {
    loading,
    filter,
    setFilter,
    async more() {
      if (resource.state !== 'ready' || resource.value.next === null) return
      try {
        const page = await call<Page<ProductView>>('GET', address(resource.value.next))
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
