import { hasType } from '../attributes.ts'
import type { Exchange } from '../evidence.ts'
import { attribute, type Line, named, type PlaylistText } from '../playlist-text.ts'
import { type Rule, rule, unless } from '../rule.ts'
import { type Tag, tags } from '../tags.ts'
import { requiredVersion } from '../version.ts'

/** Any playlist, as text. */
export type TextSubject = { readonly text: PlaylistText; readonly exchange: Exchange }

const at = (line: Line, what: string): string => `line ${line.number}: ${what}: ${line.text.slice(0, 120)}`

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
const control = /[\u0000-\u0009\u000B\u000C\u000E-\u001F\u007F-\u009F]/
const hlsTypes = ['application/vnd.apple.mpegurl', 'audio/mpegurl']

const mediaType = (exchange: Exchange): string =>
  (exchange.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

const general: Rule<TextSubject>[] = [
  rule('4', 'identified', 'MUST', ({ exchange }) =>
    unless(
      /\.m3u8?$/.test(new URL(exchange.url).pathname) || hlsTypes.includes(mediaType(exchange)),
      'neither the path nor the Content-Type says that it is a playlist',
    ),
  ),
  rule('4.1', 'utf8', 'MUST', ({ text }) => unless(text.validUtf8, 'it is not UTF-8')),
  rule('4.1', 'no-bom', 'MUST', ({ text }) => unless(!text.text.startsWith('\uFEFF'), 'it has a BOM')),
  rule('4.1', 'no-control-characters', 'MUST', ({ text }) =>
    text.validUtf8
      ? text.lines.filter(line => control.test(line.text)).map(line => at(line, 'control character'))
      : null,
  ),
  rule('4.1', 'nfc', 'MUST', ({ text }) =>
    unless(text.text === text.text.normalize('NFC'), 'it is not normalised to NFC'),
  ),
  rule('4.1', 'no-whitespace', 'MUST', ({ text }) =>
    text.lines
      .filter(({ uri, tag, text: line, list }) => {
        if (uri) return /\s/.test(line)
        if (!tag) return false
        // A title may have blanks, and so may what is in quotes.
        return list ? /\s/.test(line.replaceAll(/"[^"]*"/g, '')) : /\s/.test(line.replace(/,.*$/, ''))
      })
      .map(line => at(line, 'whitespace')),
  ),
  rule('4.4.1.1', 'extm3u-first', 'MUST', ({ text }) =>
    unless(/^\uFEFF?#EXTM3U(\r?\n|$)/.test(text.text), 'the first line is not #EXTM3U'),
  ),
  rule('4.4.6', 'one-kind', 'MUST', ({ text }) => {
    if (text.kind !== 'multivariant') return text.kind === 'media' ? [] : null
    const groups: (Tag['group'] | undefined)[] = ['playlist', 'segment', 'metadata']
    return text.lines
      .filter(({ tag }) => groups.includes(tag?.group))
      .map(line => at(line, 'a tag of media playlists among those of multivariant playlists'))
  }),
  rule('4.4.1.2', 'one-version', 'MUST', ({ text }) => {
    const count = named(text, 'EXT-X-VERSION').length
    return count === 0 ? null : unless(count === 1, `${count} EXT-X-VERSION tags`)
  }),
  rule('8', 'version-high-enough', 'MUST', ({ text }) => {
    const { version, feature } = requiredVersion(text)
    const [tag] = named(text, 'EXT-X-VERSION')
    const said = tag ? Number(tag.value) : 1
    if (version === 1) return null
    return unless(!(said < version), `version ${said} is said, but ${feature} needs ${version}`)
  }),
  rule('6.2.1', 'version-no-greater', 'SHOULD', ({ text }) => {
    const [tag] = named(text, 'EXT-X-VERSION')
    if (!tag) return null
    const { version } = requiredVersion(text)
    return unless(!(Number(tag.value) > version), `version ${tag.value} is said, but ${version} would do`)
  }),
  rule('4.4.2', 'tags-once', 'MUST', ({ text }) => repeated(text, 'either', 'multivariant')),
  rule('4.4.3', 'tags-once', 'MUST', ({ text }) =>
    text.kind === 'media' ? repeated(text, 'playlist') : null,
  ),
  rule('4.2', 'attribute-list', 'MUST', ({ text }) => {
    const lists = text.lines.filter(({ list }) => list)
    if (lists.length === 0) return null
    return lists.flatMap(line =>
      line.list?.broken == null
        ? []
        : [at(line, `no attribute-list from '${line.list.broken.slice(0, 40)}'`)],
    )
  }),
  rule('4.2', 'attribute-once', 'MUST', ({ text }) =>
    text.lines.flatMap(line => {
      const names = line.list?.pairs.map(({ name }) => name) ?? []
      return names.filter((name, n) => names.indexOf(name) !== n).map(name => at(line, `${name} comes twice`))
    }),
  ),
  rule('4.4', 'tag-value', 'MUST', ({ text }) =>
    text.lines.flatMap(line => {
      const form = line.tag?.value
      if (form === undefined || form === 'attributes') return []
      const good =
        form === 'none'
          ? line.value === null
          : form === 'integer'
            ? /^\d{1,20}$/.test(line.value ?? '')
            : form.test(line.value ?? '')
      return good ? [] : [at(line, 'not the value that the tag has')]
    }),
  ),
  rule('practice', 'unknown-tag', 'PRACTICE', ({ text }) =>
    text.lines
      .filter(({ name, tag }) => name !== null && !tag)
      .map(line => at(line, 'a tag that the draft does not know')),
  ),
  rule('practice', 'unknown-attribute', 'PRACTICE', ({ text }) =>
    text.lines.flatMap(line => {
      if (!line.tag || !line.list) return []
      const { attributes } = line.tag
      return line.list.pairs
        .filter(({ name }) => !Object.hasOwn(attributes, name) && !/^(X-|REQ-)/.test(name))
        .map(({ name }) => at(line, `${name} is not an attribute of it`))
    }),
  ),
  rule('practice', 'playlist-content-type', 'PRACTICE', ({ exchange }) =>
    unless(
      [...hlsTypes, 'application/x-mpegurl', 'audio/x-mpegurl'].includes(mediaType(exchange)),
      `the Content-Type is ${mediaType(exchange) || 'missing'}`,
    ),
  ),
]

function repeated(text: PlaylistText, ...groups: Tag['group'][]): string[] {
  const seen = new Set<string>()
  return text.lines.flatMap(line => {
    if (!line.tag?.once || line.name === null || !groups.includes(line.tag.group)) return []
    const again = seen.has(line.name)
    seen.add(line.name)
    return again ? [at(line, 'once more')] : []
  })
}

/** For each tag: are its required attributes there, and has each the type that the draft gives it? */
const ofTags = Object.entries(tags).flatMap(([name, tag]): Rule<TextSubject>[] => {
  if (tag.value !== 'attributes') return []
  const short = name.toLowerCase().replace('ext-x-', '')
  const lines = (text: PlaylistText) => named(text, name)
  const required = Object.entries(tag.attributes).filter(([, { required }]) => required)
  const values = rule<TextSubject>(tag.section, `${short}-values`, 'MUST', ({ text }) => {
    if (lines(text).length === 0) return null
    return lines(text).flatMap(
      line =>
        line.list?.pairs.flatMap(pair => {
          const known = Object.hasOwn(tag.attributes, pair.name) ? tag.attributes[pair.name] : undefined
          const type = known?.type ?? (pair.name.startsWith('X-') ? 'any' : null)
          return type === null || hasType(pair, type, known?.values)
            ? []
            : [at(line, `${pair.name} is not of type ${type}`)]
        }) ?? [],
    )
  })
  if (required.length === 0) return [values]
  const there = rule<TextSubject>(tag.section, `${short}-required`, 'MUST', ({ text }) => {
    if (lines(text).length === 0) return null
    return lines(text).flatMap(line =>
      required
        .filter(([attributeName]) => attribute(line, attributeName) === null)
        .map(([attributeName]) => at(line, `${attributeName} is missing`)),
    )
  })
  return [there, values]
})

export const textRules: readonly Rule<TextSubject>[] = [...general, ...ofTags]
