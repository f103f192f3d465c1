/** What must be known of a line of an order. Amounts in minor units. */
export type ReturnedLine = {
  readonly quantity: number
  readonly total: number
  /** Units that came back before, and what they were worth. */
  readonly received: number
  readonly refunded: number
}

/**
 * What the next `units` of a line are worth. Each step is reckoned from the whole, so that however a line comes back, in
 * ones or at once, the parts add up to what it cost, to the minor unit (medusa #13091, woocommerce #64668).
 */
export function worthOf({ quantity, total, received, refunded }: ReturnedLine, units: number): number {
  return shareOf(total, received + units, quantity) - refunded
}

/**
 * What goes back for goods that are worth `worth`: no more than was paid above what is kept. An order that was not paid in
 * full (cash on delivery, refused at the door) gives back less, or nothing.
 * @param order `returned`: what the goods that came back before are worth.
 */
export function refundOf(
  worth: number,
  order: {
    readonly total: number
    readonly captured: number
    readonly refunded: number
    readonly returned: number
  },
): number {
  const kept = order.total - order.returned - worth
  return Math.min(Math.max(order.captured - order.refunded - kept, 0), worth)
}

/** Whole minor units, rounded down; the product may be more than a number holds exactly. */
function shareOf(total: number, units: number, quantity: number): number {
  return Number((BigInt(total) * BigInt(units)) / BigInt(quantity))
}
