import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { ApiProblem } from '../shared/api.ts'

export type Resource<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: ApiProblem }
  | {
      readonly state: 'ready'
      readonly value: T
      /** The last reload failed, and `value` is what was known before. */
      readonly problem: ApiProblem | null
      /** `value` answers the last question; the answer to the new one is on its way. */
      readonly asking: boolean
    }

export type Loading<T> = {
  readonly resource: Resource<T>
  reload(): void
  /** Replaces what is known, after an answer that told more. */
  update(change: (value: T) => T): void
}

/**
 * Loads, and again whenever `load` is another function: wrap it in useCallback. Older answers are dropped. Another function
 * asks for another thing, and what was known is gone at once; unless `keeps` says of it that it may stay until the answer or
 * its error is there, as rows may that say themselves what they are.
 */
export function useResource<T>(
  load: (signal: AbortSignal) => Promise<T>,
  keeps: (known: T) => boolean = keepsNothing,
): Loading<T> {
  const [held, setHeld] = useState<Held<T>>({ load, resource: { state: 'loading' } })
  const current = useRef<AbortController | null>(null)

  const run = useCallback(() => {
    current.current?.abort()
    const controller = new AbortController()
    current.current = controller
    load(controller.signal).then(
      value => {
        if (controller.signal.aborted) return
        setHeld({ load, resource: { state: 'ready', value, problem: null, asking: false } })
      },
      (error: unknown) => {
        if (controller.signal.aborted) return
        if (!(error instanceof ApiProblem)) throw error
        setHeld(last => ({ load, resource: afterFailure(last.load === load ? last.resource : null, error) }))
      },
    )
  }, [load])

  useEffect(() => {
    run()
    return () => current.current?.abort()
  }, [run])

  const reload = useCallback(() => {
    setHeld(last => (last.resource.state === 'failed' ? { load, resource: { state: 'loading' } } : last))
    run()
  }, [load, run])
  const update = useCallback((change: (value: T) => T) => {
    setHeld(last =>
      last.resource.state === 'ready'
        ? { ...last, resource: { ...last.resource, value: change(last.resource.value) } }
        : last,
    )
  }, [])
  const resource = held.load === load ? held.resource : beforeAnswer(held.resource, keeps)
  return { resource, reload, update }
}

/** What is known, and which function loaded it. */
type Held<T> = {
  readonly load: (signal: AbortSignal) => Promise<T>
  readonly resource: Resource<T>
}

function keepsNothing(): boolean {
  return false
}

function afterFailure<T>(known: Resource<T> | null, problem: ApiProblem): Resource<T> {
  return known?.state === 'ready' ? { ...known, problem } : { state: 'failed', problem }
}

function beforeAnswer<T>(known: Resource<T>, keeps: (known: T) => boolean): Resource<T> {
  if (known.state !== 'ready' || !keeps(known.value)) return { state: 'loading' }
  return { ...known, problem: null, asking: true }
}
