import type { CardContent, Language } from './overlay/card-content.ts'
import type { ProductView } from './wire.ts'

/** At or below so many units a card says that few are left. */
const few = 5

/** The file of the picture for a product's card: large enough for the top rendition, small enough to draw quickly. */
export function cardPicture({ images }: ProductView): string | null {
  const image = images.find(({ width }) => width >= 400) ?? images.at(-1)
  return image?.url.split('/').at(-1) ?? null
}

/** What the card of a product says: its cheapest variant that can be bought, and the stock of all. */
export function productCard(
  product: ProductView,
  picture: Buffer | null,
  language: Language,
): CardContent | null {
  const inStock = product.variants.filter(variant => variant.available > 0)
  const offered = inStock.length > 0 ? inStock : product.variants
  const [first, ...others] = offered
  if (first === undefined) return null
  const cheapest = others.reduce(
    (best, variant) => (variant.price.amount < best.price.amount ? variant : best),
    first,
  )
  return {
    picture,
    title: product.title,
    price: cheapest.price,
    compareAt: cheapest.compareAtPrice,
    stock: product.variants.reduce((sum, variant) => sum + variant.available, 0),
    low: few,
    language,
  }
}
