import type { LadderPlan } from '../ladder/plan.ts'
import type { IndexEntry, RunEntry, SegmentEntry, Summary } from './index-entry.ts'

/** Where bytes lie in the file of a rendition. */
export type Slice = { readonly rendition: string; readonly at: number; readonly length: number }

/** Where bytes lie in the file of pictures. */
export type Picture = { readonly at: number; readonly length: number }

/** A segment on the replay's own time; seconds, but `since`: epoch milliseconds of its first picture. */
export type RecordedSegment = {
  readonly run: number
  readonly discontinuity: boolean
  readonly since: number
  readonly duration: number
}

/** Offsets and lengths of one rendition by segment; -1 where a run lacks it. */
type Lane = { readonly at: number[]; readonly length: number[]; end: number }

type Span = { at: number; since: number; durationSeconds: number }

/** Segments of a run follow one another to the tick; this much is lost in floats. */
const tolerance = 0.05

/**
 * What the index says, in memory: columns of numbers, because a show of six hours has ten thousand segments.
 * Both the recorder, after each line that it has written, and the reader of an index feed it.
 */
export class Recording {
  readonly #runs: RunEntry[] = []
  readonly #lanes = new Map<string, Lane>()
  readonly #runOf: number[] = []
  readonly #since: number[] = []
  readonly #duration: number[] = []
  readonly #breaks = new Set<number>()
  readonly #spans: Span[] = []
  readonly #thumbnails: Picture[] = []
  #thumbnailSize: { readonly width: number; readonly height: number } | null = null
  #cover: Picture | null = null
  #picturesEnd = 0
  #indexBytes = 0
  #seconds = 0
  #runEnd = 0
  #targetDuration = 0
  #endedAt: number | null = null

  /** `indexBytes`: the length of the entry's line. */
  apply(entry: IndexEntry, indexBytes: number): void {
    this.#indexBytes += indexBytes
    if (entry.type === 'run') this.#addRun(entry)
    else if (entry.type === 'segment') this.#addSegment(entry)
    else if (entry.type === 'thumbnails') this.#thumbnailSize = { width: entry.width, height: entry.height }
    else if (entry.type === 'thumbnail') this.#thumbnails.push(this.#picture(entry))
    else if (entry.type === 'cover') this.#cover = this.#picture(entry)
    else this.#endedAt = entry.at
  }

  /** Nothing more comes, or nothing more can be written. Epoch milliseconds. */
  end(at: number): void {
    this.#endedAt ??= at
  }

  /** More comes after all. */
  reopen(): void {
    this.#endedAt = null
  }

  /** Segments. */
  get count(): number {
    return this.#duration.length
  }

  get runs(): readonly RunEntry[] {
    return this.#runs
  }

  /** Epoch milliseconds; null while more may come. */
  get endedAt(): number | null {
    return this.#endedAt
  }

  get seconds(): number {
    return this.#seconds
  }

  get indexBytes(): number {
    return this.#indexBytes
  }

