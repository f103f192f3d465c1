import { useRef, useState } from 'preact/hooks'
import type { ReturnView } from '../../src/wire.ts'
import { attemptFor, isDecided, parseAttempt } from '../checkout/attempt.ts'
import { ApiProblem, call } from '../shared/api.ts'
import { recall, remember } from '../shared/device-store.ts'
import { randomId } from '../shared/random-id.ts'
import type { ReturnRequest } from './return-request.ts'

/** Asks for a return once, however often while no answer comes, even over a reload. */
export function useReturn(orderId: string, token: string | undefined, onDone: (made: ReturnView) => void) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const working = useRef(false)
  const send = async (request: ReturnRequest) => {
    if (working.current) return
    working.current = true
    setBusy(true)
    setProblem(null)
    const body = JSON.stringify({ orderId, ...request })
    const attempt = attemptFor(
      parseAttempt(recall('return-attempt')),
      { body, basket: false },
      Date.now(),
      randomId,
    )
    remember('return-attempt', JSON.stringify(attempt))
    try {
      const path = `/api/v1/orders/${encodeURIComponent(orderId)}/returns`
      const made = await call<ReturnView>('POST', path, {
        body: request,
        token,
        idempotencyKey: attempt.key,
      })
      remember('return-attempt', '')
      onDone(made)
    } catch (error) {
      const refused = error instanceof ApiProblem ? error : new ApiProblem(0, 'unexpected', String(error))
      if (isDecided(refused.status)) remember('return-attempt', '')
      setProblem(refused)
    } finally {
      working.current = false
      setBusy(false)
    }
  }
  return { send, busy, problem, forget: () => setProblem(null) }
}
