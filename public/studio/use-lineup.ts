import { useCallback, useState } from 'preact/hooks'
import type { ProductView, ShowPageView } from '../../src/wire.ts'
import { useCall } from '../desk/session.tsx'
import { useLatest } from '../desk/use-latest.ts'
import { useProblemText } from '../desk/use-problem-text.ts'
import { type Loading, useResource } from '../desk/use-resource.ts'
import { useWords } from '../shared/language.tsx'
import { added, moved, removed, restored } from './lineup-order.ts'
import type { LiveRoom } from './use-room.ts'
import { useReload } from './use-shows.ts'
import { studioWords } from './words.ts'

type Removal = { readonly product: ProductView; readonly place: number }
type Show = (text: string, kind: 'plain' | 'bad') => void

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

type Source = {
  /** Where the API takes this lineup: what is wished for one show must never be sent to another. */
  readonly path: string
  /** As the server has it. */
  readonly known: readonly ProductView[]
  update(path: string, change: (known: readonly ProductView[]) => readonly ProductView[]): void
}

/** The lineup of the show that is live or goes live next. */
export function useRoomLineup(slug: string, { room, change }: LiveRoom, show: Show): LineupOf {
  const pathOf = (showId: string | undefined) =>
    showId === undefined ? `/api/v1/rooms/${encodeURIComponent(slug)}/lineup` : showLineup(showId)
  return useLineup(
    {
      path: pathOf(room?.show?.id),
      known: room?.lineup ?? [],
      update: (path, step) =>
        change(known =>
          pathOf(known.show?.id) === path ? { ...known, lineup: [...step(known.lineup)] } : known,
        ),
    },
    show,
  )
}

/** The lineup of any show, by its id; `changes` counts what the room tells. */
export function useShowLineup(
  showId: string,
  changes: number,
  show: Show,
): { readonly loading: Loading<readonly ProductView[]>; readonly lineup: LineupOf } {
  const call = useCall()
  const loading = useResource(
    useCallback(
      async (signal: AbortSignal): Promise<readonly ProductView[]> =>
        (await call<ShowPageView>('GET', `/api/v1/shows/${encodeURIComponent(showId)}`, { signal })).lineup,
      [call, showId],
    ),
  )
  useReload(loading.reload, changes)
  const { resource } = loading
  const lineup = useLineup(
    {
      path: showLineup(showId),
      known: resource.state === 'ready' ? resource.value : [],
      update: (_path, step) => loading.update(step),
    },
    show,
  )
  return { loading, lineup }
}

function showLineup(showId: string): string {
  return `/api/v1/shows/${encodeURIComponent(showId)}/lineup`
}

/** The lineup as wished, and as the server has it once it has answered. */
function useLineup({ path, known, update }: Source, show: Show): LineupOf {
  const say = useWords(studioWords)
  const sayProblem = useProblemText()
  const call = useCall()
  const [lastRemoval, setLastRemoval] = useState<(Removal & { readonly path: string }) | null>(null)

  const { pending, want } = useLatest<{ readonly path: string; readonly products: readonly ProductView[] }>(
    async wish => {
      await call('PUT', wish.path, { body: { productIds: wish.products.map(product => product.id) } })
      update(wish.path, () => wish.products)
    },
    error => show(say('lineupFailed', { why: sayProblem(error) }), 'bad'),
  )

  const removal = lastRemoval?.path === path ? lastRemoval : null
  const products = pending?.value.path === path ? pending.value.products : known
  const ids = products.map(product => product.id)
  const wish = (wanted: readonly string[], extra?: ProductView) => {
    if (wanted === ids) return
    const byId = new Map([...products, ...(extra ? [extra] : [])].map(product => [product.id, product]))
    void want({ path, products: wanted.flatMap(id => byId.get(id) ?? []) })
  }

  return {
    products,
    removal,
    add: product => wish(added(ids, product.id), product),
    remove: product => {
      setLastRemoval({ product, place: ids.indexOf(product.id), path })
      wish(removed(ids, product.id))
    },
    undo: () => {
      if (removal) wish(restored(ids, removal.product.id, removal.place), removal.product)
      setLastRemoval(null)
    },
    move: (productId, to) => wish(moved(ids, productId, to)),
    forget: () => setLastRemoval(null),
    replace: product => update(path, list => list.map(other => (other.id === product.id ? product : other))),
  }
}
