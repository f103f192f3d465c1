import { Readable } from 'node:stream'
import type { ProductView } from '../../../wire.ts'
import type { Changes } from '../../changes.ts'
import { csvLines, csvStart } from '../../csv.ts'
import type { CategoryRow } from '../categories-store.ts'
import { pathOf, pathText } from '../category-tree.ts'
import type { ProductDesk } from '../product-desk.ts'
import { writeAmount } from './cells.ts'
import {
  type Column,
  columns,
  type Language,
  policyWords,
  returnWords,
  statusWords,
  wordFor,
} from './columns.ts'

const atOnce = 100

/** All products with the variants that are on sale. */
export function exportProducts(changes: Changes, desk: ProductDesk, language: Language): Readable {
  return Readable.from(pages(changes, desk, language), { objectMode: false })
}

async function* pages(changes: Changes, desk: ProductDesk, language: Language): AsyncGenerator<string> {
  const { records } = changes
  const categories = await records.categories.all()
  const byId = new Map(categories.map(row => [row.id, row]))
  yield csvStart(columns.map(column => column[language]))
  let after: { value: null; id: string } | null = null
  while (true) {
    const all = { status: null, categoryIds: null, stockAtMost: null }
    const rows = await records.search.list(all, 'oldest', after, atOnce)
    const shown = rows.slice(0, atOnce)
    const views = await desk.views(records, shown, true)
    const lines = views.flatMap(view => rowsOf(view, byId, language))
    if (lines.length > 0) yield csvLines(lines)
    const last = shown.at(-1)
    if (rows.length <= atOnce || last === undefined) return
    after = { value: null, id: last.id }
  }
}

function rowsOf(
  product: ProductView,
  categories: ReadonlyMap<string, CategoryRow>,
  language: Language,
): string[][] {
  const { returnRule } = product
  const shared: Partial<Record<Column, string>> = {
    product: product.handle,
    title: product.title,
    description: product.description,
    status: wordFor(statusWords, product.status, language),
    categories: product.categoryIds.map(id => pathText(pathOf(categories, id))).join('; '),
    stockPolicy: wordFor(policyWords, product.stockPolicy, language),
    returns:
      returnRule.kind === 'days'
        ? String(returnRule.days)
        : wordFor(returnWords, returnRule.reason, language),
    option1: product.options[0]?.name ?? '',
    option2: product.options[1]?.name ?? '',
    option3: product.options[2]?.name ?? '',
  }
  return product.variants
    .filter(variant => variant.kept?.archivedAt == null)
    .map(({ title, sku, barcode, price, options, kept }) => {
      const struck = kept?.compareAtPrice ?? null
      const cells: Partial<Record<Column, string>> = {
        ...shared,
        value1: options[0] ?? '',
        value2: options[1] ?? '',
        value3: options[2] ?? '',
        variant: title,
        sku,
        barcode: barcode ?? '',
        price: writeAmount(price.amount, price.currency),
        struckPrice: struck === null ? '' : writeAmount(struck.amount, struck.currency),
        currency: price.currency,
      }
      return columns.map(({ key }) => cells[key] ?? '')
    })
}
