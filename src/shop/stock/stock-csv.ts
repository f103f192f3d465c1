import type { StockRowView } from '../../wire.ts'
import { csvLines, csvStart } from '../csv.ts'

/** Levels as a file for a spreadsheet. */
export function stockCsv(rows: readonly StockRowView[], stores: ReadonlyMap<string, string>): string {
  const lines = rows.map(row => [
    stores.get(row.storeId) ?? row.storeId,
    ...[row.sku, row.barcode ?? '', row.title, row.variantTitle],
    ...[row.onHand, row.reserved, row.available, row.incoming, row.lowAt],
  ])
  return csvStart(columns) + csvLines(lines)
}

const columns = [
  ...['store', 'sku', 'barcode', 'title', 'variant'],
  ...['on hand', 'reserved', 'available', 'incoming', 'low at'],
]
