import type { ImportSummary } from '../../../wire.ts'
import type { ProductRow, VariantRow } from '../catalog-store.ts'
import type { CategoryRow } from '../categories-store.ts'
import { pathOf, pathText } from '../category-tree.ts'
import type { Column } from './columns.ts'
import type { Known } from './known.ts'
import { planProduct } from './plan-product.ts'
import type { FileRow, ProductFile } from './read-file.ts'

export type RowError = ImportSummary['errors'][number]
export type RowChange = ImportSummary['changes'][number]

/** What a file would change; nothing is written yet. */
export type Plan = {
  readonly newProducts: ProductRow[]
  readonly changedProducts: ProductRow[]
  /** Products that exist and of which anything changes, as they were read. */
  readonly touched: ProductRow[]
  readonly newVariants: VariantRow[]
  readonly changedVariants: { readonly old: VariantRow; readonly row: VariantRow }[]
  /** Paths by product id. */
  readonly categories: Map<string, readonly (readonly string[])[]>
  readonly newCategories: Set<string>
  readonly errors: RowError[]
  readonly changes: RowChange[]
  readonly rows: number
  unchangedProducts: number
  unchangedVariants: number
}

/** Of one file: what its rows are judged by. */
export type Planning = {
  readonly plan: Plan
  readonly known: Known
  readonly columns: ReadonlySet<Column>
  /** Ids of categories by `茶叶 > 绿茶`. */
  readonly categoryPaths: ReadonlyMap<string, string>
  readonly barcodes: Map<string, number>
  /** What the file says of each SKU: one that gives its barcode away frees it. */
  readonly barcodeOfSku: ReadonlyMap<string, string>
  readonly skus: Map<string, number>
  readonly currency: string
  readonly at: number
}

/** Many products, so that whoever runs this can let others have their turn in between. */
export function* planFile(
  file: ProductFile,
  known: Known,
  currency: string,
  at: number,
): Generator<void, Plan> {
  const plan: Plan = {
    newProducts: [],
    changedProducts: [],
    touched: [],
    newVariants: [],
    changedVariants: [],
    categories: new Map(),
    newCategories: new Set(),
    errors: [],
    changes: [],
    rows: file.rows.length,
    unchangedProducts: 0,
    unchangedVariants: 0,
  }
  const planning: Planning = {
    plan,
    known,
    columns: file.columns,
    categoryPaths: pathsOf(known.categories),
    barcodes: new Map(),
    barcodeOfSku: new Map(
      file.rows.flatMap(({ cells }): [string, string][] => {
        const barcode = cells.get('barcode')
        return barcode === undefined
          ? []
          : [[cells.get('sku')?.normalize('NFC').trim() ?? '', barcode.normalize('NFKC').trim()]]
      }),
    ),
    skus: new Map(),
    currency,
    at,
  }
  for (const [name, rows] of Map.groupBy(file.rows, row => nameOf(row, known))) {
    planProduct(planning, name, rows)
    yield
  }
  return plan
}

export function summaryOf(plan: Plan, mode: ImportSummary['mode']): ImportSummary {
  return {
    mode,
    rows: plan.rows,
    products: {
      new: plan.newProducts.length,
      changed: plan.touched.length,
      unchanged: plan.unchangedProducts,
    },
    variants: {
      new: plan.newVariants.length,
      changed: plan.changedVariants.length,
      unchanged: plan.unchangedVariants,
    },
    newCategories: [...plan.newCategories].slice(0, 100),
    errorCount: plan.errors.length,
    errors: plan.errors.toSorted((a, b) => a.row - b.row).slice(0, 100),
    changes: plan.changes.slice(0, 100),
  }
}

/** Rows without a product's name belong to the product of their SKU, where there is one. */
function nameOf({ cells }: FileRow, known: Known): string {
  const name = cells.get('product')?.normalize('NFC').trim() ?? ''
  if (name !== '') return known.products.get(name)?.id ?? name
  return known.bySku.get(cells.get('sku')?.normalize('NFC').trim() ?? '')?.product_id ?? ''
}

function pathsOf(categories: readonly CategoryRow[]): Map<string, string> {
  const byId = new Map(categories.map(row => [row.id, row]))
  return new Map(categories.map(({ id }) => [pathText(pathOf(byId, id)), id]))
}
