import type { OrderView } from '../../src/wire.ts'

/** What became of a code: each is shown in its own unmistakable way. */
export type Outcome =
  | { readonly kind: 'collected'; readonly order: OrderView; readonly byEarlierTry: boolean }
  | { readonly kind: 'already-collected'; readonly at: string | null }
  | { readonly kind: 'wrong-store'; readonly storeName: string | null }
  | { readonly kind: 'expired' | 'cancelled' | 'unknown' | 'shift-needed' }
  /** `handingOver`: what got no answer was the hand-over itself, not only the look-up. */
  | { readonly kind: 'offline'; readonly handingOver: boolean }
  /** Nothing that the counter has a screen of its own for. */
  | { readonly kind: 'failed'; readonly refusal: Refusal }

/** The part of an `ApiProblem` that this reads. */
export type Refusal = {
  readonly status: number
  /** `network` when no answer came. */
  readonly type: string
  readonly detail: string
  readonly members: Readonly<Record<string, unknown>>
}

/** What the server's refusal, or its silence, means at the counter. */
export function refused(refusal: Refusal, handingOver: boolean): Outcome {
  switch (refusal.type) {
    case 'network':
      return { kind: 'offline', handingOver }
    case 'already-collected':
      return { kind: 'already-collected', at: text(refusal.members.collectedAt) }
    case 'wrong-store':
      return { kind: 'wrong-store', storeName: storeName(refusal.members) }
    case 'order-expired':
      return { kind: 'expired' }
    case 'order-cancelled':
      return { kind: 'cancelled' }
    case 'shift-needed':
      return { kind: 'shift-needed' }
    case 'not-found':
      return { kind: 'unknown' }
    default:
      return { kind: 'failed', refusal }
  }
}

/**
 * What the answer to a hand-over means. When an earlier try got no answer it may have reached the server all
 * the same: "already collected" is then the success of that try, not a refusal.
 */
export function handedOver(
  order: OrderView,
  answer:
    | { readonly ok: true; readonly order: OrderView }
    | { readonly ok: false; readonly refusal: Refusal },
  unansweredBefore: boolean,
): Outcome {
  if (answer.ok) return { kind: 'collected', order: answer.order, byEarlierTry: false }
  const outcome = refused(answer.refusal, true)
  return outcome.kind === 'already-collected' && unansweredBefore
    ? { kind: 'collected', order, byEarlierTry: true }
    : outcome
}

/** What stands in the way of handing over an order that was looked up; null: nothing does. */
export function obstacle(order: OrderView, storeId: string): Outcome | null {
  if (order.state === 'expired') return { kind: 'expired' }
  if (order.state === 'cancelled') return { kind: 'cancelled' }
  const inStores = order.fulfilments.filter(({ kind }) => kind === 'pickup' || kind === 'visit')
  const waiting = inStores.filter(({ state }) => state === 'waiting' || state === 'ready')
  if (inStores.length > 0 && waiting.length === 0) {
    return { kind: 'already-collected', at: inStores[0]?.doneAt ?? null }
  }
  const [first] = waiting
  if (first !== undefined && waiting.every(({ store }) => store.id !== storeId)) {
    return { kind: 'wrong-store', storeName: first.store.name }
  }
  return null
}

function storeName(members: Refusal['members']): string | null {
  const store = members.store
  if (typeof store === 'object' && store !== null && 'name' in store) return text(store.name)
  return text(members.storeName)
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
