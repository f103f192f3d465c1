import { stringify } from 'csv-stringify/sync'

/** `＝＋－＠` are what Numbers takes for the signs that they are the wide forms of. */
const signs = '[=+\\-@\\t\\r＝＋－＠]'
const guardable = new RegExp(`^'*${signs}`)
const guardedText = new RegExp(`^'+${signs}`)

/** Of an answer that a browser is to keep as a file of this name. */
export function csvHeaders(file: string): Record<string, string> {
  return {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${file}"`,
  }
}

/** How a file for a spreadsheet begins: with the byte order mark, without which Excel reads Chinese as Latin. */
export function csvStart(columns: readonly string[]): string {
  return `\ufeff${csvLines([columns])}`
}

/** Rows of a file for a spreadsheet. Text that it would run as a formula begins with an apostrophe. */
export function csvLines(rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = rows.map(row => row.map(cell => (typeof cell === 'string' ? guarded(cell) : cell)))
  return stringify(cells, { record_delimiter: 'windows' })
}

/** The text of a cell that `csvLines` wrote, or that somebody typed as such a cell. */
export function readCell(cell: string): string {
  return guardedText.test(cell) ? cell.slice(1) : cell
}

// Also where apostrophes stand before the sign already: then reading takes away the one that writing has put there.
function guarded(text: string): string {
  return guardable.test(text) ? `'${text}` : text
}
