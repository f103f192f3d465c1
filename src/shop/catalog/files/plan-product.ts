import { newId } from '../../ids.ts'
import { titleKey } from '../catalog.ts'
import type { ProductRow } from '../catalog-store.ts'
import { pathText } from '../category-tree.ts'
import { readOptions } from '../options.ts'
import { categoryName, maxVariants, productFields } from '../product-fields.ts'
import { lawfulReturn, returnColumns } from '../return-rule.ts'
import { type Fault, fault, type Read, readBy, readCategories, readReturns } from './cells.ts'
import { type Column, policyWords, statusWords, valueFor } from './columns.ts'
import type { Planning } from './plan.ts'
import { planVariants, tooManyVariants } from './plan-variants.ts'
import type { FileRow } from './read-file.ts'

const optionName = productFields.handle.max(40)

/** Plans the rows of one product. */
export function planProduct(planning: Planning, name: string, rows: readonly FileRow[]): void {
  const [first] = rows
  if (first === undefined) return
  const { plan, known } = planning
  const old = known.products.get(name)
  const report = reporter(planning)
  const handle = readBy(productFields.handle, name)
  if (name === '' || 'fault' in handle) {
    report(first, 'product', {
      code: 'product',
      message: 'Write the same word, of at most 64 characters, in all rows of one product.',
    })
    return
  }
  // Before they are looked at one by one: nobody else gets a turn until a product is through.
  if (rows.length > maxVariants) {
    report(first, 'product', tooManyVariants)
    return
  }
  const errors = plan.errors.length
  requireOneMind(rows, report)
  const row = productRow(planning, name, old, first, report)
  const options = planOptions(row, rows, report)
  const product = { ...row, options: JSON.stringify(options) }
  const paths = categoriesOf(planning, first, report)
  const variants = planVariants(planning, product, options, rows, report)
  if (plan.errors.length > errors || variants === null) return
  const recategorized = paths !== null && changesLinks(planning, old, paths)
  if (recategorized) {
    plan.categories.set(product.id, paths)
    for (const path of paths) {
      for (let depth = 1; depth <= path.length; depth++) {
        const text = pathText(path.slice(0, depth))
        if (!planning.categoryPaths.has(text)) plan.newCategories.add(text)
      }
    }
  }
  const fields = old === undefined ? [] : changedFields(old, product)
  plan.newVariants.push(...variants.added)
  plan.changedVariants.push(...variants.changed)
  plan.changes.push(...variants.changes)
  plan.unchangedVariants += variants.unchanged
  if (old === undefined) {
    plan.newProducts.push(product)
    return
  }
  if (fields.length > 0) plan.changedProducts.push(product)
  if (fields.length > 0 || recategorized) {
    plan.changes.push({
      row: first.row,
      kind: 'changed',
      sku: '',
      title: product.title,
      fields: [
        ...fields,
        ...(recategorized && paths !== null
          ? [{ column: 'categories', from: null, to: paths.map(pathText).join('; ') }]
          : []),
      ],
    })
  }
  const touched = fields.length + variants.added.length + variants.changed.length > 0 || recategorized
  if (touched) plan.touched.push(old)
  else plan.unchangedProducts++
}

export type Report = (row: FileRow, column: Column, fault: Fault) => void

function reporter({ plan }: Planning): Report {
  return ({ row, cells }, column, { code, message }) => {
    plan.errors.push({ row, column, code, value: (cells.get(column) ?? '').slice(0, 80), message })
  }
}

/** Of what belongs to the product, later rows say the same as the first, or nothing. */
function requireOneMind(rows: readonly FileRow[], report: Report): void {
  const shared = ['title', 'description', 'status', 'categories', 'stockPolicy', 'returns'] as const
  const names = ['option1', 'option2', 'option3'] as const
  const [first, ...rest] = rows
  for (const row of rest) {
    for (const column of [...shared, ...names]) {
      const cell = row.cells.get(column)?.trim() ?? ''
      if (cell !== '' && cell !== (first?.cells.get(column)?.trim() ?? '')) {
        report(row, column, {
          code: 'differs',
          message: `It differs from row ${first?.row}, which is the same product.`,
        })
      }
    }
  }
}

