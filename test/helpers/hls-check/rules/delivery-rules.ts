import type { Listing } from '../fetched.ts'
import {
  before,
  contains,
  type ListedSegment,
  lastPosition,
  type MediaPlaylist,
  type Position,
} from '../media-playlist.ts'
import type { Line } from '../playlist-text.ts'
import { type Fault, type Rule, rule, unless } from '../rule.ts'
import type { Asked, Scene, Seen } from '../scene.ts'

export type DeltaSubject = { readonly delta: Seen; readonly scene: Scene }
export type HintSubject = {
  readonly hint: Asked<'part'>
  readonly listing: Listing
  readonly seen: readonly Seen[]
}
export type ReportSubject = { readonly seen: Seen; readonly scene: Scene }
export type RenditionSubject = { readonly rendition: string; readonly scene: Scene }

const place = ({ msn, part }: Position): string => `part ${part} of ${msn}`

/** The full playlist that says how far the stream was when the delta update was made. */
function fullOf({ delta, scene }: DeltaSubject): MediaPlaylist | null {
  const end = lastPosition(delta.playlist)
  const same = scene.chain(delta.rendition, 'low-latency').find(({ playlist }) => {
    const other = lastPosition(playlist)
    return other.msn === end.msn && other.part === end.part && playlist.ended === delta.playlist.ended
  })
  return same?.playlist ?? null
}

/** Seconds from the start and the end of each segment to the end of the last. */
function distances(segments: readonly ListedSegment[]): { start: number; end: number }[] {
  let behind = 0
  return segments
    .toReversed()
    .map(({ duration }) => {
      const end = behind
      behind += duration ?? 0
      return { start: behind, end }
    })
    .reverse()
}

export const deltaRules: readonly Rule<DeltaSubject>[] = [
  rule('6.2.5.1', 'delta', 'MUST', subject => {
    const full = fullOf(subject)
    const until = full?.control?.canSkipUntil
    if (!full || until == null || full.ended) return null
    const old = distances(full.segments).filter(({ end }) => end > until + 0.001).length
    const skipped = subject.delta.playlist.skipped ?? 0
    return unless(skipped >= old, `${old} segments can be skipped, but ${skipped} are`)
  }),
  rule('6.2.5.1', 'skip-boundary', 'MUST', subject => {
    const full = fullOf(subject)
    const until = full?.control?.canSkipUntil
    const { skipped } = subject.delta.playlist
    if (!full || until == null || skipped === null) return null
    const old = distances(full.segments).filter(({ start }) => start > until - 0.001).length
    return unless(
      skipped <= old,
      `only ${old} segments lie before the skip boundary, but ${skipped} are skipped`,
    )
  }),
  rule('6.2.5.1', 'delta-keeps-the-rest', 'MUST', subject => {
    const full = fullOf(subject)
    const { playlist } = subject.delta
    if (!full || playlist.skipped === null) return null
    const from = playlist.mediaSequence + playlist.skipped
    const expected = linesFrom(full, from)
    const got = linesFrom(playlist, from)
    return [
      ...expected.filter(line => !got.includes(line)).map(line => `the update lacks '${line}'`),
      ...got.filter(line => !expected.includes(line)).map(line => `the full playlist has no '${line}'`),
    ]
  }),
]

/** What belongs to the playlist, or to a segment from `from` on, as far as it must be the same. */
function linesFrom(playlist: MediaPlaylist, from: number): string[] {
  const lines: string[] = []
  let own: string[] = []
  let msn = playlist.mediaSequence + (playlist.skipped ?? 0)
  for (const line of playlist.text.lines) {
    const text = comparable(line)
    if (text === null) continue
    if (line.tag?.group !== 'segment' && !line.uri) lines.push(text)
    else own.push(text)
    if (!line.uri) continue
    if (msn >= from) lines.push(...own)
    own = []
    msn++
  }
  return [...lines, ...own]
}

/** The version may differ, a map may be said again, and other renditions go on meanwhile. */
function comparable({ name, text }: Line): string | null {
  if (name === 'EXT-X-SKIP' || name === 'EXT-X-VERSION' || name === 'EXT-X-MAP') return null
  return name === 'EXT-X-RENDITION-REPORT' ? text.replaceAll(/,?LAST-(MSN|PART)=\d+/g, '') : text
}

