import type { Rendition, Variant } from '../multivariant.ts'
import { attribute, attributeValue, named } from '../playlist-text.ts'
import { type Rule, rule, unless } from '../rule.ts'
import type { SeenMultivariant } from '../scene.ts'

type Subject = SeenMultivariant

const label = (variant: Variant): string => variant.uri ?? `line ${variant.line.number}`
const inGroup = (media: readonly Rendition[]): Map<string, Rendition[]> =>
  Map.groupBy(media, ({ type, group }) => `${type} ${group}`)

const onlyFor: Record<string, string> = {
  FORCED: 'SUBTITLES',
  'BIT-DEPTH': 'AUDIO',
  'SAMPLE-RATE': 'AUDIO',
  CHANNELS: 'AUDIO',
}

export const multivariantRules: readonly Rule<Subject>[] = [
  rule('4.4.6.2', 'uri-line', 'MUST', ({ multivariant }) =>
    multivariant.variants
      .filter(({ uri, iFrames }) => uri === null && !iFrames)
      .map(({ line }) => `no URI line follows line ${line.number}`),
  ),
  rule('4.4.6.2', 'codecs', 'SHOULD', ({ multivariant }) =>
    multivariant.variants
      .filter(({ codecs }) => codecs === null)
      .map(variant => `no CODECS for ${label(variant)}`),
  ),
  rule('4.4.6.2', 'resolution', 'SHOULD', ({ multivariant }) => {
    const video = multivariant.variants.filter(({ codecs }) =>
      codecs?.some(codec => /^(avc|hvc|hev|av01|vp09|dv)/.test(codec)),
    )
    if (video.length === 0) return null
    return video
      .filter(({ resolution }) => resolution === null)
      .map(variant => `no RESOLUTION for ${label(variant)}, which has video`)
  }),
  rule('4.4.6.2', 'score-for-all', 'SHOULD', ({ multivariant }) => {
    const scored = multivariant.variants.filter(({ line }) => attribute(line, 'SCORE'))
    if (scored.length === 0) return null
    return unless(scored.length === multivariant.variants.length, 'some variants have no SCORE')
  }),
  rule('4.4.6.2', 'groups-exist', 'MUST', ({ multivariant }) => {
    const groups = inGroup(multivariant.media)
    const named = multivariant.variants.flatMap(variant =>
      variant.groups.map(({ type, id }) => ({ variant, key: `${type} ${id}` })),
    )
    if (named.length === 0) return null
    return named
      .filter(({ key }) => !groups.has(key))
      .map(({ variant, key }) => `${label(variant)} names the group ${key}, which is not there`)
  }),
  rule('4.4.6.2', 'no-captions-for-all', 'MUST', ({ multivariant }) => {
    const streams = multivariant.variants.filter(({ iFrames }) => !iFrames)
    const none = streams.filter(({ line }) => attributeValue(line, 'CLOSED-CAPTIONS') === 'NONE')
    return none.length === 0
      ? null
      : unless(none.length === streams.length, 'CLOSED-CAPTIONS=NONE is not said of every variant')
  }),
  rule('4.4.6.2.1', 'media-uri', 'MUST', ({ multivariant }) => {
    const media = multivariant.media.filter(({ type }) => type === 'SUBTITLES' || type === 'CLOSED-CAPTIONS')
    if (media.length === 0) return null
    return media
      .filter(({ type, uri }) => (type === 'SUBTITLES') === (uri === null))
      .map(({ type, name }) => `${name}: ${type} ${type === 'SUBTITLES' ? 'without' : 'with'} a URI`)
  }),
  rule('4.4.6.1', 'attributes-by-type', 'MUST', ({ multivariant }) => {
    if (multivariant.media.length === 0) return null
    return multivariant.media.flatMap(({ line, type, name }) => {
      const wrong = Object.entries(onlyFor)
        .filter(([attributeName, only]) => attribute(line, attributeName) && type !== only)
        .map(([attributeName, only]) => `${name}: ${attributeName} is for ${only} only`)
      const id = attributeValue(line, 'INSTREAM-ID')
      if (type === 'CLOSED-CAPTIONS' && !/^(CC[1-4]|SERVICE([1-9]|[1-5]\d|6[0-3]))$/.test(id ?? '')) {
        wrong.push(`${name}: INSTREAM-ID is ${id ?? 'missing'}`)
      }
      return wrong
    })
  }),
  rule('4.4.6.1', 'default-is-autoselect', 'MUST', ({ multivariant }) => {
    const both = multivariant.media.filter(
      ({ line }) => attributeValue(line, 'DEFAULT') === 'YES' && attribute(line, 'AUTOSELECT'),
    )
    if (both.length === 0) return null
    return both
      .filter(({ line }) => attributeValue(line, 'AUTOSELECT') !== 'YES')
      .map(({ name }) => `${name} is DEFAULT=YES but not AUTOSELECT=YES`)
  }),
  rule('4.4.6.1.1', 'names-differ', 'MUST', ({ multivariant }) => {
    if (multivariant.media.length === 0) return null
    return [...inGroup(multivariant.media)].flatMap(([group, media]) =>
      media
        .filter(({ name }, n) => media.findIndex(other => other.name === name) !== n)
        .map(({ name }) => `${name} comes twice in the group ${group}`),
    )
  }),
  rule('4.4.6.1.1', 'one-default', 'MUST', ({ multivariant }) => {
    if (multivariant.media.length === 0) return null
    return [...inGroup(multivariant.media)]
      .filter(([, media]) => media.filter(({ line }) => attributeValue(line, 'DEFAULT') === 'YES').length > 1)
      .map(([group]) => `the group ${group} has several defaults`)
  }),
  rule('4.4.6.4', 'session-data', 'MUST', ({ multivariant }) => {
    const lines = named(multivariant.text, 'EXT-X-SESSION-DATA')
    if (lines.length === 0) return null
    const keys = lines.map(line => `${attributeValue(line, 'DATA-ID')} ${attributeValue(line, 'LANGUAGE')}`)
    return [
      ...lines
        .filter(line => (attribute(line, 'VALUE') === null) === (attribute(line, 'URI') === null))
        .map(line => `line ${line.number} must have either VALUE or URI`),
      ...keys.filter((key, n) => keys.indexOf(key) !== n).map(key => `the data ${key} comes twice`),
    ]
  }),
  rule('4.4.6.5', 'session-key', 'MUST', ({ multivariant }) => {
    const lines = named(multivariant.text, 'EXT-X-SESSION-KEY')
    if (lines.length === 0) return null
    const texts = lines.map(({ text }) => text)
    return [
      ...lines
        .filter(line => attributeValue(line, 'METHOD') === 'NONE')
        .map(({ number }) => `line ${number}: METHOD is NONE`),
      ...texts.filter((text, n) => texts.indexOf(text) !== n).map(text => `twice: ${text}`),
    ]
  }),
]
