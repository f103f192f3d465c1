import { useState } from 'preact/hooks'
import type { ProductStatus, ProductView } from '../../../src/wire.ts'
import { useSettled } from '../../desk/use-settled.ts'
import { type Paged, usePaged } from '../list/use-paged.ts'

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

export type CatalogList = Paged<ProductView> & {
  readonly filter: Filter
  setFilter(filter: Filter): void
  /** Puts a changed product into the list, or a new one before the others. */
  put(product: ProductView): void
}

/** The catalogue, filtered by the server, a page at a time. */
export function useCatalog(failed: (text: string, kind: 'bad') => void): CatalogList {
  const [filter, setFilter] = useState(everything)
  const q = useSettled(filter.q.trim())
  const { status, categoryId, low, sort } = filter
  const query = new URLSearchParams({ status, sort })
  if (q !== '') query.set('q', q)
  if (categoryId !== '') query.set('categoryId', categoryId)
  if (low) query.set('stockAtMost', String(lowStock))
  const list = usePaged<ProductView>(`/api/v1/products?${query}`, failed)
  return {
    ...list,
    filter,
    setFilter,
    put: product =>
      list.loading.update(known => ({
        ...known,
        items: known.items.some(other => other.id === product.id)
          ? known.items.map(other => (other.id === product.id ? product : other))
          : [product, ...known.items],
      })),
  }
}
