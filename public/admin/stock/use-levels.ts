import { useState } from 'preact/hooks'
import type { StockRowView } from '../../../src/wire.ts'
import { useSettled } from '../../desk/use-settled.ts'
import { usePaged } from '../list/use-paged.ts'

export type LevelQuestion = {
  /** '' is every store. */
  readonly storeId: string
  readonly search: string
  readonly low: boolean
  readonly sort: 'sku' | 'least' | 'most'
}

/** The levels that a question asks for, and more of them. */
export function useLevels(failed: (text: string, kind: 'bad') => void) {
  const [question, setQuestion] = useState<LevelQuestion>({
    storeId: '',
    search: '',
    low: false,
    sort: 'sku',
  })
  const search = useSettled(question.search.trim())
  const query = new URLSearchParams({
    sort: question.sort,
    low: String(question.low),
    ...(question.storeId !== '' && { storeId: question.storeId }),
    ...(search !== '' && { search }),
  }).toString()
  const list = usePaged<StockRowView>(`/api/v1/stock/levels?${query}`, failed)
  const ask = (change: Partial<LevelQuestion>) => setQuestion(last => ({ ...last, ...change }))
  return { question, ask, query, list }
}
