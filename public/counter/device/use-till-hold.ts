import { useEffect, useState } from 'preact/hooks'
import { type Kept, openKept } from './kept.ts'
import { type HoldState, TillHold } from './till-hold.ts'

/** What the page that is this device's till works with, until `over`. */
export type HeldTill = { readonly kept: Kept; readonly over: AbortSignal }

export type TillHolding =
  | { readonly kind: 'here'; readonly held: HeldTill }
  | { readonly kind: 'asking' }
  | { readonly kind: 'elsewhere' | 'taken'; take(): Promise<void> }

/** Whether this page is the till of its device. */
export function useTillHold(): TillHolding {
  const [holding, setHolding] = useState<TillHolding>({ kind: 'asking' })
  useEffect(() => {
    const left = new AbortController()
    const start = async () => {
      let hold: TillHold | null = null
      const kept = await openKept(() => hold?.lose())
      if (left.signal.aborted) return
      // What is kept in this page's memory alone is no other page's to take.
      if (!kept.lasting) return setHolding({ kind: 'here', held: { kept, over: left.signal } })
      const own = new TillHold({
        locks: navigator.locks,
        flush: kept.idle,
        claim: kept.claim,
        changed: state => setHolding(shown(state, kept, () => own.take())),
      })
      hold = own
      left.signal.addEventListener('abort', () => own.close())
      // Somebody looks at this page: perhaps the other one is gone.
      const ask = () => void (document.visibilityState === 'visible' && own.ask())
      addEventListener('focus', ask, { signal: left.signal })
      document.addEventListener('visibilitychange', ask, { signal: left.signal })
      await own.start()
    }
    void start()
    return () => left.abort()
  }, [])
  return holding
}

function shown(state: HoldState, kept: Kept, take: () => Promise<void>): TillHolding {
  switch (state.kind) {
    case 'here':
      return { kind: 'here', held: { kept, over: state.over } }
    case 'asking':
      return state
    default:
      return { kind: state.kind, take }
  }
}
