import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../config/schema.ts'
import type { Bus } from '../events.ts'
import type { Logger } from '../log.ts'
import { Away } from './away.ts'
import { Broadcast, type BroadcastDependencies } from './broadcast.ts'
import { type LadderPlan, planLadder } from './ladder/plan.ts'
import type { LiveState } from './live-state.ts'
import type { MediaAnswer } from './media-answer.ts'
import { Numbers } from './numbers.ts'
import { hlsAnswer } from './packager/hls-answer.ts'
import type { Segment } from './packager/segment.ts'
import { Timeline } from './packager/timeline.ts'
import type { NextShow, Publication, PublicationEnd } from './ports.ts'
import { Quiet } from './quiet.ts'
import type { Recorder } from './replay/recorder.ts'
import type { Replays } from './replay/replays.ts'
import type { Slates } from './slate/slates.ts'
import type { TimelineStore } from './timeline-store.ts'

export type LiveDependencies = BroadcastDependencies & {
  readonly config: Pick<Config, 'ladder' | 'hls' | 'live'>
  readonly bus: Bus
  readonly nextShow: NextShow
  readonly replays: Replays
  readonly slates: Slates
  readonly numbers: TimelineStore
}

/** A show from its first publisher to its end. */
type OnAir = {
  readonly showId: string
  readonly recorder: Recorder
  /** Null before the first segment. Milliseconds since the epoch. */
  liveSince: number | null
  /** Of the newest picture; null when nothing is known of any. */
  plan: LadderPlan | null
  readonly since: number
}

/** A host who is connected and sends nothing has at least so long: it may be this server that hangs. */
const quietSeconds = 15
const flushMs = 500

/** The stream of one room: one show after the other, on one timeline; in a show, one publisher after the other. */
export class LiveStream {
  readonly #slug: string
  readonly #deps: LiveDependencies
  readonly #log: Logger
  readonly #onIdle: () => void
  #timeline: Timeline | null = null
  #numbers: Numbers | null = null
  #onAir: OnAir | null = null
  #current: Broadcast | null = null
  #away: Away | null = null
  /** Whose show was ended while it was still sending: it is not shown any more. */
  #parked: Publication | null = null
  #quiet: Quiet | null = null
  #lagMs = 700
  /** Broadcasts and the ends of shows, one after the other. */
  #work: Promise<void> = Promise.resolve()
  #linger: NodeJS.Timeout | undefined
  #closed = false

  /** `onIdle` is called when nothing is left to show. */
  constructor(slug: string, deps: LiveDependencies, onIdle: () => void) {
    this.#slug = slug
    this.#deps = { ...deps, log: deps.log.child({ slug }) }
    this.#log = this.#deps.log
    this.#onIdle = onIdle
  }

  get state(): LiveState {
    const onAir = this.#onAir
    if (!onAir) return { state: 'offline' }
    const publication = this.#current?.publication
    const source = publication ? { info: publication.info, remoteAddress: publication.remoteAddress } : null
    if (onAir.liveSince !== null) {
      return {
        ...{ state: 'live', since: onAir.liveSince, source },
        encoder: this.#current?.encoder ?? null,
        interruption: this.#away?.interruption ?? null,
        recordingStopped: onAir.recorder.stopped,
      }
    }
    return source ? { state: 'starting', since: onAir.since, source } : { state: 'offline' }
  }

  /** Shows this publisher from now on; one before it is let go, and players go on with the new one. */
  start(publication: Publication): void {
    if (this.#closed) {
      publication.close('the server is closing')
      return
    }
    this.#current?.stop('another publisher has taken over')
    const plan = planLadder(publication.info, this.#deps.config.ladder, this.#deps.config.hls)
    const broadcast: Broadcast = new Broadcast(publication, plan, this.#deps, lagMs =>
      this.#onPicture(broadcast, lagMs),
    )
    this.#current = broadcast
    this.#then(() => this.#broadcast(broadcast))
  }

  /** Takes up a show that was live when the server ended: its host has the usual time to come back. */
  resume(showId: string): void {
    this.#then(async () => {
      if (this.#onAir) return
      const { live } = this.#deps.config
      const lastSpan = this.#deps.replays.info(showId)?.spans.at(-1)
      const lastAt = lastSpan ? lastSpan.since + lastSpan.durationSeconds * 1000 : Date.now()
      await this.#open(showId, lastAt)
      if (Date.now() - lastAt >= live.graceSeconds * 1000)
        await this.#goOffline('the server was away', lastAt)
      else this.#interrupt('the server was started anew', live.graceSeconds)
    })
  }

