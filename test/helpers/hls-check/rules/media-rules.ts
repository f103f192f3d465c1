import type { Exchange } from '../evidence.ts'
import type { FetchedPart, FetchedSegment } from '../fetched.ts'
import { type MediaDigest, mainTrack, type Stretch, stretch } from '../media-digest.ts'
import type { MediaPlaylist } from '../media-playlist.ts'
import type { InitDigest } from '../mp4-init.ts'
import { type Rule, rule, unless, type Verdict } from '../rule.ts'

export type MapSubject = { readonly exchange: Exchange; readonly media: MediaDigest }
export type SegmentSubject = FetchedSegment & {
  readonly playlist: MediaPlaylist
  readonly independentSegments: boolean
  /** Those of its parts that were fetched, when they are all. */
  readonly parts: readonly FetchedPart[] | null
}
export type PartSubject = FetchedPart
/** Two segments of a rendition, one after the other. */
export type PairSubject = { readonly previous: FetchedSegment; readonly next: FetchedSegment }

const label = ({ listed }: FetchedSegment | FetchedPart): string => `${listed.msn} (${listed.uri})`
/** How exactly a duration must be said, in seconds. */
const exact = 0.02
/** What is lost between timescales. */
const gapSeconds = 0.005

const onInit = (check: (init: InitDigest, media: MediaDigest) => Verdict) => (subject: MapSubject) =>
  subject.media.init === null ? null : check(subject.media.init, subject.media)

export const mapRules: readonly Rule<MapSubject>[] = [
  rule('3.1.2', 'init-readable', 'MUST', ({ exchange, media }) =>
    unless(
      media.format === 'init' || (media.format === 'ts' && media.broken === null),
      `${exchange.url} is not an initialization section: ${media.broken ?? media.format}`,
    ),
  ),
  rule(
    '3.1.2',
    'init-ftyp',
    'MUST',
    onInit(({ brands, order }) => {
      const known = brands.some(brand => /^(iso[6-9]|isoa|isob|isoc|mp42|cmf.|dash)$/.test(brand))
      return [
        ...(order[0] === 'ftyp' && order.indexOf('moov') > 0 ? [] : ['ftyp is not followed by moov']),
        ...(known ? [] : [`none of the brands is iso6 or higher: ${brands.join(', ')}`]),
      ]
    }),
  ),
  rule(
    '3.1',
    'init-without-samples',
    'MUST',
    onInit(({ order, tracks }) => [
      ...order.filter(type => type === 'mdat' || type === 'moof').map(type => `it has a ${type}`),
      ...tracks.filter(({ samples }) => samples > 0).map(({ id }) => `track ${id} has samples`),
    ]),
  ),
  rule(
    '3.1.2',
    'init-durations-zero',
    'MUST',
    onInit(({ movieDuration, tracks }) => [
      ...(movieDuration === 0 ? [] : [`mvhd has a duration of ${movieDuration}`]),
      ...tracks
        .filter(({ headerDuration }) => headerDuration !== 0)
        .map(({ id, headerDuration }) => `the tkhd of track ${id} has a duration of ${headerDuration}`),
    ]),
  ),
  rule(
    '3.1.2',
    'init-mvex',
    'MUST',
    onInit(({ movie }) => unless(movie.includes('mvex'), 'there is no mvex')),
  ),
  rule(
    '3.1.2',
    'init-mvex-last',
    'SHOULD',
    onInit(({ movie }) =>
      movie.includes('mvex')
        ? unless(movie.indexOf('mvex') > movie.lastIndexOf('trak'), 'mvex does not follow the last trak')
        : null,
    ),
  ),
  rule(
    '3.1.2',
    'no-external-data',
    'MUST',
    onInit(({ tracks }) =>
      tracks.filter(({ external }) => external).map(({ id }) => `the data of track ${id} is elsewhere`),
    ),
  ),
]

type MediaSubject = FetchedSegment | FetchedPart

