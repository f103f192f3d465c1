import { wordsOf } from '../catalog/search-terms.ts'
import type { OrderRow } from './orders-store.ts'

/**
 * What search looks for: the name folded, and the digits of the phone from the last to the first, since people say its
 * last digits.
 */
export function contactKeys(contact: { readonly name: string; readonly phone: string } | null) {
  const keys: Pick<OrderRow, 'name_key' | 'phone_key'> = {
    name_key: contact === null ? null : folded(contact.name),
    phone_key: contact === null ? null : phoneKey(contact.phone),
  }
  return keys
}

const mostWords = 12

/** By which a name is found: as words of a product are. */
export function nameWords(name: string | null): string[] {
  return name === null ? [] : [...new Set(wordsOf(name))].slice(0, mostWords)
}

export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

export function phoneKey(text: string): string {
  return Array.from(text.normalize('NFKC').replace(/\D/g, '')).toReversed().join('')
}
