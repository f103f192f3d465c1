import { randomBytes } from 'node:crypto'
import { base32Digits, readBase32 } from '../../base32.ts'

/** 60 bits: at 30 tries a minute, a thousand open orders are found once in some 70 million years. */
const digits = 12

/** A new code as it is stored: twelve digits, nothing between them. */
export function newPickupCode(): string {
  return base32Digits(randomBytes(digits))
}

/** As people read it: `4K7D-9XQP-2MRT`. */
export function showPickupCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** What was typed or scanned as it is stored, or null if it can be no code. */
export function readPickupCode(typed: string): string | null {
  const code = readBase32(typed)
  return /^[0-9A-HJKMNP-TV-Z]{12}$/.test(code) ? code : null
}
