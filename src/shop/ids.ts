import { randomBytes } from 'node:crypto'
import { base32Digits, base32Number } from '../base32.ts'

/**
 * A new id: the moment (50 bits), then 80 random bits, so that ids sort by age and lists can be paged by
 * them.
 * @param at epoch milliseconds.
 */
export function newId(at: number): string {
  return (base32Number(at, 10) + base32Digits(randomBytes(16))).toLowerCase()
}
