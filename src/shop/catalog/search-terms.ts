/**
 * The words by which products are found. Latin words and figures are folded (case, accents, full width) and found by
 * their beginning. Chinese, Japanese and Korean have no spaces: each character with the next is a word, and the last of
 * a run stands alone, so that the beginning of a word finds single characters too.
 */

/** Raised when other words are made of the same text: then all products are read again. */
export const searchVersion = 1

export type Term = { readonly term: string; readonly tier: Tier }
/** 0 a code as a whole, 1 the title, 2 other names, 3 the description. */
export type Tier = 0 | 1 | 2 | 3
/** What a query asks for: a word, or what begins with it. */
export type Wanted = { readonly term: string; readonly prefix: boolean }

/** So many words of a description are read: what comes first matters, and the rest would be most of the index. */
const descriptionTerms = 120
const longest = 40
const run = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}々〇ー]+|[\p{L}\p{N}]+/gu
const cjk = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}々〇ー]/u
const spaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}々〇ー]+|[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}々〇ー]+/gu

export type Searched = {
  readonly title: string
  readonly description: string
  /** SKUs and barcodes. */
  readonly codes: readonly string[]
  /** Titles of variants, values of options, names of categories. */
  readonly names: readonly string[]
}

/** Each word once, at its best place. */
export function termsOf(product: Searched): Term[] {
  const terms = new Map<string, Tier>()
  const add = (words: readonly string[], tier: Tier) => {
    for (const word of words) if (!terms.has(word)) terms.set(word, tier)
  }
  add(product.codes.map(codeTerm), 0)
  add(wordsOf(product.title), 1)
  for (const name of [...product.names, ...product.codes]) add(wordsOf(name), 2)
  add(wordsOf(product.description.slice(0, 4 * descriptionTerms)).slice(0, descriptionTerms), 3)
  return Array.from(terms, ([term, tier]) => ({ term, tier }))
}

/** A code as a whole: no word begins like it. */
export function codeTerm(code: string): string {
  return `=${fold(code).trim().slice(0, 64)}`
}

/** All of what a query asks for must be found; empty when there is no word in it. */
export function wantedOf(query: string): Wanted[] {
  const wanted = new Map<string, boolean>()
  for (const part of runsOf(fold(query))) {
    const characters = [...part]
    if (!cjk.test(part)) wanted.set(part.slice(0, longest), true)
    else if (characters.length === 1) wanted.set(part, true)
    else for (const pair of pairsOf(characters).slice(0, -1)) wanted.set(pair, false)
  }
  return Array.from(wanted, ([term, prefix]) => ({ term, prefix })).slice(0, 12)
}

/** As titles are sorted: without case, width and accents. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .normalize('NFC')
    .toLowerCase()
}

/** The words of a text, in its order; some of them maybe twice. */
export function wordsOf(text: string): string[] {
  return runsOf(fold(text)).flatMap(part => (cjk.test(part) ? pairsOf([...part]) : part.slice(0, longest)))
}

function runsOf(folded: string): string[] {
  return (folded.match(run) ?? []).flatMap(part => part.match(spaced) ?? [])
}

function pairsOf(characters: readonly string[]): string[] {
  return characters.map((character, index) => character + (characters[index + 1] ?? ''))
}
