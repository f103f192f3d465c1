import { useCallback, useRef, useState } from 'preact/hooks'
import type { OrderView } from '../../src/wire.ts'
import { withoutOrdered } from '../basket/basket.ts'
import { changeBasket } from '../basket/basket-store.ts'
import { ApiProblem, call } from '../shared/api.ts'
import { recall, remember } from '../shared/device-store.ts'
import { rememberOrder } from '../shared/my-orders.ts'
import { randomId } from '../shared/random-id.ts'
import { type Attempt, attemptFor, isDecided, parseAttempt, unansweredBefore } from './attempt.ts'
import type { OrderRequest } from './order-request.ts'

/** Places an order once, however often it is asked to while no answer comes, even over a reload of the page. */
export function useOrder(onPlaced: (order: OrderView) => void) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [unanswered, setUnanswered] = useState<Attempt | null>(null)
  const working = useRef(false)

  const send = useCallback(
    async (attempt: Attempt) => {
      if (working.current) return
      working.current = true
      setBusy(true)
      setProblem(null)
      setUnanswered(null)
      remember('attempt', JSON.stringify(attempt))
      try {
        const order = await call<OrderView>('POST', '/api/v1/orders', {
          body: JSON.parse(attempt.body),
          idempotencyKey: attempt.key,
        })
        remember('attempt', '')
        rememberOrder(order)
        if (attempt.basket) changeBasket(basket => withoutOrdered(basket, order.lines))
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

  const place = useCallback(
    (request: OrderRequest, basket: boolean) => {
      const body = JSON.stringify(request)
      const last = parseAttempt(recall('attempt'))
      const now = Date.now()
      const open = unansweredBefore(last, body, now)
      if (open) setUnanswered(open)
      else send(attemptFor(last, { body, basket }, now, randomId))
    },
    [send],
  )
  const findOut = useCallback(() => unanswered && send(unanswered), [send, unanswered])
  const leave = useCallback(() => {
    remember('attempt', '')
    setUnanswered(null)
  }, [])
  const forget = useCallback(() => setProblem(null), [])
  return { place, busy, problem, forget, unanswered, findOut, leave }
}
