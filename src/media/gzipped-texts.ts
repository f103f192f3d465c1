import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'

const gzipInBackground = promisify(gzip)

/** Characters. Up to here the thread pool costs more than it takes off the event loop: about 0.1 ms. */
const atOnce = 16_384
/** How many texts are kept: the playlists of a few dozen rooms. And their characters, over all. */
const maxTexts = 256
const maxCharacters = 16 << 20

/**
 * Compresses each text once, however many ask for it: thousands of players are given the same playlist within
 * milliseconds. Hands out the bytes as Latin-1, one in each character. Only gzip: every player that takes brotli
 * takes gzip too, and a playlist gains little by it.
 */
export class GzippedTexts {
  readonly #texts = new Map<string, string | Promise<string>>()
  #characters = 0

  get(text: string): string | Promise<string> {
    return this.#texts.get(text) ?? this.#compress(text)
  }

  #compress(text: string): string | Promise<string> {
    const made =
      text.length <= atOnce
        ? gzipSync(text).toString('latin1')
        : gzipInBackground(text).then(bytes => bytes.toString('latin1'))
    this.#texts.set(text, made)
    this.#characters += text.length
    for (const [oldest] of this.#texts) {
      if (this.#texts.size <= maxTexts && this.#characters <= maxCharacters) break
      this.#texts.delete(oldest)
      this.#characters -= oldest.length
    }
    return made
  }
}

/** Whether an `Accept-Encoding` header takes gzip. */
export function takesGzip(header: string | string[] | undefined): boolean {
  return /(?:^|[,\s])gzip(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))\s*(?:[;,]|$)/i.test(String(header ?? ''))
}
