import type { Language } from './card-content.ts'

/** Width in pixels of one line. */
export type Measure = (text: string) => Promise<number>

const ellipsis = '…'

/**
 * Breaks a text into at most `maxLines` lines of at most `width` pixels; what does not fit ends in an
 * ellipsis. Lines break between words (in Chinese too, by ICU's dictionary), a word that is longer than a
 * line breaks anywhere, and no line begins with closing punctuation.
 */
export async function fitText(
  text: string,
  { width, maxLines, measure, language }: FitOptions,
): Promise<readonly string[]> {
  const lines: string[] = []
  let rest = text
  while (rest !== '') {
    if ((await measure(rest)) <= width) return [...lines, rest]
    if (lines.length === maxLines - 1) {
      const cut = await longestFit(
        split(rest, 'grapheme', language),
        async head => (await measure(head.trimEnd() + ellipsis)) <= width,
      )
      return [...lines, cut.trimEnd() + ellipsis]
    }
    const fits = async (head: string) => (await measure(head.trimEnd())) <= width
    const line =
      (await longestFit(unbreakable(split(rest, 'word', language)), fits)) ||
      (await longestFit(split(rest, 'grapheme', language), fits)) ||
      rest
    lines.push(line.trimEnd())
    rest = rest.slice(line.length).trimStart()
  }
  return lines
}

export type FitOptions = {
  readonly width: number
  readonly maxLines: number
  readonly measure: Measure
  readonly language: Language
}

function split(text: string, granularity: 'word' | 'grapheme', language: Language): string[] {
  return Array.from(new Intl.Segmenter(language, { granularity }).segment(text), part => part.segment)
}

/** Joins what must stay on one line: closing punctuation with what is before it, opening with what follows. */
function unbreakable(words: readonly string[]): string[] {
  const joined: string[] = []
  for (const word of words) {
    const last = joined.at(-1)
    if (last !== undefined && (/^[\p{Pe}\p{Pf}\p{Po}\s]/u.test(word) || /[\p{Ps}\p{Pi}]$/u.test(last))) {
      joined[joined.length - 1] = last + word
    } else joined.push(word)
  }
  return joined
}

/** The longest run of pieces from the first that fits, found by halving; '' when not even one does. */
async function longestFit(
  pieces: readonly string[],
  fits: (head: string) => Promise<boolean>,
): Promise<string> {
  let low = 0
  let high = pieces.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (await fits(pieces.slice(0, middle).join(''))) low = middle
    else high = middle - 1
  }
  return pieces.slice(0, low).join('')
}
