import { setImmediate } from 'node:timers/promises'
import type { Records } from '../../changes.ts'
import type { ProductRow, VariantRow } from '../catalog-store.ts'
import type { CategoryRow } from '../categories-store.ts'
import type { ProductFile } from './read-file.ts'

/** What the shop has of what a file names. */
export type Known = {
  /** By handle and by id. */
  readonly products: ReadonlyMap<string, ProductRow>
  readonly variants: ReadonlyMap<string, readonly VariantRow[]>
  readonly bySku: ReadonlyMap<string, VariantRow>
  readonly byBarcode: ReadonlyMap<string, VariantRow>
  readonly categories: readonly CategoryRow[]
  /** Category ids by product id. */
  readonly links: ReadonlyMap<string, readonly string[]>
}

export const atOnce = 400

/** Reads in pieces, so that others get their turn. */
export async function loadKnown(records: Records, file: ProductFile): Promise<Known> {
  // As the fields of each are normalized.
  const cell = (column: 'product' | 'sku' | 'barcode', form = 'NFC') => [
    ...new Set(file.rows.flatMap(({ cells }) => cells.get(column)?.normalize(form).trim() || [])),
  ]
  const bySku = await pieces(cell('sku'), some => records.imports.variantsBySku(some))
  // Rows that name no product belong to that of their SKU.
  const names = new Set([...cell('product'), ...bySku.map(row => row.product_id)])
  const named = await pieces([...names], some => records.imports.productsCalled(some))
  const byBarcode = await pieces(cell('barcode', 'NFKC'), some => records.imports.variantsByBarcode(some))
  const ids = [...new Set(named.map(({ id }) => id))]
  const variants = await pieces(ids, some => records.catalog.variantsOf(some))
  const links = await pieces(ids, some => records.categories.of(some))
  return {
    products: new Map(
      named.flatMap(row => [
        [row.id, row],
        [row.handle ?? row.id, row],
      ]),
    ),
    variants: Map.groupBy(variants, row => row.product_id),
    bySku: new Map(bySku.map(row => [row.sku, row])),
    byBarcode: new Map(byBarcode.map(row => [row.barcode ?? '', row])),
    categories: await records.categories.all(),
    links: new Map(
      Map.groupBy(links, row => row.product_id)
        .entries()
        .map(([id, rows]) => [id, rows.map(row => row.category_id)]),
    ),
  }
}

export async function pieces<Item, Row>(
  items: readonly Item[],
  read: (some: readonly Item[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (let at = 0; at < items.length; at += atOnce) {
    rows.push(...(await read(items.slice(at, at + atOnce))))
    await setImmediate()
  }
  return rows
}
