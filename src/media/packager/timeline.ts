import type { Part } from './part.ts'
import {
  anyPart,
  anyRendition,
  completeSegment,
  type OpenSegment,
  type PartSet,
  type RenditionSegment,
  type Run,
  renditionName,
  type Segment,
} from './segment.ts'
import { type WaitEnd, Waiting } from './waiting.ts'

export type TimelineOptions = {
  readonly segmentSeconds: number
  readonly partSeconds: number
  readonly playlistSegments: number
}

/**
 * The numbers that the first segment gets: players must never see one go back, also over a restart of the server.
 * Those of discontinuities should stay small: hls.js (1.7) keeps an array that is as long as the number, and walks it.
 */
export type TimelineStart = { readonly msn: number; readonly discontinuities: number }

/** Requests that may wait for one room's next part. */
const maxWaiting = 20_000

/**
 * What players can see of a room: a bounded window of segments in memory, and the parts of the one that is being
 * made. `onSegment` is called with each complete segment; it must not throw.
 */
export class Timeline {
  readonly options: TimelineOptions
  readonly #onSegment: (segment: Segment) => void
  readonly #waiting: Waiting
  /** What was made from the present state. */
  readonly #made = new Map<string, string | null>()
  /** Complete, without a gap in their numbers. */
  #segments: Segment[] = []
  #open: (OpenSegment & { readonly parts: PartSet[] }) | null = null
  /** The number of the open segment, or of the next one. */
  #nextMsn: number
  #nextRun: number
  #discontinuities: number
  #listedFrom: number
  /** The run of the newest part. */
  #run: Run | null = null
  #shownUntil: number | null = null
  #ended = false

  constructor(options: TimelineOptions, start: TimelineStart, onSegment: (segment: Segment) => void) {
    this.options = options
    this.#nextMsn = start.msn
    this.#nextRun = start.msn
    this.#discontinuities = start.discontinuities
    this.#listedFrom = start.msn
    this.#onSegment = onSegment
    // rfc8216bis 6.2.5.2: a server that has blocked for three target durations says 503.
    this.#waiting = new Waiting(maxWaiting, options.segmentSeconds * 3000)
  }

  get ended(): boolean {
    return this.#ended
  }

  /** How many discontinuities there have been, with those before `start`. */
  get discontinuities(): number {
    return this.#discontinuities
  }

  /** The complete segments that the playlists show, oldest first. */
  get listed(): readonly Segment[] {
    const first = this.#segments[0]?.msn ?? this.#nextMsn
    return this.#segments.slice(Math.max(0, this.#listedFrom - first))
  }

  /** The segment that is being made; it has at least one part. */
  get open(): OpenSegment | null {
    return this.#open
  }

