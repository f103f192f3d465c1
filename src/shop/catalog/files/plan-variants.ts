import { InvalidError } from '../../../errors.ts'
import type { ProductOption } from '../../../wire.ts'
import { newId } from '../../ids.ts'
import type { ProductRow, VariantRow } from '../catalog-store.ts'
import { readValues, requireMatrix } from '../options.ts'
import { maxVariants, variantFields } from '../product-fields.ts'
import { readAmount, readBarcode, readBy, writeAmount } from './cells.ts'
import type { Planning, RowChange } from './plan.ts'
import type { Report } from './plan-product.ts'
import type { FileRow } from './read-file.ts'

export type VariantPlan = {
  readonly added: VariantRow[]
  readonly changed: { readonly old: VariantRow; readonly row: VariantRow }[]
  readonly changes: RowChange[]
  unchanged: number
}

export const tooManyVariants = {
  code: 'too-many',
  message: `A product has ${maxVariants} variants at most.`,
}

/** null: a row cannot be taken, and was reported. */
export function planVariants(
  planning: Planning,
  product: ProductRow,
  options: readonly ProductOption[],
  rows: readonly FileRow[],
  report: Report,
): VariantPlan | null {
  const { known } = planning
  const plan: VariantPlan = { added: [], changed: [], changes: [], unchanged: 0 }
  const all = new Map((known.variants.get(product.id) ?? []).map(row => [row.id, row]))
  let position = Math.max(-1, ...all.values().map(row => Number(row.position)))
  let faults = 0
  const fail: Report = (...args) => {
    faults++
    report(...args)
  }
  for (const row of rows) {
    const sku = readBy(variantFields.sku, row.cells.get('sku') ?? '')
    if ('fault' in sku) {
      fail(row, 'sku', { code: 'missing', message: 'Each row needs an SKU of at most 64 characters.' })
      continue
    }
    const twin = planning.skus.get(sku.value)
    planning.skus.set(sku.value, row.row)
    if (twin !== undefined) {
      fail(row, 'sku', { code: 'twice', message: `The SKU stands in row ${twin} too.` })
      continue
    }
    const old = known.bySku.get(sku.value)
    if (old !== undefined && old.product_id !== product.id) {
      fail(row, 'sku', { code: 'sku-taken', message: 'The SKU belongs to another product.' })
      continue
    }
    const variant = variantRow(planning, product, options, old, sku.value, row, fail, () => ++position)
    if (variant === null) continue
    all.set(variant.id, variant)
    const fields = old === undefined ? [] : changedFields(old, variant)
    if (old !== undefined && fields.length === 0) {
      plan.unchanged++
      continue
    }
    if (old === undefined) plan.added.push(variant)
    else plan.changed.push({ old, row: variant })
    plan.changes.push({
      row: row.row,
      kind: old === undefined ? 'new' : 'changed',
      sku: sku.value,
      title: variant.title === '' ? product.title : `${product.title} (${variant.title})`,
      fields,
    })
  }
  const [first] = rows
  if (faults > 0 || first === undefined) return null
  if (all.size > maxVariants) {
    report(first, 'product', tooManyVariants)
    return null
  }
  return fits(options, [...all.values()], rows, report) ? plan : null
}

