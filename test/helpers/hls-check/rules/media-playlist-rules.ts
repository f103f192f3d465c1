import { duration, type ListedSegment, type MediaPlaylist, withZone } from '../media-playlist.ts'
import { attribute, attributeNumber, attributeValue, type Line, named } from '../playlist-text.ts'
import { type Rule, rule, unless } from '../rule.ts'

/** One media playlist, by itself. */
type Subject = { readonly playlist: MediaPlaylist }

const name = ({ msn, uri }: ListedSegment): string => `${msn} (${uri})`

/** Lines from the first that belongs to a segment. */
function firstSegmentLine(playlist: MediaPlaylist): number {
  const line = playlist.text.lines.find(({ uri, tag }) => uri || tag?.group === 'segment')
  return line?.number ?? Number.POSITIVE_INFINITY
}

/** §6.2.1: sub-second overlaps are allowed, for the sake of a clock that is set. */
const allowedOverlapMs = 1000
/** How exactly dates and durations must add up. */
const driftMs = 50

export const mediaPlaylistRules: readonly Rule<Subject>[] = [
  rule('4.4.3.1', 'target-duration', 'MUST', ({ playlist }) =>
    unless(named(playlist.text, 'EXT-X-TARGETDURATION').length > 0, 'there is no EXT-X-TARGETDURATION'),
  ),
  rule('4.4.3.1', 'target-duration-at-least-1', 'MUST', ({ playlist }) =>
    playlist.targetDuration === null
      ? null
      : unless(playlist.targetDuration >= 1, `it is ${playlist.targetDuration}`),
  ),
  rule('4.4.3.1', 'segments-within-target', 'MUST', ({ playlist }) => {
    const target = playlist.targetDuration
    if (target === null || playlist.segments.length === 0) return null
    return playlist.segments
      .filter(segment => Math.round(segment.duration ?? 0) > target)
      .map(segment => `${name(segment)} of ${segment.duration} s is longer than ${target} s`)
  }),
  rule('4.4.3.2', 'media-sequence-before-segments', 'MUST', ({ playlist }) => {
    const [tag] = named(playlist.text, 'EXT-X-MEDIA-SEQUENCE')
    if (!tag) return null
    return unless(
      tag.number < firstSegmentLine(playlist),
      `EXT-X-MEDIA-SEQUENCE comes on line ${tag.number} only`,
    )
  }),
  rule('4.4.3.3', 'discontinuity-sequence-before-segments', 'MUST', ({ playlist }) => {
    const [tag] = named(playlist.text, 'EXT-X-DISCONTINUITY-SEQUENCE')
    if (!tag) return null
    return unless(
      tag.number < firstSegmentLine(playlist),
      `EXT-X-DISCONTINUITY-SEQUENCE comes on line ${tag.number} only`,
    )
  }),
  rule('4.4.4.1', 'extinf', 'MUST', ({ playlist }) =>
    playlist.segments.length === 0
      ? null
      : playlist.segments
          .filter(segment => segment.duration === null)
          .map(segment => `there is no EXTINF for ${name(segment)}`),
  ),
  rule('4.4.4.1', 'extinf-is-exact', 'SHOULD', ({ playlist }) => {
    const tags = named(playlist.text, 'EXTINF')
    return tags.length === 0
      ? null
      : tags
          .filter(({ value }) => !/^\d+\.\d/.test(value ?? ''))
          .map(({ number, text }) => `line ${number} is not decimal-floating-point: ${text}`)
  }),
  rule('4.4.4.2', 'byterange-follows', 'MUST', ({ playlist }) => {
    const uris = playlist.text.lines.filter(({ uri }) => uri)
    const tags = named(playlist.text, 'EXT-X-BYTERANGE')
    if (tags.length === 0) return null
    return tags
      .filter(({ number, value }) => {
        if (value?.includes('@')) return false
        const next = uris.findIndex(line => line.number > number)
        return next < 1 || uris[next]?.text !== uris[next - 1]?.text
      })
      .map(({ number }) => `line ${number} has no offset, and no segment of the same resource before it`)
  }),
  rule('4.4.4.4', 'key', 'MUST', ({ playlist }) => {
    const keys = named(playlist.text, 'EXT-X-KEY')
    if (keys.length === 0) return null
    return keys.flatMap(line => {
      const none = attributeValue(line, 'METHOD') === 'NONE'
      if (none && (line.list?.pairs.length ?? 0) > 1)
        return [`line ${line.number}: NONE has other attributes`]
      return none || attribute(line, 'URI') ? [] : [`line ${line.number}: there is no URI`]
    })
  }),
  rule('4.4.4.6', 'date-precision', 'SHOULD', ({ playlist }) => {
    const dates = named(playlist.text, 'EXT-X-PROGRAM-DATE-TIME')
    return dates.length === 0
      ? null
      : dates
          .filter(({ value }) => !/\.\d{3,}(Z|[+-]\d\d(:?\d\d)?)$/.test(value ?? ''))
          .map(({ number, value }) => `line ${number}: no milliseconds or no time zone: ${value}`)
  }),
  rule('6.2.1', 'date-at-discontinuity', 'SHOULD', ({ playlist }) => {
    const breaks = playlist.segments.filter(({ discontinuity }) => discontinuity)
    if (breaks.length === 0 || named(playlist.text, 'EXT-X-PROGRAM-DATE-TIME').length === 0) return null
    return breaks
      .filter(({ date }) => date === null)
      .map(segment => `no EXT-X-PROGRAM-DATE-TIME at the discontinuity of ${name(segment)}`)
  }),
  rule('6.2.1', 'dates-unambiguous', 'MUST', ({ playlist }) =>
    eachDated(playlist, (segment, previous, end) => {
      const start = segment.date ?? 0
      return end - start >= allowedOverlapMs || start <= (previous.date ?? 0)
        ? `${name(segment)} begins ${((end - start) / 1000).toFixed(3)} s before the end of the one before`
        : null
    }),
  ),
  rule('practice', 'dates-add-up', 'PRACTICE', ({ playlist }) =>
    eachDated(playlist, (segment, previous, end) => {
      const drift = (segment.date ?? 0) - end
      // What goes back further than that has a rule of its own.
      const ambiguous = -drift >= allowedOverlapMs || (segment.date ?? 0) <= (previous.date ?? 0)
      return segment.discontinuitySequence === previous.discontinuitySequence &&
        !ambiguous &&
        Math.abs(drift) > driftMs
        ? `${name(segment)} is dated ${Math.round(drift)} ms off the end of the one before`
        : null
    }),
  ),
  rule('4.4.2.2', 'start-within', 'SHOULD', ({ playlist }) => {
    const [tag] = named(playlist.text, 'EXT-X-START')
    const offset = tag ? attributeNumber(tag, 'TIME-OFFSET') : null
    if (offset === null) return null
    const whole = duration(playlist)
    const fromEnd = offset < 0 ? -offset : whole - offset
    const near = !playlist.ended && fromEnd < 3 * (playlist.targetDuration ?? 0)
    return unless(Math.abs(offset) <= whole && !near, `TIME-OFFSET is ${offset}, of ${whole} s`)
  }),
  rule('4.4.2.3', 'define', 'MUST', ({ playlist }) => {
    const lines = named(playlist.text, 'EXT-X-DEFINE')
    if (lines.length === 0) return null
    const kinds = ['NAME', 'IMPORT', 'QUERYPARAM']
    const names = lines.map(line =>
      kinds.map(kind => attributeValue(line, kind)).find(value => value !== null),
    )
    return [
      ...lines
        .filter(line => kinds.filter(kind => attribute(line, kind)).length !== 1)
        .map(({ number }) => `line ${number} must have one of ${kinds.join(', ')}`),
      ...names
        .filter((each, n) => each != null && names.indexOf(each) !== n)
        .map(each => `${each} comes twice`),
    ]
  }),
  rule('4.4.5.1', 'daterange', 'MUST', ({ playlist }) => {
    const lines = named(playlist.text, 'EXT-X-DATERANGE')
    return lines.length === 0 ? null : lines.flatMap(line => dateRangeFaults(line, lines))
  }),
  rule('4.4.5.1', 'daterange-needs-dates', 'MUST', ({ playlist }) =>
    named(playlist.text, 'EXT-X-DATERANGE').length === 0
      ? null
      : unless(
          named(playlist.text, 'EXT-X-PROGRAM-DATE-TIME').length > 0,
          'there is a date range, but no EXT-X-PROGRAM-DATE-TIME',
        ),
  ),
  rule('practice', 'discontinuity-sequence-small', 'PRACTICE', ({ playlist }) =>
    // hls.js keeps an array that is as long as the number.
    unless(
      playlist.discontinuitySequence < 1_000_000,
      `the discontinuity sequence is ${playlist.discontinuitySequence}`,
    ),
  ),
]

