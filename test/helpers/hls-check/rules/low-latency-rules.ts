import type { MediaPlaylist } from '../media-playlist.ts'
import { type PlacedPart, placedParts } from '../placed-parts.ts'
import { named } from '../playlist-text.ts'
import { type Rule, rule, unless } from '../rule.ts'
import type { Seen } from '../scene.ts'

/** A full playlist, and the addresses of all of its presentation. */
type Subject = Seen & { readonly renditions: readonly string[]; readonly expectLowLatency: boolean }

/** What is lost between the decimals of a playlist and a float. */
const epsilon = 1e-6

const label = ({ msn, index, uri }: PlacedPart): string => `part ${index} of ${msn} (${uri})`

export const lowLatencyRules: readonly Rule<Subject>[] = [
  rule('4.4.3.7', 'part-inf', 'MUST', ({ playlist }) =>
    placedParts(playlist).length === 0
      ? null
      : unless(named(playlist.text, 'EXT-X-PART-INF').length > 0, 'there are parts, but no EXT-X-PART-INF'),
  ),
  rule('4.4.3.8', 'can-skip-until', 'MUST', ({ playlist }) => {
    const { control, targetDuration } = playlist
    if (control?.canSkipUntil == null || targetDuration === null) return null
    return unless(
      control.canSkipUntil >= 6 * targetDuration - epsilon,
      `CAN-SKIP-UNTIL=${control.canSkipUntil} is less than six target durations of ${targetDuration} s`,
    )
  }),
  rule('4.4.3.8', 'skip-dateranges', 'MUST', ({ playlist: { control } }) =>
    control?.canSkipDateRanges
      ? unless(control.canSkipUntil !== null, 'CAN-SKIP-DATERANGES without CAN-SKIP-UNTIL')
      : null,
  ),
  rule('4.4.3.8', 'hold-back', 'MUST', ({ playlist }) => {
    const { control, targetDuration } = playlist
    if (control?.holdBack == null || targetDuration === null) return null
    return unless(
      control.holdBack >= 3 * targetDuration - epsilon,
      `HOLD-BACK=${control.holdBack} is less than three target durations of ${targetDuration} s`,
    )
  }),
  rule('4.4.3.8', 'part-hold-back', 'MUST', ({ playlist }) =>
    named(playlist.text, 'EXT-X-PART-INF').length === 0
      ? null
      : unless(playlist.control?.partHoldBack != null, 'there is no PART-HOLD-BACK'),
  ),
  rule('4.4.3.8', 'part-hold-back-twice', 'MUST', ({ playlist }) =>
    partHoldBack(playlist, 2, 'less than two part target durations'),
  ),
  rule('4.4.3.8', 'part-hold-back-thrice', 'SHOULD', ({ playlist }) =>
    (playlist.control?.partHoldBack ?? 0) < 2 * (playlist.partTarget ?? 0)
      ? null
      : partHoldBack(playlist, 3, 'less than three part target durations'),
  ),
  rule('4.4.4.9', 'tags-before-first-part', 'MUST', ({ playlist }) => {
    const late: string[] = []
    let inParts = false
    for (const { uri, name, number, text } of playlist.text.lines) {
      if (uri) inParts = false
      if (name === 'EXT-X-PART') inParts = true
      const early = /^EXT-X-(DISCONTINUITY|KEY|MAP|PROGRAM-DATE-TIME)$/.test(name ?? '')
      if (inParts && early) late.push(`line ${number} comes after the first part of its segment: ${text}`)
    }
    return placedParts(playlist).length === 0 ? null : late
  }),
  rule('4.4.4.9', 'part-within-target', 'MUST', ({ playlist }) => {
    const target = playlist.partTarget
    const parts = placedParts(playlist)
    if (target === null || parts.length === 0) return null
    return parts
      .filter(part => part.duration > target + epsilon)
      .map(part => `${label(part)} of ${part.duration} s is longer than ${target} s`)
  }),
  rule('4.4.4.9', 'part-long-enough', 'MUST', ({ playlist }) => {
    const target = playlist.partTarget
    const parts = placedParts(playlist)
    if (target === null || parts.length === 0) return null
    return parts
      .filter(
        (part, n) =>
          part.duration < 0.85 * target - epsilon &&
          !(part.independent || part.gap || part.maybeLast || parts[n + 1]?.gap),
      )
      .map(part => `${label(part)} of ${part.duration} s is shorter than 85 % of ${target} s`)
  }),
  rule('4.4.4.9', 'no-parts-of-i-frames', 'SHOULD', ({ playlist }) =>
    playlist.iFramesOnly ? unless(placedParts(playlist).length === 0, 'an I-frame playlist has parts') : null,
  ),
  rule('4.4.5.3', 'no-hint-after-end', 'MUST', ({ playlist }) =>
    playlist.ended ? unless(playlist.hints.length === 0, 'it has ended, but hints at more') : null,
  ),
  rule('6.2.6', 'one-hint-of-a-type', 'SHOULD', ({ playlist: { hints } }) => {
    if (hints.length === 0) return null
    const types = hints.map(({ type }) => type)
    return types.filter((type, n) => types.indexOf(type) !== n).map(type => `a second hint of type ${type}`)
  }),
  rule('B.1', 'hint', 'SHOULD', ({ playlist }) =>
    placedParts(playlist).length === 0 || playlist.ended
      ? null
      : unless(
          playlist.hints.some(({ type }) => type === 'PART'),
          'there are parts, but no hint at the next one',
        ),
  ),
  rule('B.1', 'dates', 'SHOULD', ({ playlist }) =>
    placedParts(playlist).length === 0
      ? null
      : unless(
          named(playlist.text, 'EXT-X-PROGRAM-DATE-TIME').length > 0,
          'there is no EXT-X-PROGRAM-DATE-TIME',
        ),
  ),
  rule('4.4.5.4', 'report-uri-relative', 'MUST', ({ playlist: { reports } }) =>
    reports.length === 0
      ? null
      : reports
          .filter(({ uri }) => /^[a-z][a-z0-9+.-]*:/i.test(uri))
          .map(({ uri }) => `the URI of a report is not relative: ${uri}`),
  ),
  rule('B.1', 'rendition-reports', 'MUST', ({ playlist, rendition, renditions }) => {
    if (placedParts(playlist).length === 0 || playlist.ended || renditions.length < 2) return null
    const reported = playlist.reports.map(({ uri }) => new URL(uri, rendition).href)
    return [
      ...renditions
        .filter(other => other !== rendition && !reported.includes(other))
        .map(other => `there is no report on ${other}`),
      ...reported.filter((uri, n) => reported.indexOf(uri) !== n).map(uri => `two reports on ${uri}`),
    ]
  }),
  rule('6.2.2', 'old-parts-removed', 'SHOULD', ({ playlist }) => {
    const target = playlist.targetDuration
    if (target === null || placedParts(playlist).length === 0 || playlist.ended) return null
    let behind = 0
    const old: string[] = []
    for (const segment of [...playlist.segments].reverse()) {
      // Whole segments lose their parts at once, so that one of them may be older than that.
      if (segment.parts.length > 0 && behind > 4 * target) old.push(`${segment.msn} still has its parts`)
      behind += segment.duration ?? 0
    }
    return old
  }),
  rule('B.1', 'low-latency-offered', 'MUST', ({ playlist, expectLowLatency }) =>
    expectLowLatency && !playlist.ended
      ? unless(
          playlist.control?.canBlockReload === true && playlist.partTarget !== null,
          'low latency was expected, but CAN-BLOCK-RELOAD or EXT-X-PART-INF is missing',
        )
      : null,
  ),
]

function partHoldBack({ control, partTarget }: MediaPlaylist, times: number, fault: string) {
  if (control?.partHoldBack == null || partTarget === null) return null
  return unless(
    control.partHoldBack >= times * partTarget - epsilon,
    `PART-HOLD-BACK=${control.partHoldBack} is ${fault} of ${partTarget} s`,
  )
}
