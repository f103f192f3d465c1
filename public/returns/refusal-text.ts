import type { ApiProblem } from '../shared/api.ts'
import type { Say } from '../shared/i18n.ts'
import type { returnWords } from './words.ts'

type SayReturn = Say<keyof typeof returnWords>

const known: Readonly<Record<string, keyof typeof returnWords>> = {
  'return-too-late': 'too-late',
  'not-returnable': 'notReturnable',
  'more-than-bought': 'fewerLeft',
  'already-returned': 'all-returned',
  'not-handed-over': 'not-yet',
  'return-received': 'movedOn',
  'return-cancelled': 'movedOn',
  'return-refused': 'movedOn',
}

/** Why the server did not do it, and what can be done. */
export function refusalText({ status, type, detail }: ApiProblem, say: SayReturn): string {
  if (status === 0 || status >= 500) return say('failed')
  if (status === 429) return say('tooMany')
  return reasonText(type, say) ?? say('refused', { detail })
}

/** Of the type of a refusal; null where there are no words for it. */
export function reasonText(type: string, say: SayReturn): string | null {
  const key = known[type]
  return key === undefined ? null : say(key)
}
