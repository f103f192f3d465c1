import { useState } from 'preact/hooks'
import type { ProductView } from '../../src/wire.ts'
import { useCall } from '../desk/session.tsx'
import { useLatest } from '../desk/use-latest.ts'
import { useProblemText } from '../desk/use-problem-text.ts'
import { useWords } from '../shared/language.tsx'
import { added, moved, removed, restored } from './lineup-order.ts'
import type { LiveRoom } from './use-room.ts'
import { studioWords } from './words.ts'

type Removal = { readonly product: ProductView; readonly place: number }

export type LineupOf = {
  readonly products: readonly ProductView[]
  /** The last removal, as long as it can be undone. */
  readonly removal: Removal | null
  add(product: ProductView): void
  remove(product: ProductView): void
  undo(): void
  move(productId: string, to: number): void
  forget(): void
  /** A product's new price or stock, before the socket tells. */
  replace(product: ProductView): void
}

/** The lineup as wished, and as the server has it once it has answered. */
export function useLineup(
  slug: string,
  { room, change }: LiveRoom,
  show: (text: string, kind: 'plain' | 'bad') => void,
): LineupOf {
  const say = useWords(studioWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [removal, setRemoval] = useState<Removal | null>(null)

  const { pending, want } = useLatest<readonly ProductView[]>(
    async products => {
      const body = { productIds: products.map(product => product.id) }
      await call('PUT', `/api/v1/rooms/${encodeURIComponent(slug)}/lineup`, { body })
      change(known => ({ ...known, lineup: [...products] }))
    },
    error => show(say('lineupFailed', { why: sayProblem(error) }), 'bad'),
  )

  const products = pending?.value ?? room?.lineup ?? []
  const ids = products.map(product => product.id)
  const wish = (wanted: readonly string[], extra?: ProductView) => {
    if (wanted === ids) return
    const known = new Map([...products, ...(extra ? [extra] : [])].map(product => [product.id, product]))
    void want(wanted.flatMap(id => known.get(id) ?? []))
  }

  return {
    products,
    removal,
    add: product => wish(added(ids, product.id), product),
    remove: product => {
      setRemoval({ product, place: ids.indexOf(product.id) })
      wish(removed(ids, product.id))
    },
    undo: () => {
      if (removal) wish(restored(ids, removal.product.id, removal.place), removal.product)
      setRemoval(null)
    },
    move: (productId, to) => wish(moved(ids, productId, to)),
    forget: () => setRemoval(null),
    replace: product =>
      change(known => ({
        ...known,
        lineup: known.lineup.map(other => (other.id === product.id ? product : other)),
      })),
  }
}
