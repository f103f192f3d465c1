import type { CardContent, Language, Price } from './card-content.ts'

/** The price in the pieces that are drawn in different sizes: `¥` `1,299` `.00`. */
export type PriceParts = { readonly symbol: string; readonly whole: string; readonly fraction: string }

const locales: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' }

/** Minor units become major ones by the currency's own number of decimals, without floating point. */
export function priceParts({ amount, currency }: Price, language: Language): PriceParts {
  const format = new Intl.NumberFormat(locales[language], { style: 'currency', currency })
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2
  const parts = { symbol: '', whole: '', fraction: '' }
  for (const { type, value } of format.formatToParts(`${amount}e-${decimals}` as `${number}`)) {
    if (type === 'currency') parts.symbol += value
    else if (type === 'decimal' || type === 'fraction') parts.fraction += value
    else if (type !== 'literal') parts.whole += value
  }
  return parts
}

export type StockLine = { readonly state: 'plenty' | 'low' | 'soldOut'; readonly text: string }

export function stockLine({ stock, low, language }: CardContent): StockLine {
  const chinese = language === 'zh'
  if (stock <= 0) return { state: 'soldOut', text: chinese ? '售罄' : 'Sold out' }
  const count = new Intl.NumberFormat(locales[language]).format(stock)
  if (stock <= low) return { state: 'low', text: chinese ? `仅剩 ${count} 件` : `Only ${count} left` }
  return { state: 'plenty', text: chinese ? `库存 ${count} 件` : `${count} in stock` }
}

/**
 * What can be drawn of a title that anybody may have typed: one line, without control characters (which end
 * an XML document), without characters that turn the direction of what follows, without emoji (a server has
 * no font for them), without towers of combining marks.
 */
export function drawableTitle(title: string): string {
  return [...title.slice(0, 1000).toWellFormed().normalize('NFC')]
    .slice(0, 200)
    .join('')
    .replace(
      /[\p{Emoji_Presentation}\u{1F000}-\u{1FAFF}\u{E0000}-\u{E007F}]|\p{Variation_Selector}|\u20E3/gu,
      '',
    )
    .replace(/[\p{Zs}\p{Zl}\p{Zp}\t\r\n]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .trim()
}
