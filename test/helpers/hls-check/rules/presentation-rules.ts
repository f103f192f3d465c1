import type { FetchedSegment, Listing } from '../fetched.ts'
import { mainTrack, type Stretch, stretch } from '../media-digest.ts'
import type { ListedSegment, MediaPlaylist } from '../media-playlist.ts'
import { named } from '../playlist-text.ts'
import { type Rule, rule } from '../rule.ts'
import type { Scene } from '../scene.ts'

/** The whole of what was seen, with a listing for each rendition. */
export type PresentationSubject = {
  readonly scene: Scene
  readonly listings: ReadonlyMap<string, Listing>
}
type Subject = PresentationSubject

/** How exactly times of renditions must match, in seconds. */
const exact = 0.05
/** Segments whose dates are so far apart are not the same ones. */
const sequenceMs = 500

const lastOf = ({ scene }: Subject): [string, MediaPlaylist][] =>
  scene.renditions.flatMap(rendition => {
    const last = scene.seen(rendition).at(-1)
    return last ? [[rendition, last.playlist] as [string, MediaPlaylist]] : []
  })

const firstOf = ({ scene }: Subject): [string, MediaPlaylist][] =>
  scene.renditions.flatMap(rendition => {
    const [first] = scene.seen(rendition)
    return first ? [[rendition, first.playlist] as [string, MediaPlaylist]] : []
  })

function same(pairs: readonly [string, string][]) {
  if (pairs.length < 2) return null
  const [[, wanted] = ['', '']] = pairs
  return pairs
    .filter(([, value]) => value !== wanted)
    .map(([uri, value]) => `${uri}: ${value}, not ${wanted}`)
}

const start = (segment: FetchedSegment): Stretch | null => {
  const track = segment.init && mainTrack(segment.init)
  return track == null ? null : stretch(segment.media, track)
}

/** Dates of segments that have none themselves follow from those before. */
function dated(listing: Listing): Map<number, number> {
  const dates = new Map<number, number>()
  let next: number | null = null
  let expected = -1
  for (const segment of [...listing.segments.values()].sort((a, b) => a.msn - b.msn)) {
    const date: number | null = segment.date ?? (segment.msn === expected ? next : null)
    if (date !== null) dates.set(segment.msn, date)
    next = date === null ? null : date + (segment.duration ?? 0) * 1000
    expected = segment.msn + 1
  }
  return dates
}

/**
 * The number of the segment that begins when this one does, in the other's dates; null where there is none. Where a
 * broadcast broke off a segment may be as short as the tolerance: of two, the nearest is meant.
 */
function twinOf(
  msn: number,
  own: ReadonlyMap<number, number>,
  others: ReadonlyMap<number, number>,
): number | null {
  const date = own.get(msn)
  if (date === undefined) return null
  const [nearest] = [...others]
    .map(([other, at]) => ({ other, apart: Math.abs(at - date) }))
    .filter(({ apart }) => apart <= exact * 1000)
    .toSorted((a, b) => a.apart - b.apart || Math.abs(a.other - msn) - Math.abs(b.other - msn))
  return nearest?.other ?? null
}

