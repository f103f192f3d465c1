/** Reasons to choose from; whatever else stands in the ledger is shown as it was typed. */
export const reasons = ['damaged', 'lost', 'found', 'sample', 'own-use', 'correction'] as const
const known = [...reasons, 'count', 'delivered', 'returned'] as const

export type KnownReason = (typeof known)[number]

export function knownReason(reason: string | null): KnownReason | null {
  return known.find(name => name === reason) ?? null
}
