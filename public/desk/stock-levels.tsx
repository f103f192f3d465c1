import { useCallback } from 'preact/hooks'
import type { LevelView, StoreView } from '../../src/wire.ts'
import { useWords } from '../shared/language.tsx'
import { randomId } from '../shared/random-id.ts'
import { InlineEdit } from './inline-edit.tsx'
import { Loaded } from './loaded.tsx'
import { useCall, useMayIn } from './session.tsx'
import { parseStockEntry, stockDelta } from './stock-entry.ts'
import { useResource } from './use-resource.ts'
import { deskWords } from './words.ts'

type Props = {
  readonly variantId: string
  readonly stores: readonly StoreView[]
  /** For the ledger; null: says itself whether it was a count or a change. */
  readonly reason?: string | null
  onChange(levels: readonly LevelView[]): void
}

/** One variant's stock in each store; where this person may, type a count or a change. */
export function StockLevels({ variantId, stores, reason = null, onChange }: Props) {
  const say = useWords(deskWords)
  const call = useCall()
  const mayIn = useMayIn()
  const load = useCallback(
    async (signal?: AbortSignal) => {
      const path = `/api/v1/stock?variantId=${encodeURIComponent(variantId)}`
      const answer = await call<{ levels: readonly LevelView[] }>('GET', path, { signal })
      return answer.levels
    },
    [call, variantId],
  )
  const levels = useResource(load)

  const adjust = async (storeId: string, text: string, typedAt: string) => {
    const entry = parseStockEntry(text)
    if (!entry) return
    // A count is meant against what is there now, not against what this page knew.
    const fresh = (await load()).find(level => level.storeId === storeId)
    const delta = stockDelta(entry, fresh?.onHand ?? 0)
    if (delta !== 0) {
      const why = reason ?? (entry.kind === 'count' ? 'count' : 'correction')
      const body = { storeId, variantId, delta, reason: why }
      await call('POST', '/api/v1/stock/adjustments', { body, idempotencyKey: typedAt })
    }
    const after = await load()
    levels.update(() => after)
    onChange(after)
  }

  if (stores.length === 0) return <p class="quiet small">{say('noStores')}</p>
  return (
    <Loaded loading={levels}>
      {known => (
        <>
          <ul class="levels">
            {stores.map(store => {
              const level = known.find(candidate => candidate.storeId === store.id)
              return (
                <li key={store.id} class="level">
                  <span class="one-line">{store.name}</span>
                  {mayIn('stock.adjust', store.id) ? (
                    <InlineEdit
                      quietLabel
                      label={say('stockOf', { store: store.name })}
                      value={String(level?.onHand ?? 0)}
                      testId={`stock-${variantId}-${store.id}`}
                      save={text =>
                        parseStockEntry(text) ? adjust(store.id, text, randomId()) : say('badStock')
                      }
                    />
                  ) : (
                    <span class="level-fixed">{level?.onHand ?? 0}</span>
                  )}
                  <span class="level-held quiet small">
                    {say('reserved')} {level?.reserved ?? 0}
                  </span>
                </li>
              )
            })}
          </ul>
          {stores.some(({ id }) => mayIn('stock.adjust', id)) && (
            <p class="quiet small">{say('stockHint')}</p>
          )}
        </>
      )}
    </Loaded>
  )
}
