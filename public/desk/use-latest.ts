import { useMemo, useRef, useState } from 'preact/hooks'
import { latestWins } from './latest-wins.ts'

/** `pending` is what to show meanwhile; it goes when the server has agreed or refused. */
export function useLatest<T>(
  send: (value: T) => Promise<void>,
  failed: (error: unknown) => void,
): { readonly pending: { readonly value: T } | null; want(value: T): Promise<void> } {
  const [pending, setPending] = useState<{ readonly value: T } | null>(null)
  const latest = useRef({ send, failed })
  latest.current = { send, failed }
  const want = useMemo(
    () =>
      latestWins<T>({
        send: value => latest.current.send(value),
        changed: setPending,
        failed: error => latest.current.failed(error),
      }),
    [],
  )
  return { pending, want }
}