export const hintRules: readonly Rule<HintSubject>[] = [
  rule('6.2.6', 'hint-available', 'MUST', ({ hint, listing }) =>
    listing.parts.has(hint.url)
      ? unless(
          hint.status === 200 || hint.status === 206,
          `${hint.url} was hinted at and came, but was answered with ${hint.status ?? hint.error}`,
        )
      : null,
  ),
  rule('4.4.5.3', 'hint-matches', 'MUST', ({ hint, listing, seen }) => {
    const next = seen.find(({ exchange }) => exchange.askedAt >= hint.endedAt)
    if (hint.status !== 200 || !next || next.playlist.ended) return null
    return unless(
      listing.parts.has(hint.url),
      `${hint.url} was hinted at and answered, but is listed nowhere`,
    )
  }),
  rule('6.2.6', 'hint-not-published', 'SHOULD', ({ hint, listing }) =>
    listing.parts.has(hint.url) || hint.status === 200 || hint.status === 206
      ? null
      : unless(
          hint.status === 404 || hint.status === 410,
          `${hint.url} was hinted at but never came, and was answered with ${hint.status ?? hint.error}`,
        ),
  ),
]

export const reportRules: readonly Rule<ReportSubject>[] = [
  rule('4.4.5.4', 'report-is-true', 'MUST', subject =>
    eachReport(subject, (said, uri) => {
      const { seen, scene } = subject
      const others = scene.chain(uri, 'low-latency')
      // What had been shown of it before this was asked for, and after this had come.
      const least = others
        .filter(({ exchange }) => exchange.endedAt <= seen.exchange.askedAt)
        .map(({ playlist }) => lastPosition(playlist))
        .reduce<Position | null>((most, each) => (most === null || before(most, each) ? each : most), null)
      const after = others.find(({ exchange }) => exchange.askedAt >= seen.exchange.endedAt)
      if (least && before(said, least)) return `${uri}: ${place(said)}, but ${place(least)} had been listed`
      if (after && !contains(after.playlist, said.msn, said.part)) {
        return `${uri}: ${place(said)}, but ${place(lastPosition(after.playlist))} is the last that is listed`
      }
      return null
    }),
  ),
  rule('B.1', 'renditions-in-sync', 'SHOULD', subject =>
    eachReport(subject, (said, uri, own) => {
      const [behind, ahead] = before(said, own) ? [said, own] : [own, said]
      const segment = subject.seen.playlist.segments.find(({ msn }) => msn === behind.msn)
      const left = (segment?.parts.length ?? behind.part + 1) - 1 - behind.part
      const apart =
        behind.msn === ahead.msn
          ? ahead.part - behind.part
          : (ahead.msn - behind.msn - 1) * 1000 + left + ahead.part + 1
      return apart <= 1 ? null : `${uri} is at ${place(said)}, this one at ${place(own)}`
    }),
  ),
]

function eachReport(
  { seen, scene }: ReportSubject,
  look: (said: Position, uri: string, own: Position) => string | null,
) {
  const { playlist, rendition, exchange } = seen
  if (exchange.ask.client !== 'low-latency' || playlist.ended) return null
  const own = lastPosition(playlist)
  const faults: Fault[] = []
  let looked = 0
  for (const report of playlist.reports) {
    const uri = new URL(report.uri, rendition).href
    if (scene.seen(uri).length === 0) continue
    looked++
    // What is left out is as in this playlist's own report.
    const fault = look({ msn: report.lastMsn ?? own.msn, part: report.lastPart ?? own.part }, uri, own)
    if (fault !== null) faults.push(fault)
  }
  return looked === 0 ? null : faults
}

/** Server's times that are certain: from when something was seen first to when it was still the newest. */
function pauses(
  { rendition, scene }: RenditionSubject,
  of: (playlist: MediaPlaylist) => string | null,
  limitMs: (playlist: MediaPlaylist) => number | null,
) {
  const firstSeen = new Map<string, number>()
  const faults = new Map<string, Fault>()
  let looked = 0
  for (const { playlist, exchange } of scene.seen(rendition)) {
    const key = of(playlist)
    const limit = limitMs(playlist)
    if (key === null || limit === null || playlist.ended) continue
    looked++
    const since = firstSeen.get(key)
    if (since === undefined) {
      firstSeen.set(key, exchange.endedAt)
      continue
    }
    // A cache between may hand out what is old.
    const pause = exchange.askedAt - Number(exchange.headers.age ?? 0) * 1000 - since
    if (pause > limit + scene.slack(playlist.targetDuration)) {
      const message = `nothing came after ${key} for more than ${(pause / 1000).toFixed(1)} s`
      faults.set(key, { message, at: exchange.askedAt })
    }
  }
  return looked === 0 ? null : [...faults.values()]
}

export const timingRules: readonly Rule<RenditionSubject>[] = [
  rule('6.2.1', 'new-segment-in-time', 'MUST', subject =>
    pauses(
      subject,
      playlist => (playlist.segments.length === 0 ? null : `segment ${playlist.segments.at(-1)?.msn}`),
      ({ targetDuration }) => (targetDuration === null ? null : targetDuration * 1500),
    ),
  ),
  rule('6.2.1', 'new-part-in-time', 'MUST', subject =>
    pauses(
      subject,
      playlist => place(lastPosition(playlist)),
      ({ partTarget }) => (partTarget === null ? null : partTarget * 1000),
    ),
  ),
]
