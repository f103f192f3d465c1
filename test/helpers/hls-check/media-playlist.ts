import { attributeNumber, attributeValue, type Line, named, type PlaylistText } from './playlist-text.ts'

/** A resource or a piece of one; bytes. */
export type Resource = {
  readonly uri: string
  readonly range: { readonly length: number; readonly offset: number } | null
}

export type ListedPart = Resource & {
  readonly duration: number
  readonly independent: boolean
  readonly gap: boolean
  readonly text: string
  readonly line: number
}

export type ListedSegment = Resource & {
  readonly msn: number
  /** §6.2.1: the tag's value and the EXT-X-DISCONTINUITY tags before its URI. */
  readonly discontinuitySequence: number
  readonly discontinuity: boolean
  readonly duration: number | null
  readonly map: Resource | null
  /** Epoch ms of a tag of its own. */
  readonly date: number | null
  readonly gap: boolean
  readonly encrypted: boolean
  readonly bitrate: number | null
  readonly parts: readonly ListedPart[]
  /** Its URI line and the tags that apply to it alone, without EXT-X-PART. */
  readonly text: string
  readonly line: number
}

export type ServerControl = {
  readonly canSkipUntil: number | null
  readonly canSkipDateRanges: boolean
  readonly holdBack: number | null
  readonly partHoldBack: number | null
  readonly canBlockReload: boolean
}

export type Hint = Resource & { readonly type: string; readonly openEnded: boolean }
export type Report = {
  readonly uri: string
  readonly lastMsn: number | null
  readonly lastPart: number | null
}
/** A part's place; `part` -1: the segment before is whole and has no parts. */
export type Position = { readonly msn: number; readonly part: number }

/** A Media Playlist as a client understands it. Seconds, unless said otherwise. */
export type MediaPlaylist = {
  readonly text: PlaylistText
  readonly targetDuration: number | null
  readonly partTarget: number | null
  readonly control: ServerControl | null
  readonly mediaSequence: number
  readonly discontinuitySequence: number
  readonly hasDiscontinuitySequence: boolean
  readonly type: string | null
  readonly ended: boolean
  readonly iFramesOnly: boolean
  readonly independentSegments: boolean
  /** Segments that EXT-X-SKIP stands for; null: there is no such tag. */
  readonly skipped: number | null
  readonly segments: readonly ListedSegment[]
  /** The parts behind the last segment. */
  readonly openParts: readonly ListedPart[]
  readonly openMap: Resource | null
  readonly openDiscontinuity: boolean
  readonly hints: readonly Hint[]
  readonly reports: readonly Report[]
}

export function readMediaPlaylist(text: PlaylistText): MediaPlaylist {
  const number = (name: string): number | null => {
    const value = named(text, name)[0]?.value ?? ''
    return /^\d+$/.test(value) ? Number(value) : null
  }
  const [inf] = named(text, 'EXT-X-PART-INF')
  const [control] = named(text, 'EXT-X-SERVER-CONTROL')
  const [skip] = named(text, 'EXT-X-SKIP')
  const skipped = skip ? attributeNumber(skip, 'SKIPPED-SEGMENTS') : null
  const mediaSequence = number('EXT-X-MEDIA-SEQUENCE') ?? 0
  const discontinuitySequence = number('EXT-X-DISCONTINUITY-SEQUENCE') ?? 0
  return {
    text,
    targetDuration: number('EXT-X-TARGETDURATION'),
    partTarget: inf ? attributeNumber(inf, 'PART-TARGET') : null,
    control: control ? readControl(control) : null,
    mediaSequence,
    discontinuitySequence,
    hasDiscontinuitySequence: named(text, 'EXT-X-DISCONTINUITY-SEQUENCE').length > 0,
    type: named(text, 'EXT-X-PLAYLIST-TYPE')[0]?.value ?? null,
    ended: named(text, 'EXT-X-ENDLIST').length > 0,
    iFramesOnly: named(text, 'EXT-X-I-FRAMES-ONLY').length > 0,
    independentSegments: named(text, 'EXT-X-INDEPENDENT-SEGMENTS').length > 0,
    skipped,
    ...readSegments(text.lines, mediaSequence + (skipped ?? 0), discontinuitySequence),
    hints: named(text, 'EXT-X-PRELOAD-HINT').map(readHint),
    reports: named(text, 'EXT-X-RENDITION-REPORT').map(line => ({
      uri: attributeValue(line, 'URI') ?? '',
      lastMsn: attributeNumber(line, 'LAST-MSN'),
      lastPart: attributeNumber(line, 'LAST-PART'),
    })),
  }
}

const readControl = (line: Line): ServerControl => ({
  canSkipUntil: attributeNumber(line, 'CAN-SKIP-UNTIL'),
  canSkipDateRanges: attributeValue(line, 'CAN-SKIP-DATERANGES') === 'YES',
  holdBack: attributeNumber(line, 'HOLD-BACK'),
  partHoldBack: attributeNumber(line, 'PART-HOLD-BACK'),
  canBlockReload: attributeValue(line, 'CAN-BLOCK-RELOAD') === 'YES',
})

