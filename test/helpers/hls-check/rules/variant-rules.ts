import type { FetchedSegment } from '../fetched.ts'
import { stretch } from '../media-digest.ts'
import type { Variant } from '../multivariant.ts'
import { attribute } from '../playlist-text.ts'
import { type Rule, rule } from '../rule.ts'
import type { PresentationSubject as Subject } from './presentation-rules.ts'

type Judged = {
  readonly variant: Variant
  readonly rendition: string
  readonly segments: readonly FetchedSegment[]
}

/**
 * Each variant of each multivariant playlist, with the media that it speaks of: what came to the end of its media
 * playlist both before and after it was loaded. While a stream changes over, there is none.
 */
function variantsOf({ scene, listings }: Subject): Judged[] {
  const judged = new Map<string, Judged>()
  for (const { exchange, multivariant } of scene.multivariants) {
    for (const variant of multivariant.variants) {
      if (variant.uri === null) continue
      const rendition = new URL(variant.uri, scene.evidence.url).href
      const seen = scene.seen(rendition)
      const around = [
        seen.findLast(each => each.exchange.endedAt <= exchange.askedAt),
        seen.find(each => each.exchange.askedAt >= exchange.endedAt),
      ].flatMap(each => each?.playlist ?? [])
      const maps = new Set(around.map(({ segments }) => segments.at(-1)?.map?.uri))
      const fetched = listings.get(rendition)?.fetchedSegments ?? []
      const [map] = maps
      if (!scene.evidence.complete && (maps.size !== 1 || around.some(({ ended }) => ended))) continue
      const segments = scene.evidence.complete
        ? fetched
        : fetched.filter(({ listed }) => listed.map?.uri === map)
      judged.set(`${multivariant.text.text} ${rendition} ${map}`, { variant, rendition, segments })
    }
  }
  return [...judged.values()]
}

/** §4.1: of any contiguous set that lasts about a target duration; bits a second. */
export function peakBitRate(segments: readonly FetchedSegment[], target: number): number {
  let peak = 0
  for (const [n, first] of segments.entries()) {
    let bits = 0
    let seconds = 0
    for (const [m, { listed, media }] of segments.slice(n).entries()) {
      if (listed.msn !== first.listed.msn + m || listed.duration === null) break
      bits += media.size * 8
      seconds += listed.duration
      if (seconds > 1.5 * target + 0.5) break
      if (seconds >= 0.5 * target) peak = Math.max(peak, bits / seconds)
    }
  }
  return peak
}

