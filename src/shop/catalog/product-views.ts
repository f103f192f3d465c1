import { isoTime } from '../../fields.ts'
import type { Money, ProductView, VariantView } from '../../wire.ts'
import type { Records } from '../changes.ts'
import type { ProductRow, VariantRow } from './catalog-store.ts'
import { isOnSale } from './on-sale.ts'
import { readOptions, readValues } from './options.ts'
import type { PictureRow, ProductFile } from './pictures-store.ts'
import { type StruckPriceRule, struckPrice } from './prices.ts'
import { returnRule } from './return-rule.ts'

/** `keeper`: for those who may change the catalogue. */
export type Viewing = { readonly rule: StruckPriceRule; readonly keeper: boolean }

/** The views of products, in the order of the rows. */
export async function productViews(
  records: Records,
  products: readonly ProductRow[],
  viewing: Viewing,
): Promise<ProductView[]> {
  const ids = products.map(product => product.id)
  const all = await records.catalog.variantsOf(ids)
  const shown = viewing.keeper ? all : all.filter(variant => variant.archived_at === null)
  const variants = Map.groupBy(shown, variant => variant.product_id)
  const pictures = Map.groupBy(await records.pictures.of(ids), picture => picture.product_id)
  const files = Map.groupBy(await records.pictures.files(ids), file => file.product_id)
  const categories = Map.groupBy(await records.categories.of(ids), row => row.product_id)
  const available = await records.stock.available(shown.map(variant => variant.id))
  return products.map(product => {
    const sizes = files.get(product.id) ?? []
    const views = (pictures.get(product.id) ?? []).map(picture => pictureView(picture, sizes))
    return {
      id: product.id,
      title: product.title,
      description: product.description,
      status: product.status,
      stockPolicy: product.stock_policy,
      returnRule: returnRule(product),
      categoryIds: (categories.get(product.id) ?? []).map(row => row.category_id),
      handle: product.handle ?? product.id,
      version: Number(product.version),
      updatedAt: isoTime(Number(product.updated_at)),
      options: readOptions(product.options),
      images: views[0]?.sizes ?? [],
      pictures: views,
      variants: (variants.get(product.id) ?? []).map(variant =>
        variantView(variant, isOnSale(product, variant) ? (available.get(variant.id) ?? 0) : 0, viewing),
      ),
    }
  })
}

export function imageUrl(file: string): string {
  return `/media/products/${file}`
}

function pictureView(picture: PictureRow, files: readonly ProductFile[]): ProductView['pictures'][number] {
  const sizes = files.filter(file => file.picture_id === picture.id)
  return {
    id: picture.id,
    alt: picture.alt,
    variantId: picture.variant_id,
    sizes: sizes.map(({ file, width, height }) => ({
      url: imageUrl(file),
      width: Number(width),
      height: Number(height),
    })),
  }
}

function variantView(variant: VariantRow, available: number, { rule, keeper }: Viewing): VariantView {
  const money = (amount: number | null): Money | null =>
    amount === null ? null : { amount: Number(amount), currency: variant.currency }
  const view = {
    id: variant.id,
    sku: variant.sku,
    title: variant.title,
    barcode: variant.barcode,
    price: { amount: Number(variant.price), currency: variant.currency },
    compareAtPrice: money(struckPrice(variant, rule)),
    available,
    options: readValues(variant.options),
  }
  if (!keeper) return view
  return {
    ...view,
    kept: {
      archivedAt: variant.archived_at === null ? null : isoTime(Number(variant.archived_at)),
      compareAtPrice: money(variant.compare_at_price),
      since: isoTime(Number(variant.price_since)),
      lowest7Days: money(variant.lowest_7_days),
      lowest30Days: money(variant.lowest_30_days),
    },
  }
}