/** Each rendition beside the first one. */
function beside<T>(subject: Subject, look: (first: Listing, other: Listing, uri: string) => T): T[] | null {
  const [[, first] = [], ...others] = [...subject.listings]
  if (!first || others.length === 0) return null
  return others.map(([uri, other]) => look(first, other, uri))
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`

export const presentationRules: readonly Rule<Subject>[] = [
  rule('6.2.4', 'same-target-duration', 'MUST', subject =>
    same(lastOf(subject).map(([uri, playlist]) => [uri, `${playlist.targetDuration}`])),
  ),
  rule('6.2.4', 'same-playlist-type', 'MUST', subject =>
    same(lastOf(subject).map(([uri, playlist]) => [uri, `${playlist.type}`])),
  ),
  rule('6.2.4', 'same-server-control', 'MUST', subject =>
    same(
      firstOf(subject).map(([uri, playlist]) => {
        const [line] = named(playlist.text, 'EXT-X-SERVER-CONTROL')
        const pairs = line?.list?.pairs.map(({ name, raw }) => `${name}=${raw}`).sort()
        return [uri, pairs?.join(',') ?? 'no EXT-X-SERVER-CONTROL']
      }),
    ),
  ),
  rule('6.2.4', 'dates-in-all', 'MUST', subject => {
    const playlists = lastOf(subject).filter(([, { segments }]) => segments.length > 0)
    return same(
      playlists.map(([uri, { text }]) => [
        uri,
        named(text, 'EXT-X-PROGRAM-DATE-TIME').length > 0 ? 'dates' : 'no dates',
      ]),
    )
  }),
  rule('6.2.4', 'dates-consistent', 'MUST', subject =>
    matched(subject, (a, b) => {
      if (Math.abs(a.start - b.start) > exact || a.date === null || b.date === null) return null
      const apart = Math.abs(a.date - b.date)
      return apart <= exact * 1000 ? '' : `the dates of ${b.msn} are ${seconds(apart)} apart`
    }),
  ),
  rule('6.2.4', 'timestamps-match', 'MUST', subject =>
    matched(subject, (a, b) => {
      if (a.date === null || b.date === null || Math.abs(a.date - b.date) > exact * 1000) return null
      const apart = Math.abs(a.start - b.start)
      return apart <= exact ? '' : `of the same date, but ${apart.toFixed(3)} s apart: ${b.msn}`
    }),
  ),
  rule('6.2.4', 'discontinuity-sequences-match', 'MUST', subject => {
    let looked = 0
    const faults = beside(subject, (first, other, uri) => {
      const dates = dated(first)
      const times = dated(other)
      return [...other.segments.values()].flatMap(segment => {
        const twin = first.segments.get(twinOf(segment.msn, times, dates) ?? -1)
        if (!twin) return []
        looked++
        return twin.discontinuitySequence === segment.discontinuitySequence
          ? []
          : [`${uri}: ${segment.msn} is ${segment.discontinuitySequence}, not ${twin.discontinuitySequence}`]
      })
    })
    return looked === 0 ? null : (faults?.flat() ?? null)
  }),
  rule('6.2.4', 'same-content', 'MUST', subject => {
    const shortest = Math.min(...lastOf(subject).map(([, { targetDuration }]) => targetDuration ?? 6))
    const faults = beside(subject, (first, other, uri) => [
      ...holes(first, other, shortest).map(msn => `${uri} lacks what is ${msn} in the first rendition`),
      ...holes(other, first, shortest).map(msn => `the first rendition lacks what is ${msn} of ${uri}`),
    ])
    return faults?.flat() ?? null
  }),
  rule('6.2.4', 'vod-same-start', 'MUST', subject => {
    if (lastOf(subject)[0]?.[1].type !== 'VOD') return null
    const starts = beside(subject, (first, other, uri) => {
      const a = first.fetchedSegments[0] && start(first.fetchedSegments[0])
      const b = other.fetchedSegments[0] && start(other.fetchedSegments[0])
      return a && b && Math.abs(a.start - b.start) > exact
        ? [`${uri} starts at ${b.start}, not ${a.start}`]
        : []
    })
    return starts?.flat() ?? null
  }),
  rule('practice', 'same-media-sequence', 'PRACTICE', subject => {
    const faults = beside(subject, (first, other, uri) => {
      const dates = dated(first)
      return [...dated(other)]
        .filter(([msn, date]) => Math.abs((dates.get(msn) ?? date) - date) > sequenceMs)
        .map(([msn]) => `${msn} of ${uri} is not of the same time as ${msn} of the first rendition`)
    })
    return faults?.flat() ?? null
  }),
  rule('6.2.4', 'same-audio', 'SHOULD', subject => {
    let looked = 0
    const faults = beside(subject, (first, other, uri) => {
      const sounds = new Map(first.fetchedSegments.map(each => [soundKey(each), soundHash(each)]))
      return other.fetchedSegments.flatMap(segment => {
        const wanted = sounds.get(soundKey(segment))
        const hash = soundHash(segment)
        if (wanted == null || hash === null) return []
        looked++
        return wanted === hash ? [] : [`the sound of ${segment.listed.msn} of ${uri} is another encoding`]
      })
    })
    return looked === 0 ? null : (faults?.flat() ?? null)
  }),
  rule('4.4.2.1', 'independent-segments-said-once', 'SHOULD', ({ scene }) => {
    const all = scene.multivariants.some(
      ({ multivariant }) => named(multivariant.text, 'EXT-X-INDEPENDENT-SEGMENTS').length > 0,
    )
    if (!all) return null
    return scene.renditions
      .filter(rendition => scene.seen(rendition).at(-1)?.playlist.independentSegments)
      .map(rendition => `the multivariant playlist says so for all, and ${rendition} says it again`)
  }),
  rule('6.2.4', 'date-ranges-same', 'MUST', subject => {
    const ranges = lastOf(subject).map(([uri, { text }]): [string, string] => [
      uri,
      named(text, 'EXT-X-DATERANGE')
        .map(line => line.text)
        .sort()
        .join(' '),
    ])
    const with_ = ranges.filter(([, value]) => value !== '')
    return with_.length === 0 ? null : same(with_)
  }),
]

type Timed = { readonly msn: number; readonly date: number | null; readonly start: number }

/** Pairs of segments with the same number, within the same stretch without discontinuities. */
function matched(subject: Subject, look: (a: Timed, b: Timed) => string | null) {
  let looked = 0
  const timed = (listing: Listing): Map<number, Timed & { sequence: number }> => {
    const dates = dated(listing)
    return new Map(
      listing.fetchedSegments.flatMap(segment => {
        const span = start(segment)
        const { msn, discontinuitySequence } = segment.listed
        const date = dates.get(msn) ?? null
        return span ? [[msn, { msn, date, start: span.start, sequence: discontinuitySequence }]] : []
      }),
    )
  }
  const faults = beside(subject, (first, other, uri) => {
    const ours = timed(first)
    return [...timed(other).values()].flatMap(segment => {
      const twin = ours.get(segment.msn)
      const fault = twin && look(twin, segment)
      if (fault == null) return []
      looked++
      return fault === '' ? [] : [`${uri}: ${fault}`]
    })
  })
  return looked === 0 ? null : (faults?.flat() ?? null)
}

/** What one rendition lists well inside of the other's time, but the other does not. */
function holes(one: Listing, other: Listing, shortest: number): number[] {
  const dates = dated(other)
  const spans = [...dates].map(([msn, date]) => ({ date, end: date + lengthMs(other.segments.get(msn)) }))
  const from = Math.min(...spans.map(({ date }) => date))
  const to = Math.max(...spans.map(({ end }) => end))
  return [...dated(one)]
    .filter(([msn, date]) => {
      const middle = date + lengthMs(one.segments.get(msn)) / 2
      const inside = middle > from + shortest * 1000 && middle < to - shortest * 1000
      return inside && !spans.some(span => span.date <= middle && middle < span.end)
    })
    .map(([msn]) => msn)
}

/** What has no duration is as long as any. */
const lengthMs = (segment: ListedSegment | undefined): number => (segment?.duration ?? 1) * 1000

function soundOf({ init, media }: FetchedSegment) {
  const id = init?.tracks.find(({ handler }) => handler === 'soun')?.id
  return media.fragments.flat().filter(track => track.id === id && track.samples > 0)
}

const soundKey = (segment: FetchedSegment): string => {
  const sound = soundOf(segment)
  const samples = sound.reduce((sum, track) => sum + track.samples, 0)
  return `${segment.listed.discontinuitySequence} ${segment.listed.date} ${sound[0]?.start?.toFixed(4)} ${samples}`
}

const soundHash = (segment: FetchedSegment): string | null => {
  const sound = soundOf(segment)
  return sound.length === 0 ? null : sound.map(({ hash }) => hash).join()
}
