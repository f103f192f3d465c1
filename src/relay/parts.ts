import { z } from 'zod'

/** PostgreSQL takes payloads of less than 8000 bytes; the rest is for what stands around a part. */
const mostBytes = 7000
/** Of a message whose last part never comes, nothing is kept for longer than this many others. */
const mostWaiting = 100

const partSchema = z.object({
  from: z.string(),
  id: z.int(),
  part: z.int().min(0),
  parts: z.int().min(1).max(10_000),
  text: z.string(),
})

/** The payloads that carry a text from the process `from`. No two are alike: PostgreSQL would deliver only one. */
export function toParts(from: string, id: number, text: string): readonly string[] {
  // In base 64 a part ends between bytes, never within a character or an escape.
  const coded = Buffer.from(text).toString('base64')
  const parts = Math.max(1, Math.ceil(coded.length / mostBytes))
  return Array.from({ length: parts }, (_, part) =>
    JSON.stringify({ from, id, part, parts, text: coded.slice(part * mostBytes, (part + 1) * mostBytes) }),
  )
}

/** Puts texts together again. Parts of one come in order, those of several senders mixed. */
export class PartsJoiner {
  readonly #own: string
  readonly #waiting = new Map<string, string[]>()

  /** What comes from `own` is left out. */
  constructor(own: string) {
    this.#own = own
  }

  /** The whole text with its last part; null before it, and for what is one's own. @throws on what is no part. */
  add(payload: string): string | null {
    const { from, id, part, parts, text } = partSchema.parse(JSON.parse(payload))
    if (from === this.#own) return null
    if (parts === 1) return decode(text)
    const key = `${from} ${id}`
    const known = this.#waiting.get(key) ?? []
    if (known.length !== part) {
      this.#waiting.delete(key)
      throw new Error('a part is missing before this one')
    }
    known.push(text)
    this.#waiting.set(key, known)
    if (known.length < parts) {
      const [oldest] = this.#waiting.keys()
      if (this.#waiting.size > mostWaiting && oldest !== undefined) this.#waiting.delete(oldest)
      return null
    }
    this.#waiting.delete(key)
    return decode(known.join(''))
  }
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8')
}