function productRow(
  { at }: Planning,
  name: string,
  old: ProductRow | undefined,
  first: FileRow,
  report: Report,
): ProductRow {
  const take = <Value>(column: Column, read: (cell: string) => Read<Value>, empty: Value): Value => {
    const cell = first.cells.get(column)?.trim()
    if (cell === undefined || cell === '') return empty
    const result = read(cell)
    if ('value' in result) return result.value
    report(first, column, result.fault)
    return empty
  }
  const title = take('title', cell => readBy(productFields.title, cell), old?.title ?? '')
  if (title === '') report(first, 'title', { code: 'missing', message: 'A new product needs a title.' })
  const description = take(
    'description',
    cell => readBy(productFields.description, cell),
    first.cells.has('description') ? '' : (old?.description ?? ''),
  )
  const status = take('status', cell => oneOf(statusWords, cell), old?.status ?? 'active')
  const stock_policy = take('stockPolicy', cell => oneOf(policyWords, cell), old?.stock_policy ?? 'hold')
  const returns = take('returns', readReturns, null)
  const kept = old ?? {
    ...returnColumns(lawfulReturn),
    id: newId(at),
    handle: name,
    options: '[]',
    version: 1,
    created_at: at,
  }
  return {
    ...kept,
    title,
    title_key: titleKey(title),
    description,
    status,
    stock_policy,
    ...(returns === null ? {} : returnColumns(returns)),
    search_version: 0,
    updated_at: at,
  }
}

function oneOf<Value extends string>(
  words: Readonly<Record<Value, readonly [string, string]>>,
  cell: string,
): Read<Value> {
  const value = valueFor(words, cell)
  if (value !== null) return { value }
  const all: readonly (readonly [string, string])[] = Object.values(words)
  return fault('choice', `Write one of: ${all.map(([zh, en]) => `${zh} (${en})`).join(', ')}.`)
}

/** The options of the product with the values that its rows bring, in the order in which they come. */
function planOptions(product: ProductRow, rows: readonly FileRow[], report: Report) {
  const old = readOptions(product.options)
  const [first] = rows
  if (first === undefined || !first.cells.has('option1')) return old
  const named = ([1, 2, 3] as const).map(n => first.cells.get(`option${n}`)?.trim() ?? '')
  if (named.every(name => name === '') && rows.every(row => (row.cells.get('value1') ?? '').trim() === '')) {
    return old
  }
  return named.flatMap((name, index) => {
    if (name === '') return []
    const read = readBy(optionName, name)
    const n = ([1, 2, 3] as const)[index] ?? 1
    if ('fault' in read) {
      report(first, `option${n}`, read.fault)
      return []
    }
    const brought = rows.flatMap(row => row.cells.get(`value${n}`)?.normalize('NFC').trim() || [])
    const known = old.find(option => option.name === read.value)?.values ?? []
    return { name: read.value, values: [...new Set([...known, ...brought])].slice(0, maxVariants) }
  })
}

function categoriesOf({ columns }: Planning, first: FileRow, report: Report): string[][] | null {
  if (!columns.has('categories')) return null
  const read = readCategories(categoryName, first.cells.get('categories') ?? '')
  if ('value' in read) return read.value
  report(first, 'categories', read.fault)
  return null
}

function changesLinks(
  { known, categoryPaths }: Planning,
  old: ProductRow | undefined,
  paths: readonly (readonly string[])[],
): boolean {
  if (old === undefined) return paths.length > 0
  const before = new Set(known.links.get(old.id) ?? [])
  const ids = paths.map(path => categoryPaths.get(pathText(path)) ?? '')
  return before.symmetricDifference(new Set(ids)).size > 0
}

function changedFields(old: ProductRow, row: ProductRow) {
  const compared = [
    ['title', old.title, row.title],
    ['description', old.description, row.description],
    ['status', old.status, row.status],
    ['stockPolicy', old.stock_policy, row.stock_policy],
    ['returns', returnsText(old), returnsText(row)],
    ['option1', old.options, row.options],
  ] as const
  return compared.flatMap(([column, from, to]) =>
    from === to ? [] : { column, from: from.slice(0, 200), to: to.slice(0, 200) },
  )
}

function returnsText({ return_days, return_exception }: ProductRow): string {
  return return_days === null ? `none: ${return_exception}` : String(return_days)
}
