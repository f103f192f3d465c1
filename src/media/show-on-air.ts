import { setTimeout as sleep } from 'node:timers/promises'
import type { Bus } from '../events.ts'
import type { Logger } from '../log.ts'
import { Away } from './away.ts'
import type { LadderPlan } from './ladder/plan.ts'
import type { Interruption } from './live-state.ts'
import type { Segment } from './packager/segment.ts'
import type { Timeline } from './packager/timeline.ts'
import { Quiet } from './quiet.ts'
import type { Recorder } from './replay/recorder.ts'
import type { LiveFrames } from './rtc-ports.ts'
import type { Slates } from './slate/slates.ts'

export type ShowOnAirOptions = {
  readonly slug: string
  readonly showId: string
  readonly since: number
  /** Null before its first segment. Milliseconds since the epoch. */
  readonly liveSince: number | null
  /** Of its newest picture; null when nothing is known of any. */
  readonly plan: LadderPlan | null
  readonly recorder: Recorder
  readonly timeline: Timeline
  readonly slates: Slates
  /** Gets the slate's pictures one by one; null for nobody. */
  readonly frames: LiveFrames | null
  readonly bus: Bus
  readonly log: Logger
  readonly graceSeconds: number
  /** Whoever sends at the time. */
  readonly host: { flowing(): boolean; pause(): Promise<void> }
  /** The host has not come back in time. */
  readonly onOver: (reason: string) => void
}

/** A host who is connected, and sends nothing or nothing yet, has at least so long: it may be this server that hangs. */
const hostSeconds = 15
const flushMs = 500

/**
 * A show from its first publisher to its end: whether it is live, and whether its host is away. Announces stream.live,
 * .interrupted, .resumed and .offline.
 */
export class ShowOnAir {
  readonly #options: ShowOnAirOptions
  #liveSince: number | null
  #plan: LadderPlan | null
  #away: Away | null = null
  #quiet: Quiet | null = null
  #lagMs = 700
  #endedAt: number | null = null

  constructor(options: ShowOnAirOptions) {
    this.#options = options
    this.#liveSince = options.liveSince
    this.#plan = options.plan
  }

  get since(): number {
    return this.#options.since
  }

  get liveSince(): number | null {
    return this.#liveSince
  }

  get interruption(): Interruption | null {
    return this.#away?.interruption ?? null
  }

  /** Why it is not recorded any more; null while it is. */
  get recordingStopped(): string | null {
    return this.#options.recorder.stopped
  }

  /** Its end is decided. */
  get stopped(): boolean {
    return this.#endedAt !== null
  }

  /** A segment of a host's picture. */
  segment(segment: Segment): void {
    // A show ends without having begun if there was not a whole segment of it.
    if (this.stopped && this.#liveSince === null) return
    const { slug, showId, recorder, slates, bus, log } = this.#options
    recorder.add(segment)
    const { plan } = segment.run
    if (this.#plan !== plan) {
      this.#plan = plan
      void slates.prepare(slug, plan)
    }
    if (this.#liveSince !== null) return
    this.#liveSince = Date.now()
    log.info({ showId }, 'broadcast is live')
    this.#watch()
    bus.publish('stream.live', { slug, showId, at: this.#liveSince })
  }

  /** A part of the host's picture has come, so long after its last picture was received. Milliseconds. */
  picture(lagMs: number): void {
    if (this.stopped) return
    const { slug, showId, bus, log } = this.#options
    this.#quiet?.heard()
    this.#lagMs = lagMs
    if (!this.#away) return
    this.#endAway()
    this.#watch()
    log.info('the host is back')
    bus.publish('stream.resumed', { slug, showId, at: Date.now() })
  }

  /** The host's picture is gone: the show waits so long for it, with a slate. */
  interrupt(reason: string, seconds: number): void {
    if (this.#away || this.stopped) return
    const { slug, log, onOver } = this.#options
    const since = Date.now()
    const endsAt = since + seconds * 1000
    const away = Away.start({ slug, since, endsAt, onEnd: () => onOver(reason) })
    this.#away = away
    log.info({ reason, seconds }, 'the host is away')
    this.#announce(away, reason)
    void this.#standIn(away)
  }

  /** Keeps an interrupted show open for longer; false when it is not interrupted. */
  wait(seconds: number): boolean {
    if (!this.#away) return false
    this.#away.wait(seconds)
    this.#announce(this.#away, 'the host asked for more time')
    return true
  }

  /** Somebody has connected to go on with the show: it does not end while FFmpeg is being started for them. */
  expectPicture(): void {
    if (this.#away?.expect(hostSeconds)) this.#announce(this.#away, 'the host has connected')
  }

  /** No clock of it runs any more; what FFmpeg still writes is recorded. `at`: when its picture ended. */
  stop(at = this.#away?.interruption.since ?? Date.now()): void {
    this.#endedAt ??= at
    this.#endAway()
    this.#quiet?.close()
  }

  /** The replay is whole before anybody hears that the show has ended. */
  async end(reason: string): Promise<void> {
    this.stop()
    const { slug, showId, recorder, bus, log } = this.#options
    log.info({ reason, showId }, 'the show is over')
    try {
      await recorder.end()
    } catch (error) {
      log.error({ err: error, showId }, 'a recording could not be ended')
    }
    bus.publish('stream.offline', { slug, showId, at: this.#endedAt ?? Date.now(), reason })
  }

  #watch(): void {
    this.#quiet?.close()
    const { host, graceSeconds } = this.#options
    this.#quiet = Quiet.start(
      () => host.flowing(),
      () => this.interrupt('nothing comes from the host', Math.max(graceSeconds, hostSeconds)),
    )
  }

  async #standIn(away: Away): Promise<void> {
    const { host, slates, timeline, frames, log } = this.#options
    try {
      // What FFmpeg still has is shown first, unless it is FFmpeg that hangs.
      await Promise.race([host.pause(), sleep(flushMs, null, { ref: false })])
      const plan = this.#plan
      if (plan) await away.standIn({ slates, plan, timeline, frames, lagMs: this.#lagMs, log })
    } catch (error) {
      log.error({ err: error }, 'the slate could not be shown')
    }
  }

  #announce(away: Away, reason: string): void {
    const { slug, showId, bus } = this.#options
    const { since, endsAt } = away.interruption
    bus.publish('stream.interrupted', { slug, showId, at: since, endsAt, reason })
  }

  #endAway(): void {
    this.#away?.end()
    this.#away = null
  }
}
