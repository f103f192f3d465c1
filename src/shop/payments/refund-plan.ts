/** What may be known of a tender. Amounts in minor units. */
export type RefundableTender = {
  readonly id: string
  readonly state: 'pending' | 'captured' | 'failed'
  readonly amount: number
  readonly refunded: number
}

export type RefundShare = { readonly tenderId: string; readonly amount: number }

/**
 * How an amount goes back: the way it came, the last payment first, and by none more than is left of it. The shares are
 * the amount to the minor unit: what was captured can be given back whole (medusa #13091, PR #15303), and never a penny
 * over (woocommerce #64668). Null if more is asked for than is left.
 * @param tenders in the order in which they were paid.
 */
export function refundPlan(tenders: readonly RefundableTender[], amount: number): RefundShare[] | null {
  const shares: RefundShare[] = []
  let rest = amount
  for (const { id, state, amount: taken, refunded } of tenders.toReversed()) {
    const share = state === 'captured' ? Math.min(taken - refunded, rest) : 0
    if (share <= 0) continue
    shares.push({ tenderId: id, amount: share })
    rest -= share
  }
  return rest === 0 ? shares : null
}
