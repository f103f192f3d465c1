import { randomBytes } from 'node:crypto'
import { base32Digits, base32Number } from '../base32.ts'

/** The last id's moment and tail: ids of one moment sort in the order in which they were made. */
const last = { at: Number.NaN, tail: Buffer.alloc(16) }

/**
 * A new id: the moment (50 bits), then 80 bits that are random for the first of a moment and counted up for those after
 * it, so that ids sort by age and lists can be paged by them.
 * @param at epoch milliseconds.
 */
export function newId(at: number): string {
  if (at === last.at) countUp(last.tail)
  else last.tail = randomBytes(16)
  last.at = at
  return (base32Number(at, 10) + base32Digits(last.tail)).toLowerCase()
}

/** Each byte stands for one digit of base 32. */
function countUp(digits: Buffer): void {
  for (let index = digits.length - 1; index >= 0; index--) {
    const next = ((digits[index] ?? 0) + 1) & 31
    digits[index] = next
    if (next !== 0) return
  }
}
