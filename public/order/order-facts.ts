import type { FulfilmentView, OrderView } from '../../src/wire.ts'

/** Where an order is, in the words of who waits for it. */
export type StatusKey =
  | 'toPay'
  | 'toCollect'
  | 'ready'
  | 'toVisit'
  | 'toShip'
  | 'shipped'
  | 'delivered'
  | 'collected'
  | 'bought'
  | 'closed'
  | 'cancelled'
  | 'expired'
  | 'part-returned'
  | 'returned'

export function statusOf(order: OrderView): StatusKey {
  const { kind } = order.fulfilment
  if (order.state === 'placed' || order.state === 'paid') {
    if (kind === 'delivery') return 'toShip'
    if (kind === 'visit') return 'toVisit'
    return isUnheld(order) ? 'toPay' : 'toCollect'
  }
  if (order.state === 'ready') return kind === 'delivery' ? 'toShip' : 'ready'
  if (order.state === 'collected') return kind === 'counter' ? 'bought' : 'collected'
  return order.state
}

/** Some of it goes to whoever pays first. */
export function isUnheld({ state, lines }: OrderView): boolean {
  return state === 'placed' && lines.some(({ stockPolicy }) => stockPolicy === 'first-paid')
}

/** What is said below a status. */
export function statusTextKey(order: OrderView) {
  const key = statusOf(order)
  const paid = order.captured.amount
  if (key === 'toVisit' && isUnheld(order)) return 'toPayText'
  if (key === 'toShip' && isUnheld(order)) return 'toShipUnheldText'
  if (key === 'shipped' && paid >= order.total.amount) return 'shippedPaidText'
  if ((key === 'cancelled' || key === 'expired') && paid > 0) return `${key}PaidText` as const
  return `${key}Text` as const
}

/** Something can still happen to it without its buyer. */
export function isOpen(order: OrderView): boolean {
  return ['placed', 'paid', 'ready', 'shipped'].includes(order.state)
}

/** Good, bad or under way: the colour that it is shown in. */
export function toneOf(status: StatusKey): 'wait' | 'good' | 'over' {
  if (['cancelled', 'expired', 'returned'].includes(status)) return 'over'
  return ['toPay', 'toCollect', 'ready', 'toVisit', 'toShip'].includes(status) ? 'wait' : 'good'
}

export type Step = {
  readonly key: 'placed' | 'paid' | 'ready' | 'shipped' | 'delivered' | 'collected' | 'visited'
  /** null: not yet, or nobody knows when. */
  readonly at: string | null
  readonly state: 'done' | 'now' | 'later'
}

/** The way of an order, or of one of its parcels, as people know it; empty where it ended otherwise. */
export function stepsOf(order: OrderView, fulfilment: FulfilmentView | undefined): readonly Step[] {
  if (order.state === 'cancelled' || order.state === 'expired' || !fulfilment) return []
  const { kind, readyAt, shippedAt, doneAt } = fulfilment
  if (kind === 'counter') return []
  const known: readonly (readonly [Step['key'], string | null, boolean])[] = [
    ['placed', order.placedAt, true],
    // Who pays on the spot does so with the last step.
    ...(order.paidAt !== null && (doneAt === null || order.paidAt < doneAt)
      ? ([['paid', order.paidAt, true]] as const)
      : []),
    kind === 'delivery'
      ? ['shipped', shippedAt, ['shipped', 'delivered'].includes(fulfilment.state)]
      : ['ready', readyAt, ['ready', 'collected'].includes(fulfilment.state)],
    kind === 'delivery'
      ? ['delivered', doneAt, fulfilment.state === 'delivered']
      : [kind === 'visit' ? 'visited' : 'collected', doneAt, fulfilment.state === 'collected'],
  ]
  const done = known.findLastIndex(([, , reached]) => reached)
  return known.map(([key, at], index) => ({
    key,
    at,
    state: index <= done ? 'done' : index === done + 1 ? 'now' : 'later',
  }))
}

/** Units of a line that may still be brought back, or why none. */
export type Returnable =
  | { readonly left: number }
  | { readonly left: 0; readonly why: 'all-returned' | 'too-late' | 'not-yet' | 'exception' }

export function returnable(line: OrderView['lines'][number], now: number): Returnable {
  const left = line.quantity - line.returned
  if (left <= 0) return { left: 0, why: 'all-returned' }
  if (line.returnException !== null) return { left: 0, why: 'exception' }
  if (line.returnableUntil === null) return { left: 0, why: 'not-yet' }
  if (Date.parse(line.returnableUntil) < now) return { left: 0, why: 'too-late' }
  return { left }
}

/** Whether any of it may be brought back now. */
export function mayReturn(order: OrderView, now: number): boolean {
  return order.steps.includes('return') && order.lines.some(line => returnable(line, now).left > 0)
}
