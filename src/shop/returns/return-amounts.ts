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
