import type { Logger } from '../log.ts'
import type { LadderPlan } from './ladder/plan.ts'
import type { Interruption } from './live-state.ts'
import type { Timeline } from './packager/timeline.ts'
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
  /** How far the pictures were behind the clock before; milliseconds. */
  readonly lagMs: number
  readonly log: Logger
}

/** More than the host's own picture was behind, so that it finds its place after the slate when it is back. */
const extraLagMs = 300

/** A time without the host's picture: a slate stands in for it, and a clock runs. */
export class Away {
  readonly #options: AwayOptions
  #endsAt: number
  #timer: NodeJS.Timeout | undefined
  #slate: SlateRun | null = null
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

  /** Puts the slate into the picture, unless the host has come back while it was made. */
  async standIn({ slates, plan, timeline, lagMs, log }: StandIn): Promise<void> {
    const slate = await slates.prepare(this.#options.slug, plan)
    if (this.#over || !slate) return
    const lag = lagMs + extraLagMs
    const from = timeline.shownUntil ?? Date.now() - lag
    this.#slate = SlateRun.start({ timeline, slate, from, lagMs: lag })
    log.info('the slate is in the picture')
  }

  end(): void {
    this.#over = true
    clearTimeout(this.#timer)
    this.#slate?.stop()
    this.#slate = null
  }

  #arm(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#options.onEnd, Math.max(0, this.#endsAt - Date.now()))
  }
}