const readable: readonly Rule<MediaSubject>[] = [
  rule('3.1', 'format', 'MUST', subject =>
    isEncrypted(subject)
      ? null
      : unless(
          subject.media.size > 0 && !['unknown', 'init'].includes(subject.media.format),
          `${label(subject)} is in no supported format: ${subject.media.broken ?? subject.media.format}`,
        ),
  ),
  rule('3.1.2', 'track-ids', 'MUST', subject => {
    const { media, init } = subject
    if (!init || media.fragments.length === 0) return null
    const ids = init.tracks.map(({ id }) => id)
    return media.fragments
      .flat()
      .filter(({ id }) => !ids.includes(id))
      .map(({ id }) => `${label(subject)}: track ${id} is not in the initialization section`)
  }),
  rule('3.1.2', 'tfdt', 'MUST', subject =>
    subject.media.fragments.length === 0
      ? null
      : subject.media.fragments
          .flat()
          .filter(({ start }) => start === null)
          .map(({ id }) => `${label(subject)}: track ${id} has no tfdt`),
  ),
  rule('3.1.2', 'relative-addressing', 'MUST', subject =>
    subject.media.fragments.length === 0
      ? null
      : subject.media.fragments
          .flat()
          .filter(({ relative }) => !relative)
          .map(({ id }) => `${label(subject)}: track ${id} has a base data offset`),
  ),
]

const isEncrypted = (subject: MediaSubject): boolean =>
  'encrypted' in subject.listed && subject.listed.encrypted

function mainStretch({ init, media }: MediaSubject): Stretch | null {
  const track = init && mainTrack(init)
  return track == null ? null : stretch(media, track)
}

const videoOf = (init: InitDigest | null): number | null =>
  init?.tracks.find(({ handler }) => handler === 'vide')?.id ?? null

/** The fragments of the video track; null when there is none. */
function pictures({ init, media }: MediaSubject) {
  const id = videoOf(init)
  if (id === null || media.fragments.length === 0) return null
  return media.fragments.flat().filter(fragment => fragment.id === id && fragment.samples > 0)
}

export const segmentRules: readonly Rule<SegmentSubject>[] = [
  ...readable,
  rule('3.1.2', 'map-applied', 'MUST', subject =>
    subject.media.format === 'fmp4'
      ? unless(subject.listed.map !== null, `no EXT-X-MAP applies to ${label(subject)}`)
      : null,
  ),
  rule('4.4.4.1', 'extinf-is-duration', 'MUST', subject => {
    const span = mainStretch(subject)
    const said = subject.listed.duration
    if (!span || said === null) return null
    const real = span.end - span.start
    return unless(
      Math.abs(real - said) <= exact,
      `${label(subject)} is said to have ${said} s, but has ${real.toFixed(4)} s`,
    )
  }),
  rule('4.4.2.1', 'independent-segments', 'MUST', subject => {
    const fragments = pictures(subject)
    if (!fragments || !subject.independentSegments) return null
    return unless(
      fragments[0]?.beginsWithKeyframe === true,
      `${label(subject)} does not begin with a keyframe`,
    )
  }),
  rule('3', 'keyframe', 'SHOULD', subject => {
    const fragments = pictures(subject)
    if (!fragments) return null
    return unless(
      fragments.some(({ hasKeyframe }) => hasKeyframe),
      `${label(subject)} has no keyframe`,
    )
  }),
  rule('4.4.4.8', 'bitrate', 'MUST', subject => {
    const { bitrate, duration, range } = subject.listed
    if (bitrate === null || !duration || range) return null
    const real = (subject.media.size * 8) / duration / 1000
    return unless(
      bitrate >= 0.9 * real && bitrate <= 1.1 * real,
      `${label(subject)} is said to have ${bitrate} kbit/s, but has ${real.toFixed(0)}`,
    )
  }),
  rule('3.2', 'parts-are-the-segment', 'MUST', subject => {
    const { parts, media } = subject
    if (!parts || media.fragments.length === 0) return null
    const samples = (fragments: MediaDigest['fragments']) =>
      fragments
        .flat()
        .filter(track => track.samples > 0)
        .map(track => `${track.id} ${track.start?.toFixed(4)} ${track.samples} ${track.hash}`)
        .sort()
        .join()
    return unless(
      samples(media.fragments) === samples(parts.flatMap(part => part.media.fragments)),
      `the parts of ${label(subject)} have other samples than it`,
    )
  }),
  rule('practice', 'parts-are-bytes-of-the-segment', 'PRACTICE', subject => {
    const { parts, media } = subject
    if (!parts || media.boxes.length === 0) return null
    const bytes = (boxes: MediaDigest['boxes']) => boxes.map(box => `${box.type} ${box.hash}`).join()
    return unless(
      bytes(media.boxes) === bytes(parts.flatMap(part => part.media.boxes)),
      `the parts of ${label(subject)}, joined, are not its bytes`,
    )
  }),
  rule('practice', 'tracks-have-samples', 'PRACTICE', subject => {
    const { init, media } = subject
    if (!init || media.fragments.length === 0) return null
    return init.tracks
      .filter(({ id }) => !media.fragments.flat().some(track => track.id === id && track.samples > 0))
      .map(({ id, handler }) => `${label(subject)} has nothing of track ${id} (${handler})`)
  }),
  rule('practice', 'tracks-start-together', 'PRACTICE', subject => {
    const spans = subject.init?.tracks.flatMap(({ id }) => stretch(subject.media, id) ?? []) ?? []
    if (spans.length < 2) return null
    const starts = spans.map(({ start }) => start)
    const apart = Math.max(...starts) - Math.min(...starts)
    return unless(apart <= 0.5, `the tracks of ${label(subject)} start ${apart.toFixed(3)} s apart`)
  }),
]

