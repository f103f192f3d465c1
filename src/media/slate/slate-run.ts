import type { Run } from '../packager/segment.ts'
import type { Timeline } from '../packager/timeline.ts'
import type { Slate } from './slate.ts'

export type SlateRunOptions = {
  readonly timeline: Pick<Timeline, 'openRun' | 'add'>
  readonly slate: Slate
  /** PROGRAM-DATE-TIME at which the slate begins. Milliseconds since the epoch. */
  readonly from: number
  /** How far behind the clock the end of the last part stays. Milliseconds. */
  readonly lagMs: number
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/** What is further from the clock than this is given up, not caught up with: nobody waits for it any more. */
const maxStrayMs = 30_000

/** Lets the parts of a slate into a timeline, each when the clock has come to its end. */
export class SlateRun {
  readonly #options: SlateRunOptions
  readonly #now: () => number
  readonly #partMs: number
  #run: Run
  #index = 0
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  private constructor(options: SlateRunOptions, run: Run) {
    const { framesPerPart, frameRate } = options.slate.plan
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#partMs = (framesPerPart / frameRate.value) * 1000
    this.#run = run
  }

  /** What is due already is in the timeline when it returns. */
  static start(options: SlateRunOptions): SlateRun {
    const { plan, inits } = options.slate
    // Now, not with the first part: a run that is opened after this one is to take its place, not the other way.
    const run = options.timeline.openRun({ kind: 'slate', plan, startedAt: options.from, inits })
    const slateRun = new SlateRun(options, run)
    slateRun.#release()
    return slateRun
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #release(): void {
    if (this.#stopped) return
    const { timeline, slate, lagMs } = this.#options
    const due = this.#now() - lagMs
    if (Math.abs(due - this.#endOf(this.#index)) > maxStrayMs) this.#goOnFrom(due)
    for (; this.#endOf(this.#index) <= due; this.#index++) {
      timeline.add(this.#run, slate.part(this.#index))
    }
    // Not longer than a part, so that a clock that is set does not go unnoticed.
    const wait = Math.min(this.#endOf(this.#index) - due, this.#partMs)
    this.#timer = setTimeout(() => this.#release(), wait)
  }

  /** Behind a gap that a run cannot have: as another run, which keeps its place among the others and its inits. */
  #goOnFrom(time: number): void {
    this.#run = { ...this.#run, startedAt: time }
    this.#index = 0
  }

  #endOf(index: number): number {
    return this.#run.startedAt + (index + 1) * this.#partMs
  }
}
