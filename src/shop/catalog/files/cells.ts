import type { z } from 'zod'
import type { ReturnRule } from '../../../wire.ts'
import { returnWords, valueFor } from './columns.ts'

/** What is wrong with a cell, for machines and for people. */
export type Fault = { readonly code: string; readonly message: string }
export type Read<Value> = { readonly value: Value } | { readonly fault: Fault }

export function fault(code: string, message: string): { readonly fault: Fault } {
  return { fault: { code, message } }
}

/** By the same rules as a call of the API. */
export function readBy<Schema extends z.ZodType>(schema: Schema, cell: unknown): Read<z.output<Schema>> {
  const result = schema.safeParse(cell)
  return result.success
    ? { value: result.data }
    : fault('invalid', `It ${result.error.issues[0]?.message ?? 'is not valid'}.`)
}

export function readBarcode(schema: z.ZodType<string | null>, cell: string): Read<string | null> {
  if (cell === '') return { value: null }
  if (/^\d[.,]\d+e\+?\d+$/i.test(cell)) {
    return fault('rounded', 'Excel has rounded this number. Format the column as text and enter it again.')
  }
  return readBy(schema, cell)
}

/** More than any price needs. A file comes from anywhere, and a cell may be as long as a row: what follows takes its time. */
const longestPrice = 40

/** Whole units with the currency's decimals, as 1,234.50 or ¥1234.5; in minor units. */
export function readAmount(cell: string, currency: string): Read<number> {
  if (cell.length > longestPrice) return fault('price', 'Write a price as 19.90, without other signs.')
  const plain = cell.normalize('NFKC').replace(/^[¥$€£\s]+|[\s元]+$/g, '')
  const digits = decimals(currency)
  const [, whole = '', fraction = ''] = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(plain) ?? []
  if (whole === '') return fault('price', 'Write a price as 19.90, without other signs.')
  if (fraction.replace(/0+$/, '').length > digits) {
    return fault('price', `A price in ${currency} has ${digits} decimals at most.`)
  }
  const amount = Number(whole.replaceAll(',', '') + fraction.slice(0, digits).padEnd(digits, '0'))
  return amount <= 1_000_000_000_000 ? { value: amount } : fault('price', 'The price is too high.')
}

export function writeAmount(amount: number, currency: string): string {
  const digits = decimals(currency)
  const text = String(amount).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

export function readReturns(cell: string): Read<ReturnRule> {
  const days = /^(\d{1,3})\s*(?:天|日|days?)?$/i.exec(cell.normalize('NFKC'))?.[1]
  if (days !== undefined) {
    const number = Number(days)
    return number >= 7 && number <= 365
      ? { value: { kind: 'days', days: number } }
      : fault('returns', 'Goods are taken back for 7 to 365 days.')
  }
  const reason = valueFor(returnWords, cell)
  if (reason !== null) return { value: { kind: 'none', reason } }
  const words = Object.values(returnWords).map(([zh]) => zh)
  return fault('returns', `Write a number of days, or one of: ${words.join(', ')}.`)
}

/** `茶叶 > 绿茶; 礼盒` as paths. */
export function readCategories(name: z.ZodType<string>, cell: string): Read<string[][]> {
  const paths: string[][] = []
  const known = new Set<string>()
  for (const part of cell.split(/[;；]/)) {
    if (part.trim() === '') continue
    const path: string[] = []
    for (const level of part.split(/[>＞]/)) {
      const read = readBy(name, level)
      if ('fault' in read) return read
      path.push(read.value)
    }
    if (path.length > 3) return fault('category', 'Categories are at most 3 deep.')
    if (known.has(path.join('>'))) continue
    if (known.size === 20) return fault('category', 'A product is in 20 categories at most.')
    known.add(path.join('>'))
    paths.push(path)
  }
  return { value: paths }
}

function decimals(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return format.resolvedOptions().maximumFractionDigits ?? 2
}
