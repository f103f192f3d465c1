import type { ApiProblem } from '../shared/api.ts'
import type { Say } from '../shared/i18n.ts'
import { fieldName, invalidText } from '../shared/invalid-text.ts'
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

// What the forms call what they send.
const fields: Readonly<Record<string, keyof typeof returnWords>> = {
  carrier: 'carrier',
  trackingNumber: 'trackingNumber',
  quantity: 'goods',
}

/** Why the server did not do it, and what can be done. */
export function refusalText(problem: ApiProblem, say: SayReturn): string {
  const { status, type, detail } = problem
  if (status === 0 || status >= 500) return say('failed')
  if (status === 429) return say('tooMany')
  const mend = invalidText(problem, say, fieldName(fields, say))
  if (mend !== null) return say('refused', { detail: mend })
  return reasonText(type, say) ?? say('refusedOther', { detail })
}

/** Of the type of a refusal; null where there are no words for it. */
export function reasonText(type: string, say: SayReturn): string | null {
  const key = known[type]
  return key === undefined ? null : say(key)
}
