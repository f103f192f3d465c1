import type { Logger } from '../log.ts'
import type { LadderPlan } from './ladder/plan.ts'
import type { Interruption } from './live-state.ts'
import type { Timeline } from './packager/timeline.ts'
import type { LiveFrames } from './rtc-ports.ts'
import { SlateFrames } from './slate/slate-frames.ts'
import { SlateRun } from './slate/slate-run.ts'
import type { Slates } from './slate/slates.ts'

export type AwayOptions = {
  readonly slug: string
  readonly since: number
  readonly endsAt: number
  readonly onEnd: () => void
}

type StandIn = {
  readonly slates: Slates
  readonly plan: LadderPlan
  readonly timeline: Timeline
  /** Who gets the room's pictures one by one; null for nobody. */
  readonly frames: LiveFrames | null
  /** How far the pictures were behind the clock before; milliseconds. */
  readonly lagMs: number
  readonly log: Logger
}

/** More than the host's own picture was behind, so that it finds its place after the slate when it is back. */
const extraLagMs = 300

/** setTimeout takes no more, and fires at once if it is given more. */
const longestMs = 2 ** 31 - 1

/** A time without the host's picture: a slate stands in for it, and a clock runs. */
export class Away {
  readonly #options: AwayOptions
  #endsAt: number
  #timer: NodeJS.Timeout | undefined
  #slate: SlateRun | null = null
  #slateFrames: SlateFrames | null = null
  #expected = false
  #over = false

  private constructor(options: AwayOptions) {
    this.#options = options
    this.#endsAt = options.endsAt
  }

  static start(options: AwayOptions): Away {
    const away = new Away(options)
    away.#arm()
    return away
  }

  get interruption(): Interruption {
    return { since: this.#options.since, endsAt: this.#endsAt }
  }

  wait(seconds: number): void {
    this.#endsAt = Math.max(this.#endsAt, Date.now()) + seconds * 1000
    this.#arm()
  }

  /**
   * A host has connected: the end is at least so far away. Once, since a source that cannot be shown may connect again
   * and again. False when the end stays where it was.
   */
  expect(seconds: number): boolean {
    const endsAt = Date.now() + seconds * 1000
    if (this.#expected || endsAt <= this.#endsAt) return false
    this.#expected = true
    this.#endsAt = endsAt
    this.#arm()
    return true
  }

  /** Puts the slate into the picture, unless the host has come back while it was made. */
  async standIn({ slates, plan, timeline, frames, lagMs, log }: StandIn): Promise<void> {
    const slate = await slates.prepare(this.#options.slug, plan)
    if (this.#over || !slate) return
    const lag = lagMs + extraLagMs
    const from = timeline.shownUntil ?? Date.now() - lag
    this.#slate = SlateRun.start({ timeline, slate, from, lagMs: lag })
    this.#slateFrames = frames && SlateFrames.start({ slate, frames, from, lagMs: lag })
    log.info('the slate is in the picture')
  }

  end(): void {
    this.#over = true
    clearTimeout(this.#timer)
    this.#slate?.stop()
    this.#slateFrames?.stop()
    this.#slate = null
    this.#slateFrames = null
  }

  #arm(): void {
    clearTimeout(this.#timer)
    const ms = Math.max(0, this.#endsAt - Date.now())
    this.#timer = setTimeout(this.#options.onEnd, Math.min(ms, longestMs))
  }
}
