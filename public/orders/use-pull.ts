import { useEffect, useRef, useState } from 'preact/hooks'

const farPx = 72
const mostPx = 110

/**
 * Pulled down from its top by a finger, a list is read again. How far it is pulled is told in pixels; 0: not at all.
 * `scroller` is what scrolls it.
 */
export function usePull(scroller: () => Element | null, onRefresh: () => void) {
  const [pulled, setPulled] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const latest = useRef(onRefresh)
  latest.current = onRefresh
  useEffect(() => {
    const element = list.current
    if (!element) return
    let from: number | null = null
    let far = 0
    const start = (event: TouchEvent) => {
      const touch = event.touches[0]
      from = touch && event.touches.length === 1 && (scroller()?.scrollTop ?? 0) <= 0 ? touch.clientY : null
    }
    const move = (event: TouchEvent) => {
      const touch = event.touches[0]
      if (from === null || !touch) return
      far = Math.min(mostPx, Math.max(0, (touch.clientY - from) / 2))
      // Else the browser would scroll, or pull the whole page.
      if (far > 0 && event.cancelable) event.preventDefault()
      setPulled(far)
    }
    const end = () => {
      if (from !== null && far >= farPx) latest.current()
      from = null
      far = 0
      setPulled(0)
    }
    const stop = new AbortController()
    const { signal } = stop
    element.addEventListener('touchstart', start, { signal, passive: true })
    element.addEventListener('touchmove', move, { signal, passive: false })
    element.addEventListener('touchend', end, { signal })
    element.addEventListener('touchcancel', end, { signal })
    return () => stop.abort()
  }, [scroller])
  return { list, pulled, enough: pulled >= farPx }
}
