import { useRef, useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { useCall } from '../desk/session.tsx'
import { ApiProblem } from '../shared/api.ts'
import { handedOver, type Outcome, obstacle, refused } from './outcome.ts'
import type { Payment } from './pay/payment.ts'

/** What the counter is doing. `shownAt`: since when, in milliseconds of the page's clock. */
export type TillState =
  | { readonly phase: 'ready' }
  | { readonly phase: 'busy'; readonly order: OrderView | null }
  | {
      readonly phase: 'order'
      readonly order: OrderView
      readonly code: string | null
      /** By its code; else from the list, and then somebody has to ask who it is. */
      readonly scanned: boolean
      readonly shownAt: number
    }
  | { readonly phase: 'result'; readonly outcome: Outcome; readonly retry: (() => void) | null }

export type TillOf = {
  readonly state: TillState
  lookup(code: string): Promise<void>
  /** `tenders`: how the rest was paid at the counter; empty when nothing was, or nobody said. */
  handOver(tenders: readonly Payment[]): Promise<void>
  /** Opens an order by its id, for a customer whose phone is flat; resolves with it when it is for no counter. */
  open(id: string): Promise<OrderView | null>
  clear(): void
}

/** Looks up and hands over at one store; `onSettled` is called with each answer of the server's to a hand-over. */
export function useTill(
  storeId: string,
  shiftId: string | null,
  onSettled: (outcome: Outcome) => void,
): TillOf {
  const call = useCall()
  const [state, setState] = useState<TillState>({ phase: 'ready' })
  // Orders whose hand-over got no answer: it may have reached the server all the same.
  const unanswered = useRef(new Set<string>())

  const result = (outcome: Outcome, retry: (() => void) | null = null) =>
    setState({ phase: 'result', outcome, retry })

  const lookup = async (code: string) => {
    setState({ phase: 'busy', order: null })
    try {
      const order = await call<OrderView>('POST', '/api/v1/pickups/lookup', { body: { code } })
      await shown(order, code, true)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      const outcome = refused(error, false)
      result(outcome, outcome.kind === 'offline' ? () => void lookup(code) : null)
    }
  }

  const shown = async (order: OrderView, code: string | null, scanned: boolean) => {
    const inTheWay = obstacle(order, storeId)
    if (!inTheWay) return setState({ phase: 'order', order, code, scanned, shownAt: performance.now() })
    if (inTheWay.kind !== 'already-collected' || code === null) return result(inTheWay)
    if (!unanswered.current.has(order.id)) return result(await post(order, code, []))
    unanswered.current.delete(order.id)
    const outcome: Outcome = { kind: 'collected', order, byEarlierTry: true }
    result(outcome)
    onSettled(outcome)
  }

  const send = async (order: OrderView, code: string, tenders: readonly Payment[]) => {
    setState({ phase: 'busy', order })
    const outcome = await post(order, code, tenders)
    if (outcome.kind === 'offline') {
      unanswered.current.add(order.id)
      return result(outcome, () => void send(order, code, tenders))
    }
    unanswered.current.delete(order.id)
    result(outcome)
    onSettled(outcome)
  }

  /** Safe to say again: an order is handed over once, and every later call is told when that was. */
  const post = async (order: OrderView, code: string, tenders: readonly Payment[]): Promise<Outcome> => {
    const unansweredBefore = unanswered.current.has(order.id)
    const body = {
      code,
      storeId,
      ...(shiftId === null ? {} : { shiftId }),
      ...(tenders.length === 0 ? {} : { tenders }),
    }
    try {
      const answer = await call<OrderView>('POST', '/api/v1/pickups', { body })
      return handedOver(order, { ok: true, order: answer }, unansweredBefore)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      return handedOver(order, { ok: false, refusal: error }, unansweredBefore)
    }
  }

  const open = async (id: string): Promise<OrderView | null> => {
    setState({ phase: 'busy', order: null })
    try {
      // Lists come without pickup codes; staff are told the code of an order that they ask for.
      const order = await call<OrderView>('GET', `/api/v1/orders/${encodeURIComponent(id)}`)
      const part = order.fulfilments.find(
        ({ store, pickupCode }) => store.id === storeId && pickupCode !== undefined,
      )
      const waiting = order.fulfilments.some(
        ({ kind, state }) => kind !== 'counter' && (state === 'waiting' || state === 'ready'),
      )
      if (!waiting) {
        setState({ phase: 'ready' })
        return order
      }
      await shown(order, part?.pickupCode ?? order.pickupCode ?? null, false)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      const outcome = refused(error, false)
      result(outcome, outcome.kind === 'offline' ? () => void open(id) : null)
    }
    return null
  }

  return {
    state,
    lookup,
    async handOver(tenders) {
      if (state.phase === 'order' && state.code !== null) await send(state.order, state.code, tenders)
    },
    open,
    clear: () => setState({ phase: 'ready' }),
  }
}
