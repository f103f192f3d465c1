import { useEffect, useState } from 'preact/hooks'
import type { OrderPreview } from '../../src/wire.ts'
import { call } from '../shared/api.ts'
import type { FulfilmentRequest, OrderLineRequest } from './order-request.ts'

export type PreviewRequest = {
  readonly roomSlug?: string
  readonly lines: readonly OrderLineRequest[]
  readonly fulfilment: FulfilmentRequest
}

// While somebody types an address or taps a quantity up, nobody is asked.
const settleMs = 350

/** The last answer that belongs to what is chosen now; null before it. `round` asks again. */
export function usePreview(request: PreviewRequest | null, round: number): OrderPreview | null {
  const body = request === null ? null : JSON.stringify(request)
  const [answer, setAnswer] = useState<{ readonly body: string; readonly preview: OrderPreview } | null>(null)
  useEffect(() => {
    if (body === null) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      call<OrderPreview>('POST', '/api/v1/orders/preview', {
        body: JSON.parse(body),
        signal: stop.signal,
      }).then(
        preview => setAnswer({ body, preview }),
        // What it would have said, the order's own refusal says as well.
        () => {},
      )
    }, settleMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [body, round])
  return answer !== null && answer.body === body ? answer.preview : null
}