/** What a multivariant playlist says of its variants, beside what they really have. */
export const variantRules: readonly Rule<Subject>[] = [
  rule('6.2.4', 'codecs-complete', 'MUST', subject =>
    eachVariant(subject, ({ variant }, segment) => {
      if (variant.codecs === null) return null
      const said = variant.codecs.map(codec => codec.split('.')[0])
      return segment.init?.tracks
        .map(({ codec }) => codec.split('.')[0])
        .filter(codec => !said.includes(codec))
        .map(codec => `${variant.uri}: ${codec} is in ${segment.listed.msn}, but not in CODECS`)
    }),
  ),
  rule('practice', 'codecs-exact', 'PRACTICE', subject =>
    eachVariant(subject, ({ variant }, segment) => {
      const { codecs } = variant
      if (codecs === null) return null
      const family = (codec: string) => codec.split('.')[0]
      return segment.init?.tracks
        .filter(({ codec }) => codec.includes('.') && codecs.some(each => family(each) === family(codec)))
        .filter(({ codec }) => !codecs.some(each => each.toLowerCase() === codec.toLowerCase()))
        .map(({ codec }) => `${variant.uri}: ${segment.listed.msn} is ${codec}, CODECS are ${codecs.join()}`)
    }),
  ),
  rule('practice', 'codecs-present', 'PRACTICE', subject =>
    eachVariant(subject, ({ variant }, segment) => {
      if (variant.codecs === null || variant.groups.length > 0 || !segment.init) return null
      const there = segment.init.tracks.map(({ codec }) => codec.split('.')[0])
      return variant.codecs
        .filter(codec => !there.includes(codec.split('.')[0]))
        .map(codec => `${variant.uri}: ${codec} is promised, but ${segment.listed.msn} has none`)
    }),
  ),
  rule('practice', 'resolution-exact', 'PRACTICE', subject => {
    const faults = variantsOf(subject).flatMap(each => {
      const { resolution, uri } = each.variant
      const real = each.segments.flatMap(({ init }) =>
        (init?.tracks ?? [])
          .filter(({ handler }) => handler === 'vide')
          .map(({ width, height }) => `${width}x${height}`),
      )
      if (resolution === null || real.length === 0) return []
      // A recording may have several: then it is to be one of them.
      return [real.includes(resolution) ? '' : `${uri} is said to be ${resolution}, but is ${real[0]}`]
    })
    return faults.length === 0 ? null : faults.filter(Boolean)
  }),
  rule('4.4.6.2', 'frame-rate', 'SHOULD', subject =>
    eachVariant(subject, ({ variant }, segment) => {
      const rate = frameRate(segment)
      if (rate === null || rate <= 30.5 || variant.iFrames) return null
      return attribute(variant.line, 'FRAME-RATE')
        ? []
        : [`${variant.uri} has ${rate.toFixed(1)} pictures a second`]
    }),
  ),
  rule('4.4.6.2', 'bandwidth', 'MUST', subject => bandwidth(subject, true)),
  rule('4.4.6.2', 'bandwidth-of-live', 'SHOULD', subject => bandwidth(subject, false)),
  rule('4.4.6.2', 'average-bandwidth', 'MUST', subject => {
    if (!subject.scene.evidence.complete) return null
    const variants = variantsOf(subject).filter(({ variant }) => variant.averageBandwidth !== null)
    if (variants.length === 0) return null
    return variants.flatMap(({ variant, rendition }) => {
      const segments = subject.listings.get(rendition)?.fetchedSegments ?? []
      const real = averageBitRate(segments)
      const said = variant.averageBandwidth ?? 0
      return said >= real * 0.9 && said <= real * 1.1
        ? []
        : [`${variant.uri} says ${said}, it is ${Math.ceil(real)}`]
    })
  }),
]

const averageBitRate = (segments: readonly FetchedSegment[]): number => {
  const bits = segments.reduce((sum, { media }) => sum + media.size * 8, 0)
  return bits / segments.reduce((sum, { listed }) => sum + (listed.duration ?? 0), 0)
}

/** Of a recording, all of which was measured, it must be right; of a live stream it should be enough. */
function bandwidth(subject: Subject, complete: boolean) {
  if (subject.scene.evidence.complete !== complete) return null
  const measured = variantsOf(subject).flatMap(each => {
    const { segments } = each
    const target = subject.scene.seen(each.rendition).at(-1)?.playlist.targetDuration ?? null
    const peak = target === null ? 0 : peakBitRate(segments, target)
    return peak === 0 || each.variant.bandwidth === null || each.variant.groups.length > 0
      ? []
      : [{ variant: each.variant, peak }]
  })
  if (measured.length === 0) return null
  return measured
    .filter(({ variant, peak }) => {
      const said = variant.bandwidth ?? 0
      // As Apple's validator does it, a tenth is not held against a server.
      return said < peak / (complete ? 1.001 : 1.1) || (complete && said > peak * 1.1)
    })
    .map(({ variant, peak }) => `${variant.uri} says ${variant.bandwidth}, its peak is ${Math.ceil(peak)}`)
}

function frameRate({ init, media }: FetchedSegment): number | null {
  const id = init?.tracks.find(({ handler }) => handler === 'vide')?.id
  const span = id === undefined ? null : stretch(media, id)
  return span && span.end > span.start ? span.samples / (span.end - span.start) : null
}

function eachVariant(
  subject: Subject,
  look: (each: Judged, segment: FetchedSegment) => string[] | null | undefined,
) {
  let looked = 0
  const faults: string[] = []
  for (const each of variantsOf(subject)) {
    for (const segment of each.segments) {
      const found = look(each, segment)
      if (found == null) continue
      looked++
      faults.push(...found)
    }
  }
  return looked === 0 ? null : faults
}
