import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../config/schema.ts'
import type { ChildProcesses } from '../child-process.ts'
import type { Bus } from '../events.ts'
import type { Logger } from '../log.ts'
import { inTime } from './ladder/card-in-time.ts'
import { FlvPipe } from './ladder/flv-pipe.ts'
import { type LadderPlan, planLadder } from './ladder/plan.ts'
import type { RunEnd } from './ladder/run-watch.ts'
import { Transcoder } from './ladder/transcoder.ts'
import { countDeath, noDeaths } from './live-restart.ts'
import type { LiveState } from './live-state.ts'
import type { MediaAnswer } from './media-answer.ts'
import { hlsAnswer } from './packager/hls-answer.ts'
import { RunPackager } from './packager/run-packager.ts'
import { Timeline, type TimelineStart } from './packager/timeline.ts'
import type { OpenOverlay, Publication } from './ports.ts'

export type LiveDependencies = {
  readonly config: Pick<Config, 'ladder' | 'hls'>
  readonly openOverlay: OpenOverlay
  readonly children: ChildProcesses
  readonly bus: Bus
  readonly log: Logger
  /** Folder for sockets. */
  readonly folder: string
  /** A number that no other run of this server has. */
  readonly nextRun: () => number
}

/** Less than this at the head of a source is shown; more is the way to a keyframe, and long past. */
const shownBacklogMs = 1500
/** How long FFmpeg may take to write the rest after its source has ended. */
const flushMs = 3000
/** A picture that is so far from the wall clock has a broken clock, or an encoder that cannot keep up. */
const maxStrayMs = 20_000

/** One publisher's time in a room. */
type Broadcast = {
  readonly publication: Publication
  readonly abort: AbortController
  restarts: number
  /** Whether the next run is to have the card in it. */
  card: boolean
  run: Transcoder | null
  plan: LadderPlan
}

