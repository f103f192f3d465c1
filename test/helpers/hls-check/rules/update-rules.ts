import { before, duration, type ListedSegment, lastPosition, type MediaPlaylist } from '../media-playlist.ts'
import { placedParts } from '../placed-parts.ts'
import { named } from '../playlist-text.ts'
import { type Rule, rule, unless, type Verdict } from '../rule.ts'

/** Two answers to the same client, one after the other. */
type Subject = { readonly old: MediaPlaylist; readonly now: MediaPlaylist }

const headers = ['VERSION', 'INDEPENDENT-SEGMENTS', 'PART-INF', 'SERVER-CONTROL', 'PLAYLIST-TYPE'].map(
  name => `EXT-X-${name}`,
)

const byMsn = ({ segments }: MediaPlaylist) => new Map(segments.map(segment => [segment.msn, segment]))
const byUri = ({ segments }: MediaPlaylist) => new Map(segments.map(segment => [placeOf(segment), segment]))
const placeOf = ({ uri, range }: ListedSegment): string => `${uri} ${range?.offset ?? ''}`

const removed = ({ old, now }: Subject): ListedSegment[] =>
  old.segments.filter(({ msn }) => msn < now.mediaSequence)

/** Segments that both list by the same number, as they should. */
function common({ old, now }: Subject): { old: ListedSegment; now: ListedSegment }[] {
  const later = byMsn(now)
  return old.segments.flatMap(segment => {
    const same = later.get(segment.msn)
    return same ? [{ old: segment, now: same }] : []
  })
}

/** The numbers still mean what they meant, so that segments can be compared by them. */
function renumbered({ old, now }: Subject): string[] {
  const later = byUri(now)
  return old.segments.flatMap(segment => {
    const same = later.get(placeOf(segment))
    return same && same.msn !== segment.msn ? [`${segment.uri} was ${segment.msn}, and is ${same.msn}`] : []
  })
}

const wentBack = ({ old, now }: Subject): boolean => now.mediaSequence < old.mediaSequence

/** For rules on what is comparable only while the sequence is in order. */
const inOrder = (check: (subject: Subject) => Verdict) => (subject: Subject) =>
  wentBack(subject) || renumbered(subject).length > 0 ? null : check(subject)

