export const leastPasswordLength = 10

export type Strength = 'too-short' | 'weak' | 'fair' | 'strong'

/**
 * A hint, not a gate: the server decides. Length counts most (NIST SP 800-63B 3.1.1), and repetition, runs and
 * one's own name count for nothing.
 */
export function passwordStrength(password: string, name: string): Strength {
  const characters = [...password]
  if (characters.length < leastPasswordLength) return 'too-short'
  const lower = password.toLowerCase()
  const named = name.length >= 3 && lower.includes(name.toLowerCase())
  const telling = (named ? characters.length - [...name].length : characters.length) - runLength(lower)
  const kinds = new Set(characters).size
  if (telling < 8 || kinds < 6) return 'weak'
  return telling < 14 || kinds < 9 ? 'fair' : 'strong'
}

/** Characters that only repeat the one before or count on from it, as in "aaaa" and "12345". */
function runLength(text: string): number {
  let length = 0
  for (let index = 1; index < text.length; index++) {
    const step = text.charCodeAt(index) - text.charCodeAt(index - 1)
    if (step === 0 || Math.abs(step) === 1) length++
  }
  return length
}
