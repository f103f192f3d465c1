import { useCallback, useRef } from 'preact/hooks'
import type { ProductView, VariantView } from '../../src/wire.ts'

/** Puts a changed variant into the product as it is then: two fields may be saved at the same time. */
export function useReplaceVariant(
  product: ProductView,
  onChange: (product: ProductView) => void,
): (variant: VariantView) => void {
  const latest = useRef({ product, onChange })
  latest.current = { product, onChange }
  return useCallback((variant: VariantView) => {
    const { product: current, onChange: change } = latest.current
    const variants = current.variants.map(other => (other.id === variant.id ? variant : other))
    // Before the next render tells: another save may end in between.
    latest.current.product = { ...current, variants }
    change(latest.current.product)
  }, [])
}
