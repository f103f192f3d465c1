import { attributeNumber, attributeValue, type Line, type PlaylistText } from './playlist-text.ts'

export type Variant = {
  readonly line: Line
  /** null: the URI line is missing. */
  readonly uri: string | null
  readonly iFrames: boolean
  readonly bandwidth: number | null
  readonly averageBandwidth: number | null
  readonly codecs: readonly string[] | null
  readonly resolution: string | null
  readonly frameRate: number | null
  readonly groups: readonly { readonly type: string; readonly id: string }[]
}

export type Rendition = {
  readonly line: Line
  readonly type: string
  readonly group: string
  readonly name: string
  readonly uri: string | null
}

export type Multivariant = {
  readonly text: PlaylistText
  readonly variants: readonly Variant[]
  readonly media: readonly Rendition[]
}

export function readMultivariant(text: PlaylistText): Multivariant {
  const variants: Variant[] = []
  const media: Rendition[] = []
  for (const [n, line] of text.lines.entries()) {
    if (line.name === 'EXT-X-STREAM-INF') {
      const next = text.lines.slice(n + 1).find(({ uri, tag }) => uri || tag)
      variants.push(readVariant(line, next?.uri ? next.text : null, false))
    }
    if (line.name === 'EXT-X-I-FRAME-STREAM-INF') {
      variants.push(readVariant(line, attributeValue(line, 'URI'), true))
    }
    if (line.name === 'EXT-X-MEDIA') {
      media.push({
        line,
        type: attributeValue(line, 'TYPE') ?? '',
        group: attributeValue(line, 'GROUP-ID') ?? '',
        name: attributeValue(line, 'NAME') ?? '',
        uri: attributeValue(line, 'URI'),
      })
    }
  }
  return { text, variants, media }
}

function readVariant(line: Line, uri: string | null, iFrames: boolean): Variant {
  return {
    line,
    uri,
    iFrames,
    bandwidth: attributeNumber(line, 'BANDWIDTH'),
    averageBandwidth: attributeNumber(line, 'AVERAGE-BANDWIDTH'),
    codecs: attributeValue(line, 'CODECS')?.split(',') ?? null,
    resolution: attributeValue(line, 'RESOLUTION'),
    frameRate: attributeNumber(line, 'FRAME-RATE'),
    groups: ['AUDIO', 'VIDEO', 'SUBTITLES', 'CLOSED-CAPTIONS'].flatMap(type => {
      const id = attributeValue(line, type)
      return id === null || id === 'NONE' ? [] : [{ type, id }]
    }),
  }
}

/** Media playlists in the order in which they are named, each once: what a client can follow. */
export function playlistUris({ variants, media }: Multivariant): string[] {
  return [...new Set([...variants, ...media].flatMap(({ uri }) => (uri === null ? [] : [uri])))]
}
