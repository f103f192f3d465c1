import type { Records } from '../changes.ts'
import type { ProductRow } from './catalog-store.ts'
import type { CategoryRow } from './categories-store.ts'
import { readOptions } from './options.ts'
import { termsOf } from './search-terms.ts'

/** Writes anew by which words these products are found; in the transaction that changed them. */
export async function indexProducts(records: Records, products: readonly ProductRow[]): Promise<void> {
  const ids = products.map(product => product.id)
  const variants = Map.groupBy(await records.catalog.variantsOf(ids), variant => variant.product_id)
  const links = Map.groupBy(await records.categories.of(ids), link => link.product_id)
  const categories = new Map((await records.categories.all()).map(row => [row.id, row]))
  const rows = products.flatMap(product => {
    const own = (variants.get(product.id) ?? []).filter(variant => variant.archived_at === null)
    const terms = termsOf({
      title: product.title,
      description: product.description,
      codes: own.flatMap(({ sku, barcode }) => (barcode === null ? sku : [sku, barcode])),
      names: [
        ...own.map(variant => variant.title),
        ...readOptions(product.options).flatMap(option => option.values),
        ...(links.get(product.id) ?? []).flatMap(link => branch(categories, link.category_id)),
      ],
    })
    return terms.map(term => ({ ...term, product_id: product.id }))
  })
  await records.searchIndex.replace(ids, rows)
}

/** The names of a category and of those above it. */
function branch(categories: ReadonlyMap<string, CategoryRow>, id: string | null): string[] {
  const category = id === null ? undefined : categories.get(id)
  return category === undefined ? [] : [category.name, ...branch(categories, category.parent_id)]
}