  get bytes(): number {
    let sum = this.#indexBytes + this.#picturesEnd
    for (const { end } of this.#lanes.values()) sum += end
    return sum
  }

  get cover(): Picture | null {
    return this.#cover
  }

  get plan(): LadderPlan | null {
    return this.#runs.at(-1)?.plan ?? null
  }

  /** Every rendition that any run has, best first. */
  get names(): readonly string[] {
    return [...this.#lanes.keys()].sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
  }

  /**
   * Seconds, rounded as EXTINF is compared to it. Fixed by the first run, because it must not change (6.2.1); it
   * grows all the same when the setting was raised in the middle of a show: worse would be a longer segment.
   */
  get targetDuration(): number {
    return this.#targetDuration
  }

  segment(n: number): RecordedSegment | null {
    const run = this.#runOf[n]
    const since = this.#since[n]
    const duration = this.#duration[n]
    if (run === undefined || since === undefined || duration === undefined) return null
    return { run, since, duration, discontinuity: this.#breaks.has(n) }
  }

  /** A segment's bytes in the rendition that goes by this name in its run. */
  slice(n: number, name: string): Slice | null {
    const rendition = this.#renditionIn(this.#runOf[n], name)
    const lane = rendition === null ? undefined : this.#lanes.get(rendition)
    const at = lane?.at[n]
    const length = lane?.length[n]
    if (rendition === null || at === undefined || length === undefined || at < 0) return null
    return { rendition, at, length }
  }

  init(run: number, name: string): Slice | null {
    const rendition = this.#renditionIn(run, name)
    const init = rendition === null ? undefined : this.#runs[run]?.inits[rendition]
    return rendition === null || !init ? null : { rendition, at: init.at, length: init.length }
  }

  thumbnail(n: number): Picture | null {
    return this.#thumbnails[n] ?? null
  }

  get thumbnailCount(): number {
    return this.#thumbnails.length
  }

  get thumbnailSize(): { readonly width: number; readonly height: number } | null {
    return this.#thumbnailSize
  }

  /** The length of the file of pictures, as far as the index names it. */
  get picturesEnd(): number {
    return this.#picturesEnd
  }

  /** When its last picture ends, epoch milliseconds; null before the first. */
  get shownUntil(): number | null {
    const last = this.#spans.at(-1)
    return last ? last.since + last.durationSeconds * 1000 : null
  }

  /** The length of a rendition's file, as far as the index names it. */
  laneEnd(name: string): number {
    return this.#lanes.get(name)?.end ?? 0
  }

  /** Null before the first segment. */
  summary(): Summary | null {
    const [first] = this.#spans
    const { plan } = this
    if (!first || !plan) return null
    const size = this.#thumbnailSize
    const count = this.#thumbnails.length
    return {
      startedAt: first.since,
      durationSeconds: this.#seconds,
      spans: this.#spans.map(span => ({ ...span })),
      thumbnails: size && count > 0 ? { ...size, count } : null,
      hasCover: this.#cover !== null,
      bytes: this.bytes,
      plan,
    }
  }

  #addRun(entry: RunEntry): void {
    this.#runs.push(entry)
    this.#endedAt = null
    for (const [name, init] of Object.entries(entry.inits)) {
      const lane = this.#lanes.get(name) ?? {
        at: this.#duration.map(() => -1),
        length: this.#duration.map(() => -1),
        end: 0,
      }
      lane.end = Math.max(lane.end, init.at + init.length)
      this.#lanes.set(name, lane)
    }
  }

  #addSegment(entry: SegmentEntry): void {
    const run = this.#runs.at(-1)
    if (!run) return
    const n = this.count
    const since = run.startedAt + entry.start * 1000
    const goesOn =
      this.#runOf.at(-1) === this.#runs.length - 1 && Math.abs(entry.start - this.#runEnd) < tolerance
    if (!goesOn) {
      if (n > 0) this.#breaks.add(n)
      this.#spans.push({ at: this.#seconds, since, durationSeconds: 0 })
    }
    const span = this.#spans.at(-1)
    if (span) span.durationSeconds += entry.duration
    this.#runOf.push(this.#runs.length - 1)
    this.#since.push(since)
    this.#duration.push(entry.duration)
    this.#seconds += entry.duration
    this.#runEnd = entry.start + entry.duration
    if (n === 0) this.#targetDuration = nominalSeconds(run.plan)
    this.#targetDuration = Math.max(1, this.#targetDuration, Math.round(entry.duration))
    for (const [name, lane] of this.#lanes) {
      const [at, length] = entry.media[name] ?? [-1, -1]
      lane.at.push(at)
      lane.length.push(length)
      lane.end = Math.max(lane.end, at + length)
    }
  }

  #picture({ at, length }: Picture): Picture {
    this.#picturesEnd = Math.max(this.#picturesEnd, at + length)
    return { at, length }
  }

  /** As `renditionName` of the timeline: who is in the middle of a name that a run lacks gets the nearest. */
  #renditionIn(run: number | undefined, name: string): string | null {
    const inits = run === undefined ? undefined : this.#runs[run]?.inits
    if (!inits || !this.#lanes.has(name)) return null
    if (inits[name]) return name
    const wanted = Number.parseInt(name, 10)
    const distance = (other: string) => Math.abs(Number.parseInt(other, 10) - wanted)
    const names = Object.keys(inits)
    return names.length === 0
      ? null
      : names.reduce((best, other) => (distance(other) < distance(best) ? other : best))
  }
}

function nominalSeconds(plan: LadderPlan): number {
  return Math.round((plan.partsPerSegment * plan.framesPerPart) / plan.frameRate.value)
}
