import { useEffect, useState } from 'preact/hooks'
import type { ReturnPreview } from '../../../src/wire.ts'
import { useCall } from '../../desk/session.tsx'
import { ApiProblem } from '../../shared/api.ts'
import type { Chosen } from './return-plan.ts'

export type PreviewOf =
  | { readonly state: 'none' | 'loading' }
  | { readonly state: 'failed'; readonly problem: ApiProblem }
  | { readonly state: 'ready'; readonly plan: ReturnPreview }

/** What the server would give back for these units; asked again with each change. */
export function usePreview(orderId: string, chosen: readonly Chosen[]): PreviewOf {
  const call = useCall()
  const [preview, setPreview] = useState<PreviewOf>({ state: 'none' })
  const lines = JSON.stringify(chosen.map(({ variantId, quantity }) => ({ variantId, quantity })))
  useEffect(() => {
    if (lines === '[]') return setPreview({ state: 'none' })
    const stop = new AbortController()
    setPreview({ state: 'loading' })
    call<ReturnPreview>('POST', `/api/v1/orders/${orderId}/returns/preview`, {
      body: { lines: JSON.parse(lines) },
      signal: stop.signal,
    }).then(
      plan => setPreview({ state: 'ready', plan }),
      (error: unknown) => {
        if (stop.signal.aborted) return
        if (!(error instanceof ApiProblem)) throw error
        setPreview({ state: 'failed', problem: error })
      },
    )
    return () => stop.abort()
  }, [call, orderId, lines])
  return preview
}
