import { useCallback } from 'preact/hooks'
import type { StockRowView, StoreView } from '../../../src/wire.ts'
import { useCall, useMay } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { useWords } from '../../shared/language.tsx'
import { todayWords } from './words.ts'

type Low = { readonly items: readonly StockRowView[]; readonly count: number }

const shown = 8

/** What to order next, the emptiest shelf first; nothing is shown while everything is there. */
export function LowStock({ storeId, stores }: { storeId: string; stores: readonly StoreView[] }) {
  const say = useWords(todayWords)
  const call = useCall()
  const allowed = useMay()('stock.read')
  const query = storeId === '' ? '' : `&storeId=${storeId}`
  const { resource } = useResource(
    useCallback(
      async (signal: AbortSignal): Promise<Low> =>
        allowed
          ? call<Low>('GET', `/api/v1/stock/low?limit=${shown}${query}`, { signal })
          : { items: [], count: 0 },
      [call, allowed, query],
    ),
  )
  if (resource.state !== 'ready' || resource.value.count === 0) return null
  const { items, count } = resource.value
  return (
    <section aria-labelledby="low-stock" data-testid="low-stock">
      <h2 class="sub-title" id="low-stock">
        {say('lowStock')}
      </h2>
      <ul class="bestsellers">
        {items.map(item => (
          <li key={`${item.storeId} ${item.variantId}`}>
            <span class="bestseller-name">
              {item.title} {item.variantTitle}
              <span class="quiet small"> {stores.find(({ id }) => id === item.storeId)?.name}</span>
            </span>
            <span class="number quiet">
              {item.incoming > 0 && say('lowIncoming', { count: item.incoming })}
            </span>
            <span class={item.available === 0 ? 'number low-none' : 'number'}>
              {say('lowLeft', { count: item.available })}
            </span>
          </li>
        ))}
      </ul>
      {count > items.length && (
        <a class="low-more" href={`#stock?low=true${query}`}>
          {say('lowMore', { count: count - items.length })}
        </a>
      )}
    </section>
  )
}
