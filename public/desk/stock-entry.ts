/** What a person means by what is typed into a stock field: "8" is a count, "+3" and "-2" are changes. */
export type StockEntry =
  | { readonly kind: 'count'; readonly onHand: number }
  | { readonly kind: 'change'; readonly delta: number }

/** null when it is neither; seven digits are the most that a shelf can mean. */
export function parseStockEntry(text: string): StockEntry | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '').replace(/^[−–]/, '-')
  const match = /^(?<sign>[+-]?)(?<digits>\d{1,7})$/.exec(plain)
  if (!match?.groups) return null
  const value = Number(match.groups.digits)
  if (match.groups.sign === '') return { kind: 'count', onHand: value }
  return value === 0 ? null : { kind: 'change', delta: match.groups.sign === '-' ? -value : value }
}

/** The change that leads from what is there now to what was meant. */
export function stockDelta(entry: StockEntry, onHand: number): number {
  return entry.kind === 'count' ? entry.onHand - onHand : entry.delta
}
