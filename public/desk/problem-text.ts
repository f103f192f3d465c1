import type { ApiProblem } from '../shared/api.ts'
import type { Say } from '../shared/i18n.ts'
import type { deskWords } from './words.ts'

/** What went wrong and what to do, in the reader's language where there are words for it. */
export function problemText(problem: ApiProblem, say: Say<keyof typeof deskWords>): string {
  if (problem.type === 'network') return say('network')
  if (problem.type === 'below-reserved') return say('belowReserved')
  if (problem.status === 401) return say('lapsed')
  if (problem.status === 403) return say('forbidden')
  if (problem.status === 404) return say('notFound')
  if (problem.status === 429) return say('tooMany')
  if (problem.status >= 500 || problem.detail === '') return say('serverError')
  return problem.detail
}
