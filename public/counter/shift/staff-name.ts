import type { Say } from '../../shared/i18n.ts'
import type { shiftWords } from './words.ts'

/** What a script does with the owner's token has this name with the server. */
export function staffName(name: string, say: Say<keyof typeof shiftWords>): string {
  return name === 'owner token' ? say('ownerToken') : name
}