function variantRow(
  planning: Planning,
  product: ProductRow,
  options: readonly ProductOption[],
  old: VariantRow | undefined,
  sku: string,
  row: FileRow,
  fail: Report,
  nextPosition: () => number,
): VariantRow | null {
  const cell = (column: Parameters<Report>[1]) => row.cells.get(column)?.trim()
  const currency = (cell('currency') || old?.currency || planning.currency).toUpperCase()
  if (!/^[A-Z]{3}$/.test(currency)) {
    fail(row, 'currency', { code: 'currency', message: 'Write a code such as CNY.' })
    return null
  }
  let good = true
  const bad: Report = (...args) => {
    good = false
    fail(...args)
  }
  const priceCell = cell('price') ?? ''
  let price = old === undefined ? 0 : Number(old.price)
  if (priceCell !== '') {
    const read = readAmount(priceCell, currency)
    if ('value' in read) price = read.value
    else bad(row, 'price', read.fault)
  } else if (old === undefined) {
    bad(row, 'price', { code: 'missing', message: 'A new variant needs a price.' })
  } else if (currency !== old.currency) {
    bad(row, 'price', { code: 'missing', message: 'Another currency needs a new price.' })
  }
  const struckCell = cell('struckPrice')
  let compareAt = old?.compare_at_price == null ? null : Number(old.compare_at_price)
  if (struckCell === '') compareAt = null
  else if (struckCell !== undefined) {
    const read = readAmount(struckCell, currency)
    if ('fault' in read) bad(row, 'struckPrice', read.fault)
    else {
      if (read.value <= price && read.value !== compareAt) {
        bad(row, 'struckPrice', {
          code: 'struck',
          message: 'The struck price must be higher than the price.',
        })
      }
      compareAt = read.value
    }
  }
  const barcode = barcodeOf(planning, old, row, bad)
  const title = readBy(variantFields.title, cell('variant') ?? old?.title ?? '')
  if ('fault' in title) bad(row, 'variant', title.fault)
  const values = row.cells.has('value1')
    ? options.map(
        (_, index) =>
          row.cells
            .get((['value1', 'value2', 'value3'] as const)[index] ?? 'value1')
            ?.normalize('NFC')
            .trim() ?? '',
      )
    : readValues(old?.options ?? '[]')
  if (!good || 'fault' in title) return null
  const kept = old ?? {
    id: newId(planning.at),
    product_id: product.id,
    position: nextPosition(),
    sku,
    price_since: planning.at,
    lowest_7_days: null,
    lowest_30_days: null,
  }
  return {
    ...kept,
    title: title.value,
    barcode,
    options: JSON.stringify(values),
    price,
    compare_at_price: compareAt,
    currency,
    archived_at: null,
  }
}

function barcodeOf(
  { known, barcodes, barcodeOfSku }: Planning,
  old: VariantRow | undefined,
  row: FileRow,
  bad: Report,
): string | null {
  const cell = row.cells.get('barcode')?.trim()
  if (cell === undefined) return old?.barcode ?? null
  const read = readBarcode(variantFields.barcode, cell)
  if ('fault' in read) {
    bad(row, 'barcode', read.fault)
    return null
  }
  if (read.value === null) return null
  const twin = barcodes.get(read.value)
  barcodes.set(read.value, row.row)
  const holder = known.byBarcode.get(read.value)
  if (twin !== undefined) {
    bad(row, 'barcode', { code: 'twice', message: `The barcode stands in row ${twin} too.` })
  } else if (
    holder !== undefined &&
    holder.id !== old?.id &&
    (barcodeOfSku.get(holder.sku) ?? read.value) === read.value
  ) {
    bad(row, 'barcode', { code: 'barcode-taken', message: `The barcode belongs to ${holder.sku}.` })
  }
  return read.value
}

function fits(
  options: readonly ProductOption[],
  variants: readonly VariantRow[],
  rows: readonly FileRow[],
  report: Report,
): boolean {
  try {
    requireMatrix(
      options,
      variants
        .filter(variant => variant.archived_at === null)
        .map(variant => ({ sku: variant.sku, options: readValues(variant.options) })),
    )
    return true
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error
    const row = rows.find(({ cells }) => cells.get('sku')?.trim() === error.details.sku) ?? rows[0]
    if (row !== undefined) report(row, 'value1', { code: 'options', message: error.message })
    return false
  }
}

function changedFields(old: VariantRow, row: VariantRow) {
  const amount = (value: number | null, currency: string) =>
    value === null ? '' : writeAmount(Number(value), currency)
  const compared = [
    ['sku', old.archived_at === null ? row.sku : `${row.sku} (archived)`, row.sku],
    ['variant', old.title, row.title],
    ['barcode', old.barcode ?? '', row.barcode ?? ''],
    ['value1', readValues(old.options).join(' / '), readValues(row.options).join(' / ')],
    ['price', amount(old.price, old.currency), amount(row.price, row.currency)],
    ['struckPrice', amount(old.compare_at_price, old.currency), amount(row.compare_at_price, row.currency)],
    ['currency', old.currency, row.currency],
  ] as const
  return compared.flatMap(([column, from, to]) => (from === to ? [] : { column, from, to }))
}
