import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { OrderView } from '../../../src/wire.ts'
import { useCall, useSession } from '../../desk/session.tsx'
import type { HeldTill } from '../device/use-till-hold.ts'
import type { KeptSale } from './kept-sale.ts'
import { Outbox } from './outbox.ts'

/** This device's sales on their way, as long as the page is open and the till is its. */
export function useOutbox({ kept, over }: HeldTill): {
  readonly outbox: Outbox
  readonly sales: readonly KeptSale[]
} {
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
          latest.current<OrderView>('POST', '/api/v1/sales', {
            ...{ body, idempotencyKey: key, once: true },
            signal: over,
          }),
        changed: setSales,
      }),
    [kept, over],
  )
  useEffect(() => {
    void outbox.start()
    const retry = () => outbox.retry()
    const close = () => outbox.close()
    if (over.aborted) close()
    over.addEventListener('abort', close)
    addEventListener('online', retry)
    document.addEventListener('visibilitychange', retry)
    return () => {
      over.removeEventListener('abort', close)
      removeEventListener('online', retry)
      document.removeEventListener('visibilitychange', retry)
      close()
    }
  }, [outbox, over])
  // What waited for the password goes at once.
  useEffect(() => outbox.retry(), [session.kind])
  return { outbox, sales }
}
