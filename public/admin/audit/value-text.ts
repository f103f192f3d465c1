import type { StoreView } from '../../../src/wire.ts'
import { methodWords } from '../../desk/method-words.ts'
import { roleWords } from '../../desk/role-words.ts'
import { timeText } from '../../desk/time-text.ts'
import { fieldWords } from '../../shared/field-words.ts'
import { type Language, speaker, type Words } from '../../shared/i18n.ts'
import { formatMoney } from '../../shared/money.ts'
import { reasonText } from '../orders/event-text.ts'
import { auditWords, memberWords, valueWords } from './words.ts'

export type Reader = {
  readonly language: Language
  readonly stores: readonly Pick<StoreView, 'id' | 'name'>[]
  /** Of bare amounts. */
  readonly currency: string
}

/** Say nothing to a person, or stand in the sentence above. */
const hidden = new Set([
  ...['id', 'handle', 'version', 'sha256', 'parentId'],
  ...['tenderId', 'refundId', 'shiftId', 'currency'],
])
const amounts = new Set(['amount', 'openingCash', 'countedCash', 'expectedCash'])
const places = new Set(['storeId', 'toStoreId', 'fromStoreId', 'stores'])

/** The members of an entry that are worth reading, in their order. */
export function shownMembers(
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>> | null,
): readonly string[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const told = names.filter(name => !hidden.has(name))
  if (before !== null && after !== null) return told
  // Of what came or went, what it never had says nothing.
  return told.filter(name => name === 'storeId' || !isNothing((after ?? before)?.[name]))
}

export function memberText(name: string, { language }: Reader): string {
  return word(memberWords, name, language) ?? word(fieldWords, `field_${name}`, language) ?? name
}

/** A value of an audit entry as people read it, one line for each of a list of things. */
export function valueText(name: string, value: unknown, reader: Reader): string {
  const { language, stores, currency } = reader
  const say = speaker(auditWords, language)
  if (name === 'storeId' && value === null) return say('everywhere')
  if (isNothing(value)) return say('nothing')
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no')
  if (typeof value === 'number') {
    return amounts.has(name) ? formatMoney({ amount: value, currency }, language) : String(value)
  }
  if (Array.isArray(value)) return listText(name, value, reader)
  if (typeof value === 'object') return recordText({ ...value }, reader)
  const text = String(value)
  if (places.has(name)) return stores.find(({ id }) => id === text)?.name ?? text
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return timeText(text, language)
  if (name === 'role' || name === 'scopes') return word(roleWords, text, language) ?? text
  if (name === 'method') return word(methodWords, text, language) ?? text
  if (free.has(name)) return text
  return word(valueWords, text, language) ?? reasonText(text, language)
}

/** What people typed: never taken for one of the shop's own words. */
const free = new Set([
  ...['name', 'title', 'description', 'address', 'notes', 'note', 'text', 'supplier', 'sku', 'barcode'],
  ...[
    'number',
    'till',
    'carrier',
    'trackingNumber',
    'device',
    'invitedBy',
    'scopeName',
    'phone',
    'values',
    'soldBy',
  ],
])

function listText(name: string, items: readonly unknown[], reader: Reader): string {
  if (name === 'categoryIds') return String(items.length)
  const texts = items.map(item => valueText(name, item, reader))
  const things = items.some(item => typeof item === 'object')
  return texts.join(things ? '\n' : reader.language === 'zh' ? '、' : ', ')
}

function recordText(value: Readonly<Record<string, unknown>>, reader: Reader): string {
  const { amount, currency, opens, closes } = value
  if (typeof amount === 'number' && typeof currency === 'string') {
    return formatMoney({ amount, currency }, reader.language)
  }
  if (typeof opens === 'string' && typeof closes === 'string') return `${opens}–${closes}`
  const members = Object.entries(value)
    .filter(([name, member]) => !hidden.has(name) && !isNothing(member))
    .map(([name, member]) => {
      const text = valueText(name, member, reader).replaceAll('\n', ', ')
      return plain.has(name) ? text : `${memberText(name, reader)} ${text}`
    })
  // Of a week each day is a line.
  return members.join('monday' in value ? '\n' : ' · ')
}

/** Understood without what they are called. */
const plain = new Set(['sku', 'name', 'title', 'kind'])

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

function word(words: Words<string>, key: string, language: Language): string | null {
  return Object.hasOwn(words, key) ? speaker(words, language)(key) : null
}
