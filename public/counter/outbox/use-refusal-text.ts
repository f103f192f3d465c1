import { useCallback } from 'preact/hooks'
import { problemText } from '../../desk/problem-text.ts'
import { deskWords } from '../../desk/words.ts'
import { useWords } from '../../shared/language.tsx'
import type { SaleRefusal } from './kept-sale.ts'

/** Why the server did not take a sale, in the reader's language. */
export function useRefusalText(): (refusal: SaleRefusal) => string {
  const say = useWords(deskWords)
  return useCallback((refusal: SaleRefusal) => problemText({ status: 409, ...refusal }, say), [say])
}
