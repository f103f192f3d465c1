import { useCallback, useRef, useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { ApiProblem, call } from '../shared/api.ts'
import { recall, remember } from '../shared/device-store.ts'
import { rememberOrder } from '../shared/my-orders.ts'
import { randomId } from '../shared/random-id.ts'
import { attemptFor, isDecided, parseAttempt } from './attempt.ts'

export type OrderRequest = {
  readonly roomSlug: string
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[]
  readonly fulfilment:
    | { readonly kind: 'pickup'; readonly storeId: string }
    | { readonly kind: 'delivery'; readonly address: string }
  readonly contact: { readonly name: string; readonly phone: string }
  readonly payment: { readonly method: 'pay-at-pickup' | 'cash-on-delivery' }
}

/** Places an order once, however often it is asked to while no answer comes, even over a reload of the page. */
export function useOrder(onPlaced: (order: OrderView) => void) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const working = useRef(false)

  const place = useCallback(
    async (request: OrderRequest) => {
      if (working.current) return
      working.current = true
      setBusy(true)
      setProblem(null)
      const attempt = attemptFor(
        parseAttempt(recall('attempt')),
        JSON.stringify(request),
        Date.now(),
        randomId,
      )
      remember('attempt', JSON.stringify(attempt))
      try {
        const order = await call<OrderView>('POST', '/api/v1/orders', {
          body: request,
          idempotencyKey: attempt.key,
        })
        remember('attempt', '')
        const { id, number, placedAt, accessToken: token = '', lines } = order
        rememberOrder({ id, number, placedAt, token, title: lines[0]?.title ?? '' })
        // It stays busy: the order's page is on its way.
        onPlaced(order)
      } catch (error) {
        const refused = error instanceof ApiProblem ? error : new ApiProblem(0, 'unexpected', String(error))
        if (isDecided(refused.status)) remember('attempt', '')
        setProblem(refused)
        setBusy(false)
      } finally {
        working.current = false
      }
    },
    [onPlaced],
  )
  const forget = useCallback(() => setProblem(null), [])
  return { place, busy, problem, forget }
}
