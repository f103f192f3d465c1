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

function formatter(currency: string, locale: string): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
}
