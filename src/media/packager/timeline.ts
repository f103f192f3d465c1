import type { LadderPlan } from '../ladder/plan.ts'
import type { InitSegment } from './init-segment.ts'
import type { RenditionSegment } from './segmenter.ts'

/** One FFmpeg run as players see it: between two discontinuities. */
export type Run = {
  /** The number of its first segment: never given twice, so that an init segment's address is not either. */
  readonly id: number
  readonly plan: LadderPlan
  /** Milliseconds since the epoch at its timeline's 0. */
  readonly startedAt: number
  /** By rendition, in the plan's order. */
  readonly inits: ReadonlyMap<string, InitSegment>
}

export type Segment = {
  readonly msn: number
  readonly run: Run
  /** The first of its run, where another run came before. */
  readonly discontinuity: boolean
  /** How many discontinuities lie before or at its start. */
  readonly discontinuitySequence: number
  readonly renditions: ReadonlyMap<string, RenditionSegment>
}

export type TimelineOptions = {
  readonly segmentSeconds: number
  readonly playlistSegments: number
}

const firstHour = Date.UTC(2026, 0) / 3_600_000

/**
 * What players can see of a room: a bounded window of segments in memory. Sequence numbers start at the
 * seconds of the epoch; as no segment is shorter than a second for long, they also go up over a restart of the
 * server, which has no memory of the numbers that it gave before. Those of discontinuities start at hours and stay
 * small: hls.js (1.7) keeps an array that is as long as the number, and walks it; seconds would hang the page.
 */
export class Timeline {
  readonly options: TimelineOptions
  #segments: Segment[] = []
  #nextMsn: number
  #discontinuities: number
  #listedFrom: number
  #ended = false

  constructor(options: TimelineOptions, now: number) {
    this.options = options
    this.#nextMsn = Math.floor(now / 1000)
    this.#discontinuities = Math.floor(now / 3_600_000 - firstHour)
    this.#listedFrom = this.#nextMsn
  }

  get ended(): boolean {
    return this.#ended
  }

  /** What the playlists show, oldest first. */
  get listed(): readonly Segment[] {
    return this.#segments.filter(segment => segment.msn >= this.#listedFrom)
  }

  get latest(): Segment | undefined {
    return this.#segments.at(-1)
  }

  /** A new broadcast: what an ended one left is not shown in its playlist. */
  begin(): void {
    if (!this.#ended) return
    this.#ended = false
    this.#listedFrom = this.#nextMsn
  }

  end(): void {
    this.#ended = true
  }

  openRun(details: Omit<Run, 'id'>): Run {
    return { id: this.#nextMsn, ...details }
  }

  append(run: Run, renditions: Segment['renditions']): Segment {
    const previous = this.#segments.at(-1)
    const discontinuity = previous !== undefined && previous.run !== run
    if (discontinuity) this.#discontinuities++
    const segment = {
      msn: this.#nextMsn++,
      run,
      discontinuity,
      discontinuitySequence: this.#discontinuities,
      renditions,
    }
    this.#segments.push(segment)
    this.#trim()
    return segment
  }

  segment(msn: number): Segment | undefined {
    return this.#segments.find(segment => segment.msn === msn)
  }

  run(id: number): Run | undefined {
    return this.#segments.find(segment => segment.run.id === id)?.run
  }

  /**
   * RFC 8216, 6.2.2: a segment stays for its own duration and that of the longest playlist that held it after
   * it has left the playlist, for those who read slowly.
   */
  #trim(): void {
    const { playlistSegments } = this.options
    this.#listedFrom = Math.max(this.#listedFrom, this.#nextMsn - playlistSegments)
    const oldest = this.#nextMsn - 2 * playlistSegments - 1
    this.#segments = this.#segments.filter(segment => segment.msn >= oldest)
  }
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
