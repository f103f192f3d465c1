import { useState } from 'preact/hooks'
import type { StockRowView } from '../../../src/wire.ts'
import { useStaff } from '../../desk/session.tsx'
import { useSettled } from '../../desk/use-settled.ts'
import { queryOf } from '../list/address.ts'
import { usePaged } from '../list/use-paged.ts'

export type LevelQuestion = {
  /** '' is every store. */
  readonly storeId: string
  readonly search: string
  readonly low: boolean
  readonly sort: 'sku' | 'least' | 'most'
}

/** The levels that a question asks for, and more of them; `#stock?low=true&storeId=…` begins with what runs out there. */
export function useLevels(failed: (text: string, kind: 'bad') => void) {
  const { storeId: own } = useStaff()
  const [question, setQuestion] = useState<LevelQuestion>(() => {
    const address = queryOf(location.hash)
    const low = address.get('low') === 'true'
    const storeId = own === null ? (address.get('storeId') ?? '') : ''
    return { storeId, search: '', low, sort: low ? 'least' : 'sku' }
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
