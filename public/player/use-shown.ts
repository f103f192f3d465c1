import { useCallback, useEffect, useRef, useState } from 'preact/hooks'

const shownMs = 3_000

/** Controls that come when they are asked for and go by themselves, unless `stay`. */
export function useShown(stay: boolean) {
  const [shown, setShown] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const show = useCallback(() => {
    clearTimeout(timer.current)
    setShown(true)
    timer.current = setTimeout(setShown, shownMs, false)
  }, [])
  const hide = useCallback(() => {
    clearTimeout(timer.current)
    setShown(false)
  }, [])
  useEffect(() => () => clearTimeout(timer.current), [])
  return { shown: shown || stay, show, hide }
}
