import { useEffect, useRef } from 'preact/hooks'

/** For what has come in place of what had the focus: it gets the focus once `shown`. */
export function useFocus<T extends HTMLElement>(shown = true) {
  const ref = useRef<T>(null)
  useEffect(() => {
    if (shown) ref.current?.focus()
  }, [shown])
  return ref
}