  /** Starts FFmpeg anew, at the cost of a discontinuity: for a card that was lost from the run. */
  renew(): void {
    this.#current?.renew()
  }

  /** Ends the show now. A host that goes on sending is not shown until it has stopped and begun again. */
  endShow(reason: string): boolean {
    if (!this.#onAir) return false
    this.#parked = this.#current?.publication ?? null
    this.#endShow(reason)
    return true
  }

  /** Keeps an interrupted show open for longer. */
  wait(seconds: number): boolean {
    if (!this.#away) return false
    this.#away.wait(seconds)
    this.#announceAway(this.#away, 'the host asked for more time')
    return true
  }

  /** Null when there is nothing at this path. */
  answer(
    path: string,
    query: URLSearchParams,
    signal: AbortSignal,
  ): MediaAnswer | Promise<MediaAnswer | null> | null {
    return this.#timeline && hlsAnswer(this.#timeline, path, query, signal)
  }

  /** Shows stay open: the next start of the server takes them up. */
  async close(): Promise<void> {
    this.#closed = true
    this.#current?.stop('the server is closing')
    this.#endAway()
    await this.#work
    this.#quiet?.close()
    clearTimeout(this.#linger)
    this.#timeline?.end()
    this.#timeline = null
  }

  #then(task: () => Promise<void>): void {
    this.#work = this.#work.then(task).catch(error => this.#log.error({ err: error }, 'a stream failed'))
  }

  async #broadcast(broadcast: Broadcast): Promise<void> {
    const { publication } = broadcast
    const { info, remoteAddress } = publication
    let end: PublicationEnd = { reason: 'an error of the server', goodbye: true }
    try {
      if (!this.#onAir) {
        await this.#open(await this.#deps.nextShow(this.#slug), Date.now())
        this.#deps.bus.publish('stream.starting', { slug: this.#slug, info, remoteAddress })
      }
      this.#log.info({ info, remoteAddress }, 'broadcast starts')
      const timeline = this.#timeline
      if (timeline && !this.#closed) end = await broadcast.run(timeline)
    } catch (error) {
      this.#log.error({ err: error }, 'broadcast failed')
    }
    this.#log.info(end, 'broadcast ended')
    if (this.#parked !== publication) publication.close(end.reason)
    // Somebody else has taken over, or the show has ended: to players, this is not the end of anything.
    if (this.#current !== broadcast || this.#closed) return
    this.#current = null
    const { graceSeconds, stopSeconds } = this.#deps.config.live
    const seconds = end.goodbye ? stopSeconds : graceSeconds
    if (this.#onAir?.liveSince == null || seconds === 0) await this.#goOffline(end.reason, Date.now())
    else this.#interrupt(end.reason, seconds)
  }

  async #open(showId: string, now: number): Promise<void> {
    clearTimeout(this.#linger)
    const { replays, numbers, config } = this.#deps
    if (!this.#timeline) {
      this.#numbers = await Numbers.reserve(numbers, this.#slug, this.#log)
      const start = { msn: Math.floor(Date.now() / 1000), discontinuities: this.#numbers.from }
      this.#timeline = new Timeline(config.hls, start, segment => this.#onSegment(segment))
    }
    this.#timeline.begin()
    const recorder = await replays.record(showId)
    this.#onAir = { showId, recorder, liveSince: null, plan: replays.lastPlan(showId), since: now }
  }

  #onSegment(segment: Segment): void {
    const onAir = this.#onAir
    if (!onAir || !this.#timeline) return
    this.#numbers?.used(this.#timeline.discontinuities)
    if (segment.run.kind !== 'source') return
    onAir.recorder.add(segment)
    const { plan } = segment.run
    if (onAir.plan !== plan) {
      onAir.plan = plan
      void this.#deps.slates.prepare(this.#slug, plan)
    }
    if (onAir.liveSince !== null) return
    onAir.liveSince = Date.now()
    this.#log.info({ showId: onAir.showId }, 'broadcast is live')
    this.#watch()
    const fact = { slug: this.#slug, showId: onAir.showId, at: onAir.liveSince }
    this.#deps.bus.publish('stream.live', fact)
  }

  #watch(): void {
    this.#quiet?.close()
    this.#quiet = Quiet.start(
      () => this.#current?.flowing ?? false,
      () => {
        const seconds = Math.max(this.#deps.config.live.graceSeconds, quietSeconds)
        if (!this.#away) this.#interrupt('nothing comes from the host', seconds)
      },
    )
  }

  #onPicture(broadcast: Broadcast, lagMs: number): void {
    if (this.#current !== broadcast) return
    this.#quiet?.heard()
    this.#lagMs = lagMs
    const onAir = this.#onAir
    if (!this.#away || !onAir) return
    this.#endAway()
    onAir.liveSince ??= Date.now()
    this.#watch()
    this.#log.info('the host is back')
    this.#deps.bus.publish('stream.resumed', { slug: this.#slug, showId: onAir.showId, at: Date.now() })
  }

  #interrupt(reason: string, seconds: number): void {
    const onAir = this.#onAir
    if (!onAir || this.#away || this.#closed) return
    const since = Date.now()
    onAir.liveSince ??= since
    const away = Away.start({
      slug: this.#slug,
      since,
      endsAt: since + seconds * 1000,
      onEnd: () => this.#endShow(reason),
    })
    this.#away = away
    this.#log.info({ reason, seconds }, 'the host is away')
    this.#announceAway(away, reason)
    void this.#standIn(away, onAir)
  }

  async #standIn(away: Away, { plan }: OnAir): Promise<void> {
    try {
      // What FFmpeg still has is shown first, unless it is FFmpeg that hangs.
      await Promise.race([this.#current?.pause(), sleep(flushMs, null, { ref: false })])
      const timeline = this.#timeline
      if (!plan || !timeline) return
      const { slates, log } = this.#deps
      await away.standIn({ slates, plan, timeline, lagMs: this.#lagMs, log })
    } catch (error) {
      this.#log.error({ err: error }, 'the slate could not be shown')
    }
  }

  #announceAway(away: Away, reason: string): void {
    if (!this.#onAir) return
    const { since, endsAt } = away.interruption
    const fact = { slug: this.#slug, showId: this.#onAir.showId, at: since, endsAt, reason }
    this.#deps.bus.publish('stream.interrupted', fact)
  }

  #endAway(): void {
    this.#away?.end()
    this.#away = null
  }

  #endShow(reason: string): void {
    const at = this.#away?.interruption.since ?? Date.now()
    this.#current?.stop(reason)
    this.#current = null
    this.#endAway()
    this.#then(() => this.#goOffline(reason, at))
  }

  async #goOffline(reason: string, at: number): Promise<void> {
    const onAir = this.#onAir
    if (!onAir) return
    this.#endAway()
    this.#quiet?.close()
    this.#quiet = null
    this.#timeline?.end()
    this.#onAir = null
    this.#log.info({ reason, showId: onAir.showId }, 'the show is over')
    // The replay is whole before anybody hears that the show has ended.
    await onAir.recorder.end()
    this.#deps.bus.publish('stream.offline', { slug: this.#slug, showId: onAir.showId, at, reason })
    this.#linger = setTimeout(() => {
      this.#timeline = null
      this.#onIdle()
    }, this.#deps.config.hls.lingerSeconds * 1000)
  }
}