/** The stream of one room: follows one publisher after the other, and shows players one timeline. */
export class LiveStream {
  readonly #slug: string
  readonly #deps: LiveDependencies
  readonly #log: Logger
  readonly #onIdle: () => void
  #timeline: Timeline | null = null
  #phase: { readonly name: 'offline' } | { readonly name: 'starting' | 'live'; readonly since: number } = {
    name: 'offline',
  }
  #current: Broadcast | null = null
  /** The broadcasts, one after the other. */
  #work: Promise<void> = Promise.resolve()
  #linger: NodeJS.Timeout | undefined
  #closed = false

  /** `onIdle` is called when nothing is left to show. */
  constructor(slug: string, deps: LiveDependencies, onIdle: () => void) {
    this.#slug = slug
    this.#deps = deps
    this.#log = deps.log.child({ slug })
    this.#onIdle = onIdle
  }

  get state(): LiveState {
    const broadcast = this.#current
    if (this.#phase.name === 'offline' || !broadcast) return { state: 'offline' }
    const { info, remoteAddress } = broadcast.publication
    const common = { since: this.#phase.since, source: { info, remoteAddress } }
    if (this.#phase.name === 'starting') return { state: 'starting', ...common }
    const { plan, run, restarts } = broadcast
    const encoder = { renditions: plan.renditions, figures: run?.figures ?? null, restarts }
    return { state: 'live', ...common, encoder }
  }

  /** Shows this publisher from now on; one before it is let go, and players go on with the new one. */
  start(publication: Publication): void {
    if (this.#closed) {
      publication.close('the server is closing')
      return
    }
    this.#current?.abort.abort(new Error('another publisher has taken over'))
    const plan = planLadder(publication.info, this.#deps.config.ladder, this.#deps.config.hls)
    const broadcast = { publication, abort: new AbortController(), restarts: 0, card: true, run: null, plan }
    this.#current = broadcast
    this.#work = this.#work.then(() => this.#show(broadcast))
  }

  /** Starts FFmpeg anew, at the cost of a discontinuity: for a card that was lost from the run. */
  renew(): void {
    void this.#current?.run?.stop()
  }

  /** Null when there is nothing at this path. */
  answer(
    path: string,
    query: URLSearchParams,
    signal: AbortSignal,
  ): MediaAnswer | Promise<MediaAnswer | null> | null {
    return this.#timeline && hlsAnswer(this.#timeline, path, query, signal)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#current?.abort.abort(new Error('the server is closing'))
    await this.#work
    clearTimeout(this.#linger)
    this.#timeline?.end()
    this.#timeline = null
  }

  async #show(broadcast: Broadcast): Promise<void> {
    if (broadcast.abort.signal.aborted) {
      broadcast.publication.close(broadcast.abort.signal.reason.message)
      return
    }
    const { info, remoteAddress } = broadcast.publication
    this.#log.info({ info, remoteAddress }, 'broadcast starts')
    clearTimeout(this.#linger)
    this.#timeline ??= new Timeline(this.#deps.config.hls, timelineStart(Date.now()), () => this.#onSegment())
    this.#timeline.begin()
    if (this.#phase.name === 'offline') {
      this.#phase = { name: 'starting', since: Date.now() }
      this.#deps.bus.publish('stream.starting', { slug: this.#slug, info, remoteAddress })
    }
    let reason = 'an error of the server'
    try {
      reason = await this.#keepRunning(broadcast, this.#timeline)
    } catch (error) {
      this.#log.error({ err: error }, 'broadcast failed')
    }
    broadcast.publication.close(reason)
    // Somebody else has taken over: to players, the broadcast goes on.
    if (this.#current === broadcast) this.#goOffline(reason)
  }

  #goOffline(reason: string): void {
    this.#log.info({ reason }, 'broadcast ended')
    this.#timeline?.end()
    this.#current = null
    this.#phase = { name: 'offline' }
    this.#deps.bus.publish('stream.offline', { slug: this.#slug, showId: '', at: Date.now(), reason })
    this.#linger = setTimeout(() => {
      this.#timeline = null
      this.#onIdle()
    }, this.#deps.config.hls.lingerSeconds * 1000)
  }

  /** Runs FFmpeg until the publisher goes, somebody takes over, or there is no sense in going on. */
  async #keepRunning(broadcast: Broadcast, timeline: Timeline): Promise<string> {
    const { publication, abort } = broadcast
    let gone: string | null = null
    const closed = publication.closed.then(({ reason }) => {
      gone = reason
    })
    for (let deaths = noDeaths; ; broadcast.restarts++) {
      const began = Date.now()
      const end = await this.#runOnce(broadcast, timeline, closed)
      if (abort.signal.aborted) return abort.signal.reason.message
      if (end.kind === 'finished') {
        await Promise.race([closed, sleep(1000, null, { ref: false })])
        return gone ?? 'the publisher has gone'
      }
      if (gone !== null) return gone
      const next = countDeath(deaths, Date.now() - began)
      deaths = next.deaths
      this.#log.warn({ reason: end.reason, inARow: deaths.inARow, waitMs: next.waitMs }, 'FFmpeg died')
      if (next.waitMs === null) return `the stream cannot be processed: ${end.reason}`
      // What may have kept FFmpeg from beginning is left out: sound that was announced and does not come makes it
      // wait, a card that cannot be reached makes it end.
      if (!end.began && end.stalled) broadcast.plan = { ...broadcast.plan, audioKbps: null }
      broadcast.card = end.began || end.stalled
      await Promise.race([closed, sleep(next.waitMs, null, { signal: abort.signal }).catch(() => {})])
    }
  }

  async #runOnce(broadcast: Broadcast, timeline: Timeline, closed: Promise<void>): Promise<RunEnd> {
    const { publication, abort, plan } = broadcast
    const { openOverlay } = this.#deps
    const [{ width, height }] = plan.renditions
    const source = new FlvPipe()
    const { start, stop } = publication.subscribe(source)
    const skipMs = start.backlog > shownBacklogMs ? start.backlog : 0
    const startedAt = start.at + skipMs
    const packager = new RunPackager(timeline, plan, startedAt)
    let flush: NodeJS.Timeout | undefined
    try {
      const run = await Transcoder.start(
        {
          plan,
          source,
          skipMs,
          openCard: async () => {
            if (!broadcast.card) return null
            const pictureTime = (seconds: number) => startedAt + seconds * 1000
            return inTime(() => openOverlay(this.#slug, { width, height }, pictureTime), this.#log)
          },
          folder: this.#deps.folder,
          name: String(this.#deps.nextRun()),
          children: this.#deps.children,
          log: this.#log,
          onBytes: (index, bytes) => {
            const parts = packager.push(index, bytes)
            for (const part of parts) checkClock(startedAt + part.start * 1000)
            return parts.length > 0
          },
        },
        abort.signal,
      )
      broadcast.run = run
      const halt = () => void run.stop()
      abort.signal.addEventListener('abort', halt, { once: true })
      void closed.then(() => {
        if (broadcast.run === run) flush = setTimeout(halt, flushMs)
      })
      const end = await run.ended
      abort.signal.removeEventListener('abort', halt)
      return end
    } catch (error) {
      return { kind: 'died', reason: (error as Error).message, began: false, stalled: false }
    } finally {
      clearTimeout(flush)
      broadcast.run = null
      stop()
      source.close()
      packager.finish()
    }
  }

  #onSegment(): void {
    if (this.#phase.name !== 'starting') return
    const at = Date.now()
    this.#phase = { name: 'live', since: at }
    this.#log.info('broadcast is live')
    this.#deps.bus.publish('stream.live', { slug: this.#slug, showId: '', at })
  }
}

function checkClock(pictureAt: number): void {
  const stray = Math.round(pictureAt - Date.now())
  if (Math.abs(stray) > maxStrayMs) throw new Error(`the picture is ${stray} ms off the wall clock`)
}

const firstHour = Date.UTC(2026, 0) / 3_600_000

/**
 * No segment is shorter than a second for long, and discontinuities do not come by the hour: so numbers go up also
 * over a restart of the server, which has no memory of those that it gave before.
 */
function timelineStart(now: number): TimelineStart {
  return { msn: Math.floor(now / 1000), discontinuities: Math.floor(now / 3_600_000 - firstHour) }
}
