import { useCallback } from 'preact/hooks'
import { ApiProblem } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { problemText } from './problem-text.ts'
import { deskWords } from './words.ts'

/** Says a caught error to a person; what is no refusal of the server's is a bug and is thrown on. */
export function useProblemText(): (error: unknown) => string {
  const say = useWords(deskWords)
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiProblem)) throw error
      return problemText(error, say)
    },
    [say],
  )
}