export const partRules: readonly Rule<PartSubject>[] = [
  rule('4.4.4.9', 'part-is-duration', 'MUST', subject => {
    const span = mainStretch(subject)
    if (!span) return null
    const real = span.end - span.start
    return unless(
      Math.abs(real - subject.listed.duration) <= exact,
      `part ${subject.listed.index} of ${label(subject)} is said to have ${subject.listed.duration} s, ` +
        `but has ${real.toFixed(4)} s`,
    )
  }),
  rule('4.4.4.9', 'independent-is-true', 'MUST', subject => {
    const fragments = pictures(subject)
    if (!fragments || !subject.listed.independent) return null
    return unless(
      fragments.some(({ hasKeyframe }) => hasKeyframe),
      `part ${subject.listed.index} of ${label(subject)} is said to be independent, but has no keyframe`,
    )
  }),
  rule('4.4.4.9', 'independent-is-said', 'SHOULD', subject => {
    const fragments = pictures(subject)
    if (!fragments?.some(({ hasKeyframe }) => hasKeyframe)) return null
    return unless(
      subject.listed.independent,
      `part ${subject.listed.index} of ${label(subject)} has a keyframe, but is not said to be independent`,
    )
  }),
  rule('practice', 'independent-begins-with-keyframe', 'PRACTICE', subject => {
    const fragments = pictures(subject)
    if (!subject.listed.independent || !fragments?.some(({ hasKeyframe }) => hasKeyframe)) return null
    return unless(
      fragments[0]?.beginsWithKeyframe === true,
      `part ${subject.listed.index} of ${label(subject)} has its keyframe behind other pictures`,
    )
  }),
]

const tracksOf = (init: InitDigest): string =>
  init.tracks.map(({ id, handler }) => `${handler} ${id}`).join(', ')
const encodingOf = (init: InitDigest): string =>
  init.tracks
    .map(({ codec, width, height, timescale }) => `${codec} ${width}x${height} ${timescale}`)
    .join(', ')

const within =
  (check: (previous: InitDigest, next: InitDigest, pair: PairSubject) => Verdict) => (pair: PairSubject) =>
    pair.next.listed.discontinuity || !pair.previous.init || !pair.next.init
      ? null
      : check(pair.previous.init, pair.next.init, pair)

export const pairRules: readonly Rule<PairSubject>[] = [
  rule(
    '4.4.4.3',
    'tracks-change',
    'MUST',
    within((previous, next, pair) =>
      unless(
        tracksOf(previous) === tracksOf(next),
        `${label(pair.next)} has other tracks without a discontinuity: ${tracksOf(next)}`,
      ),
    ),
  ),
  rule(
    '6.2.1',
    'encoding-changes',
    'MUST',
    within((previous, next, pair) =>
      tracksOf(previous) === tracksOf(next)
        ? unless(
            encodingOf(previous) === encodingOf(next),
            `${label(pair.next)} is encoded otherwise without a discontinuity: ${encodingOf(next)}`,
          )
        : null,
    ),
  ),
  rule('3', 'timestamps-continue', 'MUST', ({ previous, next }) => {
    const { init } = next
    if (next.listed.discontinuity || !init || !previous.init || tracksOf(init) !== tracksOf(previous.init)) {
      return null
    }
    const pairs = init.tracks.flatMap(({ id, handler }) => {
      const a = stretch(previous.media, id)
      const b = stretch(next.media, id)
      return a && b ? [{ handler, gap: b.start - a.end }] : []
    })
    if (pairs.length === 0) return null
    return pairs
      .filter(({ gap }) => Math.abs(gap) > gapSeconds)
      .map(
        ({ handler, gap }) =>
          `${label(next)}: its ${handler} begins ${gap.toFixed(4)} s after the end of ${previous.listed.msn}`,
      )
  }),
]
