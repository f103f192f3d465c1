import type { NoticeView } from '../../../src/wire.ts'
import { type Language, speaker, type Words } from '../../shared/i18n.ts'
import { formatMoney } from '../../shared/money.ts'
import { noticeSentences, unknownNotice } from './words.ts'

/** A notice as a sentence that says what to do; of a kind without words at least what it is called. */
export function noticeText(
  { kind, data, orderNumber }: Pick<NoticeView, 'kind' | 'data' | 'orderNumber'>,
  shopCurrency: string,
  language: Language,
): string {
  const currency = typeof data.currency === 'string' ? data.currency : shopCurrency
  const amount =
    typeof data.amount === 'number' ? formatMoney({ amount: data.amount, currency }, language) : ''
  const fill = { order: orderNumber ?? '–', amount, kind }
  const text = isWord(noticeSentences, kind)
    ? speaker(noticeSentences, language)(kind, fill)
    : speaker({ unknown: unknownNotice }, language)('unknown', fill)
  return text.replace(' ()', '').replaceAll(/ +/g, ' ').trim()
}

function isWord<Key extends string>(words: Words<Key>, key: string): key is Key {
  return Object.hasOwn(words, key)
}
