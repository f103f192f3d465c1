import { stringify } from 'csv-stringify/sync'
import type { StockRowView } from '../../wire.ts'

/**
 * A table for a spreadsheet: with a byte order mark, without which Excel reads Chinese as Latin, and with an apostrophe
 * before what it would take for a formula.
 */
export function stockCsv(rows: readonly StockRowView[], stores: ReadonlyMap<string, string>): string {
  return stringify(
    rows.map(row => [
      stores.get(row.storeId) ?? row.storeId,
      ...[row.sku, row.barcode ?? '', row.title, row.variantTitle],
      ...[row.onHand, row.reserved, row.available, row.incoming, row.lowAt],
    ]),
    {
      header: true,
      columns: [
        ...['store', 'sku', 'barcode', 'title', 'variant'],
        ...['on hand', 'reserved', 'available', 'incoming', 'low at'],
      ],
      bom: true,
      escape_formulas: true,
      record_delimiter: '\r\n',
    },
  )
}
