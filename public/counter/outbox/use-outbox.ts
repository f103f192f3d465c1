import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { OrderView } from '../../../src/wire.ts'
import { useCall, useSession } from '../../desk/session.tsx'
import type { Kept } from '../device/kept.ts'
import type { KeptSale } from './kept-sale.ts'
import { Outbox } from './outbox.ts'

/** This device's sales on their way, as long as the page is open. */
export function useOutbox(kept: Kept): { readonly outbox: Outbox; readonly sales: readonly KeptSale[] } {
  const call = useCall()
  const { session } = useSession()
  const [sales, setSales] = useState<readonly KeptSale[]>([])
  const latest = useRef(call)
  latest.current = call
  const outbox = useMemo(
    () =>
      new Outbox({
        kept,
        send: (key, body) =>
          latest.current<OrderView>('POST', '/api/v1/sales', { body, idempotencyKey: key, once: true }),
        changed: setSales,
      }),
    [kept],
  )
  useEffect(() => {
    void outbox.start()
    const retry = () => outbox.retry()
    addEventListener('online', retry)
    document.addEventListener('visibilitychange', retry)
    return () => {
      removeEventListener('online', retry)
      document.removeEventListener('visibilitychange', retry)
      outbox.close()
    }
  }, [outbox])
  // What waited for the password goes at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the session changes.
  useEffect(() => outbox.retry(), [session.kind])
  return { outbox, sales }
}
