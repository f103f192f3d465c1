import { currencyDigits } from '../shared/money.ts'

/** The largest price that a person can mean: more than this is a slip of the finger. In minor units. */
const largest = 9_999_999_999

/**
 * Reads a price as people type it ("19.9", "¥1,299", "１２．５", "0,5") into minor units; null when it is not
 * one, or has more decimals than the currency. Works on the digits: a float would turn 19.99 into 1998.
 */
export function parseAmount(text: string, currency: string): number | null {
  const plain = text
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replace(/[\s¥$€£元]/g, '')
  const match = /^(?<whole>\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:[.](?<fraction>\d*))?$/.exec(decimalPoint(plain))
  if (!match?.groups) return null
  const digits = currencyDigits(currency)
  const fraction = match.groups.fraction ?? ''
  if (fraction.length > digits) return null
  const amount = Number((match.groups.whole ?? '').replaceAll(',', '') + fraction.padEnd(digits, '0'))
  return amount <= largest ? amount : null
}

/** One comma with one or two digits behind it is a decimal comma; others part the thousands. */
function decimalPoint(text: string): string {
  return text.startsWith('.') ? `0${text}` : text.replace(/^(\d+),(\d{1,2})$/, '$1.$2')
}

/** What stands in a price field: "19.90", without currency or thousands. */
export function amountText(amount: number, currency: string): string {
  const digits = currencyDigits(currency)
  const text = String(amount).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