function readHint(line: Line): Hint {
  const start = attributeNumber(line, 'BYTERANGE-START')
  const length = attributeNumber(line, 'BYTERANGE-LENGTH')
  return {
    type: attributeValue(line, 'TYPE') ?? '',
    uri: attributeValue(line, 'URI') ?? '',
    range: length === null ? null : { length, offset: start ?? 0 },
    openEnded: start !== null && length === null,
  }
}

/** `last`: the resource that came before, whose end a range without an offset goes on from. */
function readResource(uri: string, range: string | null, last: Resource | null): Resource {
  const [, length, offset] = /^(\d+)(?:@(\d+))?$/.exec(range ?? '') ?? []
  if (length === undefined) return { uri, range: null }
  const next = last?.range && last.uri === uri ? last.range.offset + last.range.length : 0
  return { uri, range: { length: Number(length), offset: offset === undefined ? next : Number(offset) } }
}

type Segments = Pick<MediaPlaylist, 'segments' | 'openParts' | 'openMap' | 'openDiscontinuity'>

function readSegments(lines: readonly Line[], firstMsn: number, firstDiscontinuity: number): Segments {
  const segments: ListedSegment[] = []
  let parts: ListedPart[] = []
  let own: string[] = []
  let discontinuities = firstDiscontinuity
  let map: Resource | null = null
  let encrypted = false
  let bitrate: number | null = null
  const find = (name: string) => own.find(text => text.startsWith(`#${name}:`))?.slice(name.length + 2)
  for (const line of lines) {
    if (line.name === 'EXT-X-PART') {
      const uri = attributeValue(line, 'URI') ?? ''
      parts.push({
        ...readResource(uri, attributeValue(line, 'BYTERANGE'), parts.at(-1) ?? null),
        duration: attributeNumber(line, 'DURATION') ?? 0,
        independent: attributeValue(line, 'INDEPENDENT') === 'YES',
        gap: attributeValue(line, 'GAP') === 'YES',
        text: line.text,
        line: line.number,
      })
      continue
    }
    if (line.name === 'EXT-X-DISCONTINUITY') discontinuities++
    if (line.name === 'EXT-X-MAP') {
      map = readResource(attributeValue(line, 'URI') ?? '', attributeValue(line, 'BYTERANGE'), null)
    }
    if (line.name === 'EXT-X-KEY') encrypted = attributeValue(line, 'METHOD') !== 'NONE'
    if (line.name === 'EXT-X-BITRATE') bitrate = Number(line.value)
    if (line.tag?.group === 'segment') own.push(line.text)
    if (!line.uri) continue
    const duration = Number.parseFloat(find('EXTINF') ?? '')
    const date = Date.parse(withZone(find('EXT-X-PROGRAM-DATE-TIME') ?? ''))
    segments.push({
      ...readResource(line.text, find('EXT-X-BYTERANGE') ?? null, segments.at(-1) ?? null),
      msn: firstMsn + segments.length,
      discontinuitySequence: discontinuities,
      discontinuity: own.includes('#EXT-X-DISCONTINUITY'),
      duration: Number.isNaN(duration) ? null : duration,
      map,
      date: Number.isNaN(date) ? null : date,
      gap: own.includes('#EXT-X-GAP'),
      encrypted,
      bitrate,
      parts,
      text: [...own, line.text].join('\n'),
      line: line.number,
    })
    parts = []
    own = []
  }
  return { segments, openParts: parts, openMap: map, openDiscontinuity: own.includes('#EXT-X-DISCONTINUITY') }
}

/** §4.4.4.6: a date without a time zone is UTC. */
export const withZone = (date: string): string => (/(Z|[+-]\d\d(:?\d\d)?)$/.test(date) ? date : `${date}Z`)

/** The Media Sequence Number of the segment that comes next. */
export const nextMsn = (playlist: MediaPlaylist): number =>
  playlist.mediaSequence + (playlist.skipped ?? 0) + playlist.segments.length

export function lastPosition(playlist: MediaPlaylist): Position {
  const { openParts, segments } = playlist
  const next = nextMsn(playlist)
  if (openParts.length > 0) return { msn: next, part: openParts.length - 1 }
  return { msn: next - 1, part: (segments.at(-1)?.parts.length ?? 0) - 1 }
}

export function before(a: Position, b: Position): boolean {
  return a.msn < b.msn || (a.msn === b.msn && a.part < b.part)
}

/** Whether what `_HLS_msn` and `_HLS_part` wait for has come (§6.2.5.2). */
export function contains(playlist: MediaPlaylist, msn: number, part: number | null): boolean {
  const next = nextMsn(playlist)
  if (part === null) return next > msn
  if (msn > next) return false
  if (msn === next) return playlist.openParts.length > part
  if (msn + 1 < next) return true
  const { parts } = playlist.segments.at(-1) ?? { parts: [] }
  // Behind the last part of a segment is the first of the following one.
  return parts.length === 0 || part < parts.length || playlist.openParts.length > 0
}

/** §4.1: the sum of its segments. */
export const duration = (playlist: MediaPlaylist): number =>
  playlist.segments.reduce((sum, segment) => sum + (segment.duration ?? 0), 0)
