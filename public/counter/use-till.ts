import { useRef, useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { useCall } from '../desk/session.tsx'
import { ApiProblem } from '../shared/api.ts'
import { handedOver, type Outcome, obstacle, refused } from './outcome.ts'

/** What the counter is doing. `shownAt`: since when, in milliseconds of the page's clock. */
export type TillState =
  | { readonly phase: 'ready' }
  | { readonly phase: 'busy'; readonly order: OrderView | null }
  | {
      readonly phase: 'order'
      readonly order: OrderView
      readonly code: string | null
      readonly shownAt: number
    }
  | { readonly phase: 'result'; readonly outcome: Outcome; readonly retry: (() => void) | null }

export type TillOf = {
  readonly state: TillState
  lookup(code: string): Promise<void>
  handOver(): Promise<void>
  /** Shows an order from the list. */
  show(order: OrderView): void
  clear(): void
}

/** Looks up and hands over at one store; `onSettled` is called after each hand-over that the server answered. */
export function useTill(storeId: string, onSettled: () => void): TillOf {
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
      await shown(order, code)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      const outcome = refused(error, false)
      result(outcome, outcome.kind === 'offline' ? () => void lookup(code) : null)
    }
  }

  const shown = async (order: OrderView, code: string) => {
    const inTheWay = obstacle(order, storeId)
    if (!inTheWay) return setState({ phase: 'order', order, code, shownAt: performance.now() })
    if (inTheWay.kind !== 'already-collected') return result(inTheWay)
    if (!unanswered.current.has(order.id)) return result(await post(order, code))
    unanswered.current.delete(order.id)
    result({ kind: 'collected', order, byEarlierTry: true })
    onSettled()
  }

  const send = async (order: OrderView, code: string) => {
    setState({ phase: 'busy', order })
    const outcome = await post(order, code)
    if (outcome.kind === 'offline') {
      unanswered.current.add(order.id)
      return result(outcome, () => void send(order, code))
    }
    unanswered.current.delete(order.id)
    result(outcome)
    onSettled()
  }

  /** Safe to say again: an order is handed over once, and every later call is told when that was. */
  const post = async (order: OrderView, code: string): Promise<Outcome> => {
    const unansweredBefore = unanswered.current.has(order.id)
    try {
      const answer = await call<OrderView>('POST', '/api/v1/pickups', { body: { code, storeId } })
      return handedOver(order, { ok: true, order: answer }, unansweredBefore)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      return handedOver(order, { ok: false, refusal: error }, unansweredBefore)
    }
  }

  return {
    state,
    lookup,
    async handOver() {
      if (state.phase === 'order' && state.code !== null) await send(state.order, state.code)
    },
    show: order =>
      setState({ phase: 'order', order, code: order.pickupCode ?? null, shownAt: performance.now() }),
    clear: () => setState({ phase: 'ready' }),
  }
}
