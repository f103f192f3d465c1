import type { Say } from '../shared/i18n.ts'
import { returnExceptions } from '../shared/return-exceptions.ts'
import type { checkoutWords } from './words.ts'

/** Why something cannot be returned, in words; what the server says otherwise stays as it is. */
export function exceptionText(reason: string, say: Say<keyof typeof checkoutWords>): string {
  const key = returnExceptions.find(each => each === reason)
  return key ? say(key) : reason
}
