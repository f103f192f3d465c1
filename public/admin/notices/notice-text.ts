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
  const minor = amountOf(kind, data)
  const amount = minor === null ? '' : formatMoney({ amount: minor, currency }, language)
  const fill = {
    order: orderNumber ?? '–',
    amount,
    kind,
    days: typeof data.days === 'number' ? data.days : '',
  }
  const text = isWord(noticeSentences, kind)
    ? speaker(noticeSentences, language)(kind, fill)
    : speaker({ unknown: unknownNotice }, language)('unknown', fill)
  return text.replace(' ()', '').replaceAll(/ +/g, ' ').trim()
}

/** What the sentence is about: of too much or too little money, by how much. */
function amountOf(kind: string, { amount, excess, asked }: NoticeView['data']): number | null {
  if (kind === 'overpaid' && typeof excess === 'number') return excess
  if (typeof amount !== 'number') return null
  return kind === 'underpaid' && typeof asked === 'number' ? asked - amount : amount
}

function isWord<Key extends string>(words: Words<Key>, key: string): key is Key {
  return Object.hasOwn(words, key)
}