  /** Where the next part will stand. */
  get next(): { readonly msn: number; readonly part: number } {
    return { msn: this.#nextMsn, part: this.#open?.parts.length ?? 0 }
  }

  /** PROGRAM-DATE-TIME at the end of the last part, in milliseconds since the epoch; null before the first. */
  get shownUntil(): number | null {
    return this.#shownUntil
  }

  /** How many requests wait. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** A new broadcast: what an ended one left is not shown in its playlist. */
  begin(): void {
    if (!this.#ended) return
    this.#ended = false
    this.#listedFrom = this.#nextMsn
    this.#changed()
  }

  end(): void {
    if (this.#ended) return
    this.#close()
    this.#ended = true
    this.#changed()
  }

  openRun(details: Omit<Run, 'id'>): Run {
    const id = Math.max(this.#nextRun, this.#nextMsn)
    this.#nextRun = id + 1
    return { id, ...details }
  }

  /**
   * Shows the next part of every rendition. The segment that it completes is closed at once: on the run's own grid,
   * counted from its 0. A part of another run closes the one before; the run before that is over, and what still
   * comes of it is not shown.
   */
  add(run: Run, parts: PartSet): void {
    const part = anyPart(parts)
    if (!part || this.#ended) return
    if (this.#run && run !== this.#run) {
      if (run.id < this.#run.id) return
      this.#close()
    }
    this.#open ??= this.#openSegment(run)
    this.#open.parts.push(parts)
    this.#run = run
    const { frameRate, framesPerPart, partsPerSegment } = run.plan
    const end = part.start + part.duration
    this.#shownUntil = run.startedAt + end * 1000
    const frames = Math.round(end * frameRate.value)
    if (frames % (framesPerPart * partsPerSegment) === 0) this.#close()
    this.#changed()
  }

  /** Completes the open segment, short as it may be: its run is over. */
  closeSegment(): void {
    if (!this.#open) return
    this.#close()
    this.#changed()
  }

  part(msn: number, index: number, name: string): Part | undefined {
    const open = this.#open
    if (open?.msn === msn) return open.parts[index]?.get(renditionName(open.run, name))
    return this.rendition(msn, name)?.parts[index]
  }

  rendition(msn: number, name: string): RenditionSegment | undefined {
    const segment = this.#segments[msn - (this.#segments[0]?.msn ?? 0)]
    return segment?.renditions.get(renditionName(segment.run, name))
  }

  run(id: number): Run | undefined {
    if (this.#open?.run.id === id) return this.#open.run
    return this.#segments.find(segment => segment.run.id === id)?.run
  }

  /**
   * Whether the playlist holds this part, or for a `part` of null this whole segment, or a later one. A part
   * beyond the last of its segment is the first of the next (rfc8216bis 6.2.5.2).
   */
  reached(msn: number, part: number | null): boolean {
    if (msn > this.#nextMsn) return false
    if (msn === this.#nextMsn) return part !== null && part < (this.#open?.parts.length ?? 0)
    const segment = this.#segments[msn - (this.#segments[0]?.msn ?? 0)]
    const count = segment && anyRendition(segment)?.parts.length
    if (part === null || count === undefined || part < count) return true
    return this.reached(msn + 1, 0)
  }

  /** Waits until `ready`, which is asked at each change, or the timeline's end. */
  wait(ready: () => boolean, signal: AbortSignal): Promise<WaitEnd> {
    return this.#waiting.wait(() => this.#ended || ready(), signal)
  }

  /** What `make` makes of the timeline as it is now: made once, until it changes. */
  made(key: string, make: () => string | null): string | null {
    let made = this.#made.get(key)
    if (made === undefined) {
      made = make()
      this.#made.set(key, made)
    }
    return made
  }

  #openSegment(run: Run): OpenSegment & { readonly parts: PartSet[] } {
    const discontinuity = this.#run !== null && this.#run !== run
    if (discontinuity) this.#discontinuities++
    return {
      msn: this.#nextMsn,
      run,
      discontinuity,
      discontinuitySequence: this.#discontinuities,
      parts: [],
    }
  }

  #close(): void {
    if (!this.#open) return
    const segment = completeSegment(this.#open)
    this.#open = null
    this.#nextMsn++
    this.#segments.push(segment)
    this.#trim()
    this.#onSegment(segment)
  }

  #changed(): void {
    this.#made.clear()
    this.#waiting.wake()
  }

  /**
   * The window is a length of time, so that a row of short segments does not make the playlist shorter than three
   * target durations (rfc8216bis 6.2.2). What has left it stays for as long again as a slow player needs to have
   * read what it has been shown: by then, a segment was there for its own duration and the playlist's.
   */
  #trim(): void {
    const { segmentSeconds, playlistSegments } = this.options
    const window = segmentSeconds * playlistSegments - 0.001
    let seconds = 0
    let listedFrom = this.#nextMsn
    let keptFrom = this.#nextMsn
    for (const segment of this.#segments.toReversed()) {
      if (seconds >= window + 3 * segmentSeconds) break
      if (seconds < window) listedFrom = segment.msn
      keptFrom = segment.msn
      seconds += anyRendition(segment)?.duration ?? 0
    }
    this.#listedFrom = Math.max(this.#listedFrom, listedFrom)
    this.#segments = this.#segments.filter(({ msn }) => msn >= keptFrom)
  }
}
