import { useEffect, useRef } from 'preact/hooks'
import type { ProductView } from '../../src/wire.ts'
import { pinKey } from './pin-key.ts'
import type { Pin } from './use-pin.ts'

/**
 * 1–9 and 0 anywhere on the page, but for where somebody types or a dialog asks something. `products` are those
 * whose numbers can be seen.
 */
export function usePinKeys(products: readonly ProductView[], pin: Pin): void {
  const latest = useRef({ products, pin })
  latest.current = { products, pin }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing =
        document.querySelector('dialog[open]') !== null ||
        (event.target instanceof Element &&
          event.target.closest('input, select, textarea, [contenteditable]') !== null)
      const meaning = pinKey(event, typing)
      if (!meaning) return
      event.preventDefault()
      const { products: shown, pin: card } = latest.current
      if (meaning.kind === 'unpin') return card.take()
      const product = shown[meaning.place]
      if (product) card.put(product.id)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