/** Calls `look` for each segment with a date that follows one with a date; `end`: of that one, in epoch ms. */
function eachDated(
  playlist: MediaPlaylist,
  look: (segment: ListedSegment, previous: ListedSegment, end: number) => string | null,
) {
  let dated = 0
  const faults: string[] = []
  for (const [n, segment] of playlist.segments.entries()) {
    const previous = playlist.segments[n - 1]
    if (segment.date === null || previous?.date == null) continue
    dated++
    const fault = look(segment, previous, previous.date + (previous.duration ?? 0) * 1000)
    if (fault !== null) faults.push(fault)
  }
  return dated === 0 ? null : faults
}

function dateRangeFaults(line: Line, all: readonly Line[]): string[] {
  const time = (each: Line, attributeName: string): number | null => {
    const value = attributeValue(each, attributeName)
    return value === null ? null : Date.parse(withZone(value))
  }
  const id = attributeValue(line, 'ID')
  const same = all.filter(other => attributeValue(other, 'ID') === id)
  const start = same.map(each => time(each, 'START-DATE')).find(value => value !== null) ?? null
  const end = time(line, 'END-DATE')
  const seconds = attributeNumber(line, 'DURATION')
  const faults: string[] = []
  if (start === null) faults.push('there is no START-DATE')
  if (start !== null && end !== null && end < start) faults.push('it ends before it starts')
  if (start !== null && end !== null && seconds !== null && Math.abs(start + seconds * 1000 - end) > 1) {
    faults.push('END-DATE is not START-DATE plus DURATION')
  }
  if (attribute(line, 'END-ON-NEXT')) {
    if (!attribute(line, 'CLASS')) faults.push('END-ON-NEXT without a CLASS')
    if (end !== null || seconds !== null) faults.push('END-ON-NEXT with an end')
  }
  const cue = attributeValue(line, 'CUE')?.split(',') ?? []
  if (cue.includes('PRE') && cue.includes('POST')) faults.push('CUE has both PRE and POST')
  for (const other of same) {
    for (const pair of line.list?.pairs ?? []) {
      const theirs = attribute(other, pair.name)
      if (other.number > line.number && theirs && theirs.raw !== pair.raw) {
        faults.push(`${pair.name} is another on line ${other.number}`)
      }
    }
  }
  return faults.map(fault => `${id} on line ${line.number}: ${fault}`)
}
