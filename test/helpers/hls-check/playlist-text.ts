import { type Attribute, type AttributeList, parseAttributes } from './attributes.ts'
import { type Tag, tags } from './tags.ts'

/** A line of a playlist: a tag of the draft, a URI, or something else that begins with '#'. */
export type Line = {
  readonly number: number
  readonly text: string
  /** Without '#'; null for a URI line and for a comment. */
  readonly name: string | null
  readonly tag: Tag | null
  /** What follows the colon; null without a colon. */
  readonly value: string | null
  readonly list: AttributeList | null
  readonly uri: boolean
}

/** A playlist as lines (§4.1). */
export type PlaylistText = {
  readonly text: string
  readonly validUtf8: boolean
  readonly lines: readonly Line[]
  readonly kind: 'media' | 'multivariant' | 'neither'
}

export function readLines(text: string, validUtf8 = true): PlaylistText {
  const lines: Line[] = []
  // A BOM is a fault of its own, and not one of its line.
  const source = text.replace(/^\uFEFF/, '')
  for (const [n, line] of source.split(/\r?\n/).entries()) if (line !== '') lines.push(readLine(line, n + 1))
  const has = (...groups: Tag['group'][]) => lines.some(line => line.tag && groups.includes(line.tag.group))
  const kind = has('multivariant')
    ? 'multivariant'
    : has('playlist', 'segment', 'metadata')
      ? 'media'
      : 'neither'
  return { text, validUtf8, lines, kind }
}

function readLine(text: string, number: number): Line {
  if (!text.startsWith('#'))
    return { number, text, name: null, tag: null, value: null, list: null, uri: true }
  const [, name = null, value = null] = /^#(EXT[^:]*)(?::(.*))?$/.exec(text) ?? []
  const tag = name !== null ? (Object.hasOwn(tags, name) ? (tags[name] ?? null) : null) : null
  const list = tag?.value === 'attributes' ? parseAttributes(value ?? '') : null
  return { number, text, name, tag, value, list, uri: false }
}

export function attribute(line: Line, name: string): Attribute | null {
  return line.list?.pairs.find(pair => pair.name === name) ?? null
}

export function attributeValue(line: Line, name: string): string | null {
  return attribute(line, name)?.value ?? null
}

export function attributeNumber(line: Line, name: string): number | null {
  const value = attribute(line, name)?.raw
  return value === undefined || Number.isNaN(Number(value)) ? null : Number(value)
}

export const named = (text: PlaylistText, ...names: string[]): Line[] =>
  text.lines.filter(({ name }) => name !== null && names.includes(name))