export const updateRules: readonly Rule<Subject>[] = [
  rule('6.2.2', 'media-sequence-never-back', 'MUST', subject =>
    unless(!wentBack(subject), `from ${subject.old.mediaSequence} to ${subject.now.mediaSequence}`),
  ),
  rule('6.2.2', 'media-sequence-counts-removed', 'MUST', subject =>
    wentBack(subject) ? null : renumbered(subject),
  ),
  rule(
    '6.2.1',
    'segments-unchanged',
    'MUST',
    inOrder(subject =>
      common(subject)
        .filter(
          ({ old, now }) => old.text !== now.text && old.discontinuitySequence === now.discontinuitySequence,
        )
        // A MAP is said again before the first segment that is listed.
        .filter(({ old, now }) => withoutMap(old) !== withoutMap(now) || old.map?.uri !== now.map?.uri)
        .map(({ old, now }) => `${old.msn} was '${flat(old.text)}', and is '${flat(now.text)}'`),
    ),
  ),
  rule(
    '6.2.1',
    'segments-not-withdrawn',
    'MUST',
    inOrder(({ old, now }) => {
      const last = old.segments.at(-1)
      if (!last) return null
      const end = now.mediaSequence + now.segments.length
      return unless(last.msn < end, `${last.msn} was listed, but now ${end - 1} is the last`)
    }),
  ),
  rule(
    '6.2.1',
    'parts-unchanged',
    'MUST',
    inOrder(subject => {
      const parts = placedParts(subject.old)
      if (parts.length === 0) return null
      const later = new Map(placedParts(subject.now).map(part => [`${part.msn} ${part.index}`, part]))
      return parts.flatMap(part => {
        const same = later.get(`${part.msn} ${part.index}`)
        return same && same.text !== part.text ? [`was '${part.text}', and is '${same.text}'`] : []
      })
    }),
  ),
  rule(
    '6.2.1',
    'parts-not-withdrawn',
    'MUST',
    inOrder(({ old, now }) => {
      if (old.openParts.length === 0) return null
      const last = lastPosition(old)
      const segment = now.segments.find(({ msn }) => msn === last.msn)
      if (segment && segment.parts.length > last.part) return []
      // A segment whose parts are too old to be listed does not take them back.
      if (segment && segment.parts.length === 0) return null
      return unless(
        !before(lastPosition(now), last) && !(segment && segment.parts.length <= last.part),
        `part ${last.part} of ${last.msn} is gone`,
      )
    }),
  ),
  rule(
    '6.2.2',
    'parts-removed-in-order',
    'MUST',
    inOrder(subject => {
      const pairs = common(subject).filter(({ old }) => old.parts.length > 0)
      if (pairs.length === 0) return null
      const kept = pairs.findIndex(({ now }) => now.parts.length > 0)
      return pairs
        .filter(({ now }, n) => kept !== -1 && n > kept && now.parts.length === 0)
        .map(({ old }) => `the parts of ${old.msn} are gone, but those of an older segment are not`)
    }),
  ),
  rule(
    '6.2.1',
    'parts-stay-at-live-edge',
    'MUST',
    inOrder(({ old, now }) => {
      const target = now.targetDuration
      if (target === null || placedParts(old).length === 0 || now.ended) return null
      const had = new Map(old.segments.map(({ msn, parts }) => [msn, parts.length]))
      let behind = now.openParts.reduce((sum, part) => sum + part.duration, 0)
      const early: string[] = []
      for (const segment of [...now.segments].reverse()) {
        behind += segment.duration ?? 0
        const gone = (had.get(segment.msn) ?? 0) > 0 && segment.parts.length === 0
        // Out of order is another rule's.
        const older = now.segments.some(({ msn, parts }) => msn < segment.msn && parts.length > 0)
        if (gone && !older && behind <= 3 * target + 1e-6) {
          early.push(`the parts of ${segment.msn} are gone, ${behind.toFixed(3)} s from the end`)
        }
      }
      return early
    }),
  ),
  rule('6.2.2', 'discontinuity-sequence-never-back', 'MUST', ({ old, now }) =>
    unless(
      now.discontinuitySequence >= old.discontinuitySequence || !now.hasDiscontinuitySequence,
      `from ${old.discontinuitySequence} to ${now.discontinuitySequence}`,
    ),
  ),
  rule(
    '6.2.2',
    'discontinuity-sequence-counts-removed',
    'MUST',
    inOrder(subject => {
      const { old, now } = subject
      if (now.discontinuitySequence < old.discontinuitySequence) return null
      return common(subject)
        .filter(pair => pair.old.discontinuitySequence !== pair.now.discontinuitySequence)
        .map(
          pair =>
            `the discontinuity sequence of ${pair.old.msn} was ${pair.old.discontinuitySequence}, ` +
            `and is ${pair.now.discontinuitySequence}`,
        )
    }),
  ),
  rule('6.2.2', 'discontinuity-sequence-said', 'MUST', subject => {
    const { old, now } = subject
    const discontinuities = old.hasDiscontinuitySequence || old.segments.some(each => each.discontinuity)
    if (removed(subject).length === 0 || !discontinuities) return null
    return unless(
      now.hasDiscontinuitySequence,
      'segments were removed from among discontinuities, but there is no EXT-X-DISCONTINUITY-SEQUENCE',
    )
  }),
  rule('6.2.1', 'target-duration-constant', 'MUST', ({ old, now }) =>
    old.targetDuration === null || now.targetDuration === null
      ? null
      : unless(
          old.targetDuration === now.targetDuration,
          `from ${old.targetDuration} to ${now.targetDuration}`,
        ),
  ),
  rule('6.2.1', 'header-constant', 'MUST', ({ old, now }) =>
    headers.flatMap(name => {
      const was = named(old.text, name)[0]?.text ?? 'nothing'
      const is = named(now.text, name)[0]?.text ?? 'nothing'
      return was === is ? [] : [`was ${was}, and is ${is}`]
    }),
  ),
  rule('4.4.3.4', 'end-is-final', 'MUST', ({ old, now }) => {
    if (!old.ended) return null
    const more = now.mediaSequence + now.segments.length > old.mediaSequence + old.segments.length
    return unless(now.ended && !more, now.ended ? 'it has grown after its end' : 'it has an end no more')
  }),
  rule('6.2.1', 'vod-constant', 'MUST', ({ old, now }) =>
    old.type === 'VOD' && old.ended
      ? unless(now.text.text === old.text.text, 'a VOD playlist has changed')
      : null,
  ),
  rule('6.2.1', 'event-only-grows', 'MUST', subject =>
    subject.old.type === 'EVENT'
      ? unless(removed(subject).length === 0, 'an EVENT playlist has lost segments')
      : null,
  ),
  rule('6.2.2', 'live-long-enough', 'MUST', subject => {
    const { now } = subject
    if (removed(subject).length === 0 || now.ended || now.targetDuration === null) return null
    const seconds = duration(now)
    return unless(
      seconds >= 3 * now.targetDuration - 1e-6,
      `segments were removed, so that ${seconds.toFixed(3)} s are left, less than three target durations`,
    )
  }),
]

const withoutMap = ({ text }: ListedSegment): string =>
  text
    .split('\n')
    .filter(line => !line.startsWith('#EXT-X-MAP:'))
    .join('\n')

const flat = (text: string): string => text.replaceAll('\n', ' ')
