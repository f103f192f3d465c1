import type { Money } from '../../src/wire.ts'
import { type Language, localeOf } from './i18n.ts'

/** Digits after the point, by the currency: 2 for CNY, 0 for JPY. */
export function currencyDigits(currency: string): number {
  return formatter(currency, 'en').resolvedOptions().maximumFractionDigits ?? 2
}

/** Minor units as people write them: 1990 CNY is ¥19.90. */
export function formatMoney(money: Money, language: Language): string {
  return formatter(money.currency, localeOf(language)).format(
    money.amount / 10 ** currencyDigits(money.currency),
  )
}

/** What a person typed, in minor units; null when it is no price, or has more digits than the currency. */
export function parseMoney(text: string, currency: string): Money | null {
  const match = /^(\d{1,9})(?:\.(\d*))?$/.exec(
    text
      .trim()
      .replace(/^[¥￥$€£]\s*/, '')
      .replaceAll(',', ''),
  )
  if (!match) return null
  const [, whole = '', fraction = ''] = match
  const digits = currencyDigits(currency)
  if (fraction.length > digits) return null
  // Joined as text: 19.90 * 100 in floating point is not 1990.
  return { amount: Number(whole + fraction.padEnd(digits, '0')), currency }
}

function formatter(currency: string, locale: string): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
}
