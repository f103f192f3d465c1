import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { CsvError, parse } from 'csv-parse'
import { InvalidError } from '../../../errors.ts'
import { readCell } from '../../csv.ts'
import { type Column, columnOf, columns } from './columns.ts'

/** A row as it stands in the file; the header is row 1. */
export type FileRow = { readonly row: number; readonly cells: ReadonlyMap<Column, string> }
export type ProductFile = { readonly columns: ReadonlySet<Column>; readonly rows: readonly FileRow[] }

const maxRows = 100_000
const slice = 16_384

/**
 * Reads a file of products without holding up the rest of the server.
 * @throws InvalidError that says what to do.
 */
export async function readFile(bytes: Buffer): Promise<ProductFile> {
  const text = decode(bytes)
  if (text.includes('\0')) {
    throw new InvalidError('The file holds characters that no text may have (NUL). Save it as "CSV UTF-8".', {
      rule: 'file-encoding',
    })
  }
  const lines = await records(text)
  const [header = [], ...rest] = lines
  const known = header.map(columnOf)
  requireHeader(known)
  const rows = rest.flatMap((cells, index) => {
    if (cells.every(cell => cell.trim() === '')) return []
    const named = cells.flatMap((cell, column): [Column, string][] => {
      const key = known[column]
      return key ? [[key, readCell(cell)]] : []
    })
    return { row: index + 2, cells: new Map(named) }
  })
  if (rows.length === 0) throw new InvalidError('The file has a header and no rows.', { rule: 'file-empty' })
  if (rows.length > maxRows) throw tooMany()
  return { columns: new Set(known.filter(column => column !== null)), rows }
}

/** UTF-8 with or without its mark, UTF-16 as Excel's "Unicode text", or GB18030 as Chinese Excel writes CSV. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // The next one.
    }
  }
  throw new InvalidError('The file is neither UTF-8 nor GB18030. Save it as "CSV UTF-8".', {
    rule: 'file-encoding',
  })
}

async function records(text: string): Promise<string[][]> {
  const [first = ''] = text.split(/[\r\n]/, 1)
  const delimiter = ['\t', ';', ','].find(sign => first.includes(sign)) ?? ','
  const parser = Readable.from(slices(text)).pipe(
    parse({ delimiter, bom: true, relax_column_count: true, max_record_size: 200_000 }),
  )
  const lines: string[][] = []
  try {
    for await (const line of parser) {
      lines.push(line)
      // Empty ones take memory too.
      if (lines.length > 2 * maxRows) throw tooMany()
    }
  } catch (error) {
    if (error instanceof CsvError) {
      throw new InvalidError(`The file cannot be read as CSV: ${error.message}.`, { rule: 'file-csv' })
    }
    throw error
  }
  return lines
}

function tooMany(): InvalidError {
  return new InvalidError(`A file has ${maxRows} rows at most; split it.`, {
    rule: 'file-rows',
    most: maxRows,
  })
}

async function* slices(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += slice) {
    yield text.slice(at, at + slice)
    await setImmediate()
  }
}

function requireHeader(known: readonly (Column | null)[]): void {
  const twice = known.find((key, index) => key !== null && known.indexOf(key) !== index)
  if (twice !== undefined)
    throw new InvalidError(`The column ${twice} is there twice.`, { rule: 'twice', value: twice })
  for (const needed of ['product', 'sku'] as const) {
    if (!known.includes(needed)) {
      const { zh, en } = columns.find(({ key }) => key === needed) ?? { zh: needed, en: needed }
      throw new InvalidError(`The first row must name the columns, among them ${zh} (${en}).`, {
        rule: 'file-header',
        zh,
        en,
      })
    }
  }
}
