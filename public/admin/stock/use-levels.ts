import { useCallback, useState } from 'preact/hooks'
import type { StockRowView } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { useResource } from '../../desk/use-resource.ts'
import { useSettled } from '../../desk/use-settled.ts'
import type { Page } from '../../shared/pages.ts'

export type LevelQuestion = {
  readonly storeId: string
  readonly search: string
  readonly low: boolean
  readonly sort: 'sku' | 'least' | 'most'
}

/** The levels that a question asks for, and more of them. */
export function useLevels() {
  const call = useCall()
  const [question, setQuestion] = useState<LevelQuestion>({
    storeId: '',
    search: '',
    low: false,
    sort: 'sku',
  })
  const search = useSettled(question.search.trim(), 250)
  const query = new URLSearchParams({
    sort: question.sort,
    low: String(question.low),
    ...(question.storeId !== '' && { storeId: question.storeId }),
    ...(search !== '' && { search }),
  }).toString()
  const loading = useResource(
    useCallback(
      (signal: AbortSignal) => call<Page<StockRowView>>('GET', `/api/v1/stock/levels?${query}`, { signal }),
      [call, query],
    ),
  )
  const more = async (next: string) => {
    const path = `/api/v1/stock/levels?${query}&cursor=${encodeURIComponent(next)}`
    const page = await call<Page<StockRowView>>('GET', path)
    loading.update(known => ({ items: [...known.items, ...page.items], next: page.next }))
  }
  const ask = (change: Partial<LevelQuestion>) => setQuestion(last => ({ ...last, ...change }))
  return { question, ask, query, loading, more }
}
