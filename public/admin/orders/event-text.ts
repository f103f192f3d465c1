import type { OrderEventView } from '../../../src/wire.ts'
import { methodWords } from '../../desk/method-words.ts'
import { type Language, speaker, type Words } from '../../shared/i18n.ts'
import { formatMoney } from '../../shared/money.ts'
import { eventWords, reasonWords } from './words.ts'

/** An entry of an order's history as a sentence; its kind itself where there are no words for it. */
export function eventText(
  { kind, data }: Pick<OrderEventView, 'kind' | 'data'>,
  currency: string,
  language: Language,
): string {
  if (!isWord(eventWords, kind)) return kind
  const amount =
    typeof data.amount === 'number' ? formatMoney({ amount: data.amount, currency }, language) : ''
  const fill = {
    amount,
    method: methodText(data.method, language),
    parcel: [data.carrier, data.trackingNumber].filter(part => typeof part === 'string').join(' '),
    reason: reasonText(part(data.reason), language),
    reference: part(data.reference),
    text: part(data.text),
    number: part(data.number),
  }
  // What is not known leaves no gap behind.
  return speaker(eventWords, language)(kind, fill)
    .replaceAll(/（）|\(\)/g, '')
    .trim()
}

export function methodText(method: unknown, language: Language): string {
  if (typeof method !== 'string') return ''
  return isWord(methodWords, method) ? speaker(methodWords, language)(method) : method
}

/** As the server calls it, or as somebody typed it. */
export function reasonText(reason: string, language: Language): string {
  const known = reason.replace(/^(paid when the order was) [a-z-]+$/, '$1')
  return isWord(reasonWords, known) ? speaker(reasonWords, language)(known) : reason
}

function part(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isWord<Key extends string>(words: Words<Key>, key: string): key is Key {
  return Object.hasOwn(words, key)
}
