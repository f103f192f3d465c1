/** Reasons that have words; whatever else stands in the ledger is shown as it was typed. */
export const reasons = ['delivered', 'damaged', 'returned'] as const
const known = [...reasons, 'count', 'correction'] as const

export type KnownReason = (typeof known)[number]

export function knownReason(reason: string | null): KnownReason | null {
  return known.find(name => name === reason) ?? null
}
