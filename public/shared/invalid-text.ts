import type { FieldError } from '../../src/wire.ts'
import type { Say } from './i18n.ts'
import { invalidWords } from './invalid-words.ts'

type SayInvalid = Say<keyof typeof invalidWords>
type Fault = Pick<FieldError, 'path' | 'rule' | 'message'> & { readonly limit: number | null }

const mostTold = 3

/**
 * What is to be mended, in the reader's language; null for another problem than `invalid`, and for one that names no members.
 * @param nameOf what the page calls a member, by the last name in its path; null: nothing.
 */
export function invalidText(
  { type, members }: { readonly type: string; readonly members: Readonly<Record<string, unknown>> },
  say: SayInvalid,
  nameOf: (member: string) => string | null,
): string | null {
  if (type !== 'invalid') return null
  const texts = faultsOf(members.errors).map(fault => faultText(fault, say, nameOf))
  return texts.length === 0 ? null : [...new Set(texts)].slice(0, mostTold).join(' ')
}

/** A page's own words for members, by the last name in their path. */
export function fieldName<Key extends string>(
  fields: Readonly<Record<string, Key>>,
  say: Say<Key>,
): (member: string) => string | null {
  return member => {
    const key = Object.hasOwn(fields, member) ? fields[member] : undefined
    return key === undefined ? null : say(key)
  }
}

function faultText(fault: Fault, say: SayInvalid, nameOf: (member: string) => string | null): string {
  const { limit, message } = fault
  const field = fieldOf(fault.path, say, nameOf)
  if (field === null) return say('invalid_other', { message })
  const key = `invalid_${plainRule(fault)}`
  const known = isWord(key) && (limit !== null || key === 'invalid_required')
  return say(known ? key : 'invalid_format', { field, message, ...(limit !== null && { limit }) })
}

/** One character or item at least is what people call filled in; a bound of money is in minor units, which nobody types. */
function plainRule({ rule, limit, path }: Fault): string {
  if ((rule === 'too-short' || rule === 'too-few') && limit === 1) return 'required'
  if (/(amount|cash|tendered)$/i.test(path)) return rule === 'required' ? rule : 'format'
  return rule
}

/** `variants.1.price.amount` is the price of the second. */
function fieldOf(path: string, say: SayInvalid, nameOf: (member: string) => string | null): string | null {
  const parts = path.split('.')
  const names = parts.filter(part => !/^\d+$/.test(part)).reverse()
  const money = names[0] === 'amount' || names[0] === 'currency'
  const [first = '', second = ''] = names
  const field = (money ? nameOf(second) : null) ?? nameOf(first)
  const place = parts.find(part => /^\d+$/.test(part))
  if (field === null || place === undefined) return field
  return say('invalid_nth', { field, nth: Number(place) + 1 })
}

function faultsOf(errors: unknown): Fault[] {
  if (!Array.isArray(errors)) return []
  return errors.flatMap((error: unknown) => {
    if (typeof error !== 'object' || error === null) return []
    const { path, rule, limit, message }: Partial<Record<keyof Fault, unknown>> = error
    if (typeof path !== 'string' || typeof rule !== 'string' || typeof message !== 'string') return []
    return [{ path, rule, message, limit: typeof limit === 'number' ? limit : null }]
  })
}

function isWord(key: string): key is keyof typeof invalidWords {
  return Object.hasOwn(invalidWords, key)
}
