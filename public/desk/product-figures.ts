import type { ProductView } from '../../src/wire.ts'
import type { Language } from '../shared/i18n.ts'
import { formatMoney } from '../shared/money.ts'

export function available(product: ProductView): number {
  return product.variants.reduce((sum, variant) => sum + variant.available, 0)
}

/** One price, or the lowest and the highest. */
export function priceText(product: ProductView, language: Language): string {
  const [first, ...rest] = [...product.variants].sort((a, b) => a.price.amount - b.price.amount)
  if (!first) return ''
  const last = rest.at(-1) ?? first
  const low = formatMoney(first.price, language)
  return last.price.amount === first.price.amount ? low : `${low}–${formatMoney(last.price, language)}`
}
