/** Crockford's alphabet: no I, L, O, U, so that nothing is misread. https://www.crockford.com/base32.html */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** So many digits of random bytes, five bits each: a byte a digit, its upper bits unused. */
export function base32Digits(bytes: Uint8Array): string {
  return Array.from(bytes, byte => alphabet.charAt(byte & 31)).join('')
}

/** A whole number in so many digits. */
export function base32Number(value: number, digits: number): string {
  let rest = value
  let text = ''
  for (let digit = 0; digit < digits; digit++) {
    text = alphabet.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  return text
}

/**
 * What a person typed, as digits of the alphabet: any case, full-width too, without spaces and dashes, O for
 * 0, I and L for 1. May still hold characters that are no digits.
 */
export function readBase32(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
}
