import type { Config } from '../../config/schema.ts'
import type { Bus } from '../events.ts'
import type { Logger } from '../log.ts'
import { Broadcast, type BroadcastDependencies } from './broadcast.ts'
import { planLadder } from './ladder/plan.ts'
import type { LiveState } from './live-state.ts'
import type { MediaAnswer } from './media-answer.ts'
import { Numbers } from './numbers.ts'
import { hlsAnswer } from './packager/hls-answer.ts'
import type { Segment } from './packager/segment.ts'
import { Timeline } from './packager/timeline.ts'
import type { NextShow, Publication, PublicationEnd } from './ports.ts'
import type { Replays } from './replay/replays.ts'
import { ShowOnAir } from './show-on-air.ts'
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

/** The stream of one room: one show after the other, on one timeline; in a show, one publisher after the other. */
export class LiveStream {
  readonly #slug: string
  readonly #deps: LiveDependencies
  readonly #log: Logger
  readonly #onIdle: () => void
  #timeline: Timeline | null = null
  #numbers: Numbers | null = null
  #show: ShowOnAir | null = null
  #current: Broadcast | null = null
  /** Whose show was ended while it was still sending: it is not shown any more. */
  #parked: Publication | null = null
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
    const show = this.#show
    if (!show) return { state: 'offline' }
    const publication = this.#current?.publication
    const source = publication ? { info: publication.info, remoteAddress: publication.remoteAddress } : null
    const { liveSince, interruption, recordingStopped } = show
    if (liveSince !== null) {
      const encoder = this.#current?.encoder ?? null
      return { state: 'live', since: liveSince, source, encoder, interruption, recordingStopped }
    }
    return source ? { state: 'starting', since: show.since, source } : { state: 'offline' }
  }

  /** Shows this publisher from now on; one before it is let go, and players go on with the new one. */
  start(publication: Publication): void {
    if (this.#closed) {
      publication.close('the server is closing')
      return
    }
    this.#current?.stop('another publisher has taken over')
    const plan = planLadder(publication.info, this.#deps.config.ladder, this.#deps.config.hls)
    const broadcast: Broadcast = new Broadcast(publication, plan, this.#deps, lagMs => {
      if (this.#current === broadcast) this.#show?.picture(lagMs)
    })
    this.#current = broadcast
    this.#show?.expectPicture()
    this.#then(() => this.#broadcast(broadcast))
  }

  /** Takes up a show that was live when the server ended: its host has the usual time to come back. */
  resume(showId: string): void {
    // Whoever has connected already has begun a show, or is about to.
    if (this.#current) return
    this.#then(async () => {
      if (this.#show) return
      const { graceSeconds } = this.#deps.config.live
      const spans = this.#deps.replays.info(showId)?.spans ?? []
      const lastSpan = spans.at(-1)
      const now = Date.now()
      const lastAt = lastSpan ? lastSpan.since + lastSpan.durationSeconds * 1000 : now
      const show = await this.#open(showId, spans[0]?.since ?? now)
      if (now - lastAt < graceSeconds * 1000) show.interrupt('the server was started anew', graceSeconds)
      else await this.#end(show, 'the server was away', lastAt)
    })
  }

  /** Starts FFmpeg anew, at the cost of a discontinuity: for a card that was lost from the run. */
  renew(): void {
    this.#current?.renew()
  }

  /** Ends the show now. A host that goes on sending is not shown until it has stopped and begun again. */
  endShow(reason: string): boolean {
    const show = this.#show
    if (!show) return false
    if (this.#current) this.#parked = this.#current.publication
    this.#over(show, reason)
    return true
  }

  /** Keeps an interrupted show open for longer. */
  wait(seconds: number): boolean {
    return this.#show?.wait(seconds) ?? false
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
    this.#show?.stop()
    await this.#work
    clearTimeout(this.#linger)
    // The last segment, too, is recorded.
    this.#timeline?.end()
    this.#timeline = null
    await this.#numbers?.close()
    this.#numbers = null
  }

  #then(task: () => Promise<void>): void {
    clearTimeout(this.#linger)
    this.#work = this.#work
      .then(task)
      .catch(error => this.#log.error({ err: error }, 'a stream failed'))
      .then(() => this.#rest())
  }

  /** When nobody is on air, players may read the end for a while; then there is nothing here. */
  #rest(): void {
    clearTimeout(this.#linger)
    if (this.#closed || this.#show || this.#current) return
    this.#linger = setTimeout(() => {
      this.#timeline = null
      void this.#numbers?.close()
      this.#numbers = null
      this.#onIdle()
    }, this.#deps.config.hls.lingerSeconds * 1000)
  }

  async #broadcast(broadcast: Broadcast): Promise<void> {
    const { publication } = broadcast
    const { info, remoteAddress } = publication
    let end: PublicationEnd = { reason: 'an error of the server', goodbye: true }
    try {
      if (!this.#show) {
        await this.#open(await this.#deps.nextShow(this.#slug), null)
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
    const show = this.#show
    const { graceSeconds, stopSeconds } = this.#deps.config.live
    const seconds = end.goodbye ? stopSeconds : graceSeconds
    if (show?.liveSince == null || seconds === 0) await this.#end(show, end.reason)
    else show.interrupt(end.reason, seconds)
  }

  /** `liveSince` is null for a show that has not had a picture yet. */
  async #open(showId: string, liveSince: number | null): Promise<ShowOnAir> {
    const { replays, numbers, config, slates, bus } = this.#deps
    if (!this.#timeline) {
      this.#numbers = await Numbers.reserve(numbers, this.#slug, this.#log)
      const start = { msn: Math.floor(Date.now() / 1000), discontinuities: this.#numbers.from }
      this.#timeline = new Timeline(config.hls, start, segment => this.#onSegment(segment))
    }
    const timeline = this.#timeline
    timeline.begin()
    const recorder = await replays.record(showId)
    const show: ShowOnAir = new ShowOnAir({
      ...{ slug: this.#slug, showId, liveSince, since: Date.now() },
      ...{ recorder, timeline, slates, bus, log: this.#log },
      frames: this.#deps.frames?.(this.#slug) ?? null,
      plan: replays.lastPlan(showId),
      graceSeconds: config.live.graceSeconds,
      host: {
        flowing: () => this.#current?.flowing ?? false,
        pause: async () => this.#current?.pause(),
      },
      onOver: reason => this.#over(show, reason),
    })
    this.#show = show
    // What closed in the meantime found no show to stop.
    if (this.#closed) show.stop()
    return show
  }

  #onSegment(segment: Segment): void {
    if (this.#timeline) this.#numbers?.used(this.#timeline.discontinuities)
    if (segment.run.kind === 'source') this.#show?.segment(segment)
  }

  /** Ends the show as soon as nothing of its picture is under way any more. */
  #over(show: ShowOnAir, reason: string): void {
    show.stop()
    this.#current?.stop(reason)
    this.#current = null
    this.#then(() => this.#end(show, reason))
  }

  async #end(show: ShowOnAir | null, reason: string, at?: number): Promise<void> {
    if (!show || this.#show !== show) return
    show.stop(at)
    // Its last segment is the show's, too.
    this.#timeline?.end()
    this.#show = null
    await show.end(reason)
  }
}
