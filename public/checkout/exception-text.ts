import type { Say } from '../shared/i18n.ts'
import type { checkoutWords } from './words.ts'

const known = [
  'made-to-order',
  'perishable',
  'sealed-opened',
  'digital',
  'newspaper',
  'other-stated',
] as const

/** Why something cannot be returned, in words; what the server says otherwise stays as it is. */
export function exceptionText(reason: string, say: Say<keyof typeof checkoutWords>): string {
  const key = known.find(each => each === reason)
  return key ? say(key) : reason
}
