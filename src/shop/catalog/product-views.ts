import type { ProductView } from '../../wire.ts'
import type { Records } from '../changes.ts'
import type { PictureRow, ProductRow, VariantRow } from './catalog-store.ts'
import { struckPrice } from './prices.ts'

/** The views of products, in the order of the rows. */
export async function productViews(
  records: Records,
  products: readonly ProductRow[],
): Promise<ProductView[]> {
  const ids = products.map(product => product.id)
  const variants = await records.catalog.variantsOf(ids)
  const pictures = await records.catalog.picturesOf(ids)
  const available = await records.stock.available(variants.map(variant => variant.id))
  return products.map(product => ({
    id: product.id,
    title: product.title,
    description: product.description,
    images: pictures.filter(picture => picture.product_id === product.id).map(imageView),
    variants: variants
      .filter(variant => variant.product_id === product.id)
      .map(variant => variantView(variant, available.get(variant.id) ?? 0)),
  }))
}

export function imageUrl(file: string): string {
  return `/media/products/${file}`
}

function imageView({ file, width, height }: PictureRow): ProductView['images'][number] {
  return { url: imageUrl(file), width, height }
}

function variantView(variant: VariantRow, available: number): ProductView['variants'][number] {
  const { currency } = variant
  const struck = struckPrice(variant)
  return {
    id: variant.id,
    sku: variant.sku,
    title: variant.title,
    barcode: variant.barcode,
    price: { amount: variant.price, currency },
    compareAtPrice: struck === null ? null : { amount: struck, currency },
    available,
  }
}
