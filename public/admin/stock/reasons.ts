import type { SendReason } from '../../../src/wire.ts'

/** Reasons to choose from; whatever else stands in the ledger is shown as it was typed. */
export const reasons = ['damaged', 'lost', 'found', 'sample', 'own-use', 'correction'] as const
const known = [...reasons, 'count', 'delivered', 'returned', 'other'] as const

/** Why less arrived than was sent, or more; the usual first. */
export const shortReasons = ['lost', 'damaged', 'own-use', 'correction', 'other'] as const
export const overReasons = ['found', 'correction', 'other'] as const

/** Why other than what was asked for is sent. */
export const sendReasons = [
  'not-enough',
  'damaged',
  'kept',
  'extra',
  'other',
] as const satisfies readonly SendReason[]

export type KnownReason = (typeof known)[number]

export function knownReason(reason: string | null): KnownReason | null {
  return known.find(name => name === reason) ?? null
}
