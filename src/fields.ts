import { z } from 'zod'
import type { FieldError } from './wire.ts'

/** The smallest pieces that input is made of, each with its limits. */

// Control characters, lone surrogates, line separators, and what reverses the direction of text around it.
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u
const printable = { error: 'must not contain control characters' }

/** One line of text. */
export function text(min: number, max: number) {
  return z
    .string()
    .max(max * 4)
    .normalize('NFC')
    .trim()
    .min(min)
    .max(max)
    .refine(value => !unprintable.test(value), printable)
}

/** Text of several lines. */
export function multilineText(min: number, max: number) {
  return z
    .string()
    .max(max * 4)
    .normalize('NFC')
    .overwrite(value => value.replace(/\r\n?/g, '\n').replace(/\t/g, ' '))
    .trim()
    .min(min)
    .max(max)
    .refine(value => !unprintable.test(value.replaceAll('\n', '')), printable)
}

export const idField = z.string().regex(/^[\w-]{1,64}$/, { error: 'must be an id' })
export const idParams = z.object({ id: idField })

// Lenient on purpose: extensions, brackets and national habits differ; staff read it, machines do not dial
// it. Full-width digits, as Chinese keyboards type them, become plain ones.
export const phoneField = text(3, 32)
  .normalize('NFKC')
  .regex(/^(?=(?:\D*\d){3})[+\d][\d ()\-./#*x]*$/, {
    error: 'must be a phone number',
  })

export const amountField = z.int().min(0).max(1_000_000_000_000)

export const moneyField = z.object({
  amount: amountField,
  /** The shop's currency when it is left out. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: 'must be an ISO 4217 code such as CNY' })
    .optional(),
})
export type MoneyInput = z.output<typeof moneyField>

/** The header `Idempotency-Key`. */
export const idempotencyKeyField = z.string().regex(/^[\x21-\x7e]{1,255}$/, {
  error: 'must be 1 to 255 printable ASCII characters without spaces',
})

export function isoTime(at: number): string {
  return new Date(at).toISOString()
}

/** What `value` breaks of its schema, each member's rule once; `where` stands for the path of all of it. */
export function fieldErrors(
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
  where: string,
): FieldError[] {
  const found = issues.map((issue): FieldError => {
    const path = issue.path.join('.') || where
    return { path, ...brokenRule(issue, value), message: issue.message }
  })
  // Of two bounds the one that is tried last is the one that is meant: the other only keeps normalising cheap.
  return [...new Map(found.map(error => [`${error.path} ${error.rule}`, error])).values()]
}

function brokenRule(issue: z.core.$ZodIssue, value: unknown): Pick<FieldError, 'rule' | 'limit'> {
  if (issue.code === 'too_big' || issue.code === 'too_small') {
    const most = issue.code === 'too_big'
    const bound = Number(most ? issue.maximum : issue.minimum)
    const rules: Readonly<Record<string, string>> = most
      ? { string: 'too-long', array: 'too-many' }
      : { string: 'too-short', array: 'too-few' }
    const rule = rules[issue.origin]
    return {
      rule: rule ?? (most ? 'too-large' : 'too-small'),
      ...(issue.inclusive !== false && { limit: bound }),
    }
  }
  if (issue.code === 'unrecognized_keys') return { rule: 'unknown' }
  if (memberOf(value, issue.path) === undefined) return { rule: 'required' }
  return { rule: issue.code === 'invalid_value' ? 'choice' : 'format' }
}

function memberOf(value: unknown, path: readonly PropertyKey[]): unknown {
  let member = value
  for (const key of path) {
    if (typeof member !== 'object' || member === null) return undefined
    member = Object.getOwnPropertyDescriptor(member, key)?.value
  }
  return member
}
