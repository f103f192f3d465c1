import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { ApiProblem } from '../shared/api.ts'

export type Resource<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: ApiProblem }
  /** `problem`: the last reload failed, and `value` is what was known before. */
  | { readonly state: 'ready'; readonly value: T; readonly problem: ApiProblem | null }

export type Loading<T> = {
  readonly resource: Resource<T>
  reload(): void
  /** Replaces what is known, after an answer that told more. */
  update(change: (value: T) => T): void
}

/** Loads, and again whenever `load` is another function: wrap it in useCallback. Older answers are dropped. */
export function useResource<T>(load: (signal: AbortSignal) => Promise<T>): Loading<T> {
  const [resource, setResource] = useState<Resource<T>>({ state: 'loading' })
  const current = useRef<AbortController | null>(null)

  const run = useCallback(() => {
    current.current?.abort()
    const controller = new AbortController()
    current.current = controller
    load(controller.signal).then(
      value => {
        if (!controller.signal.aborted) setResource({ state: 'ready', value, problem: null })
      },
      (error: unknown) => {
        if (controller.signal.aborted) return
        if (!(error instanceof ApiProblem)) throw error
        setResource(last =>
          last.state === 'ready' ? { ...last, problem: error } : { state: 'failed', problem: error },
        )
      },
    )
  }, [load])

  useEffect(() => {
    setResource({ state: 'loading' })
    run()
    return () => current.current?.abort()
  }, [run])

  const reload = useCallback(() => {
    setResource(last => (last.state === 'failed' ? { state: 'loading' } : last))
    run()
  }, [run])
  const update = useCallback((change: (value: T) => T) => {
    setResource(last => (last.state === 'ready' ? { ...last, value: change(last.value) } : last))
  }, [])
  return { resource, reload, update }
}
