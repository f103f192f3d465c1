import { isGtin } from './gtin.ts'

/** What came by keys, scanner or camera. `quantity`: `3*` stood before it. */
export type Entry = { readonly quantity: number | null; readonly text: string }

export function parseEntry(typed: string): Entry {
  const plain = typed.normalize('NFKC').trim()
  const match = /^(\d{1,3})\s*[*×]\s*(.*)$/.exec(plain)
  const quantity = Number(match?.[1] ?? 0)
  if (match === null || quantity < 1) return { quantity: null, text: plain }
  return { quantity, text: match[2] ?? '' }
}

export type Meaning =
  /** The address in a receipt's or an order's QR. */
  | { readonly kind: 'order'; readonly id: string }
  | { readonly kind: 'order-number'; readonly number: string }
  | { readonly kind: 'barcode'; readonly code: string }
  /** Perhaps: a SKU may look the same. */
  | { readonly kind: 'pickup-code'; readonly code: string }
  | { readonly kind: 'words'; readonly text: string }

export function meaningOf(text: string): Meaning {
  const id = /\/orders\/([\w-]{1,64})(?:[#?].*)?$/.exec(text)?.[1]
  if (id !== undefined) return { kind: 'order', id }
  if (/^\d{4}-\d{4,}$/.test(text)) return { kind: 'order-number', number: text }
  if (isGtin(text)) return { kind: 'barcode', code: text }
  if (/^[0-9A-Z]{4}[ -][0-9A-Z]{4}[ -][0-9A-Z]{4}$/i.test(text) || /^(?=.*\d)[0-9A-Z]{12}$/i.test(text))
    return { kind: 'pickup-code', code: text }
  return { kind: 'words', text }
}
