import type { LadderPlan } from '../ladder/plan.ts'
import type { InitSegment } from './init-segment.ts'
import type { Part } from './part.ts'

/** One encoder's stretch as players see it: between two discontinuities. */
export type Run = {
  /** Never given twice in a room, so that an init segment's address is not either; later runs have higher ones. */
  readonly id: number
  /** A slate stands in for a host who is away. */
  readonly kind: 'source' | 'slate'
  readonly plan: LadderPlan
  /** Milliseconds since the epoch at its timeline's 0. */
  readonly startedAt: number
  /** By rendition, in the plan's order. */
  readonly inits: ReadonlyMap<string, InitSegment>
}

/** One part of every rendition, by its name: of the same pictures. */
export type PartSet = ReadonlyMap<string, Part>

/** What one rendition holds of a segment. Seconds on the run's timeline; its bytes are those of its parts. */
export type RenditionSegment = {
  readonly start: number
  readonly duration: number
  readonly size: number
  readonly parts: readonly Part[]
}

/** What a segment is before it is complete. */
export type SegmentHead = {
  readonly msn: number
  readonly run: Run
  /** Another run came before. */
  readonly discontinuity: boolean
  /** How many discontinuities lie before or at its start. */
  readonly discontinuitySequence: number
}

export type OpenSegment = SegmentHead & { readonly parts: readonly PartSet[] }

export type Segment = SegmentHead & {
  readonly renditions: ReadonlyMap<string, RenditionSegment>
}

/** The segment that these parts, of which there is at least one, make up. */
export function completeSegment({ parts, ...head }: OpenSegment): Segment {
  const renditions = new Map<string, RenditionSegment>()
  for (const name of head.run.inits.keys()) {
    const own = parts.flatMap(set => set.get(name) ?? [])
    const [first] = own
    const last = own.at(-1)
    if (!first || !last) continue
    const duration = last.start + last.duration - first.start
    const size = own.reduce((sum, part) => sum + part.bytes.length, 0)
    renditions.set(name, { start: first.start, duration, size, parts: own })
  }
  return { ...head, renditions }
}

/** All renditions are cut alike: what holds for one in time holds for each. */
export function anyRendition(segment: Segment): RenditionSegment | undefined {
  return segment.renditions.values().next().value
}

export function anyPart(parts: PartSet | undefined): Part | undefined {
  return parts?.values().next().value
}

/**
 * The rendition that goes by a name in a run. When a publisher with another picture takes over, the ladder may
 * lack a name that players are in the middle of: they get the nearest in size.
 */
export function renditionName(run: Run, name: string): string {
  if (run.inits.has(name)) return name
  const wanted = Number.parseInt(name, 10)
  const distance = (other: string) => Math.abs(Number.parseInt(other, 10) - wanted)
  return [...run.inits.keys()].reduce((best, other) => (distance(other) < distance(best) ? other : best))
}
