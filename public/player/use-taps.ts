import { useRef } from 'preact/hooks'

const doubleWithinMs = 300
/** Of the width, at each side: a double tap there moves by some seconds. */
const sideShare = 0.35

type Taps = {
  /** A mouse's click, or a first tap of a finger. */
  onTap(kind: 'mouse' | 'touch'): void
  onDouble(where: 'left' | 'middle' | 'right', kind: 'mouse' | 'touch'): void
}

/**
 * Taps on the picture itself: what lies over it, above all the hotspot, gets its own. The first tap acts at once, so
 * nothing waits to see whether a second one comes.
 */
export function useTaps({ onTap, onDouble }: Taps) {
  const last = useRef({ at: Number.NEGATIVE_INFINITY, where: '' })
  return (event: PointerEvent) => {
    if (!event.isPrimary || event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return
    const kind = event.pointerType === 'mouse' ? 'mouse' : 'touch'
    const box = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - box.left) / box.width
    const where = share < sideShare ? 'left' : share > 1 - sideShare ? 'right' : 'middle'
    const now = performance.now()
    const isDouble = now - last.current.at < doubleWithinMs && last.current.where === where
    last.current = { at: now, where }
    if (isDouble) onDouble(where, kind)
    else onTap(kind)
  }
}
