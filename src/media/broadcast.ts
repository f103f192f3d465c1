import { setTimeout as sleep } from 'node:timers/promises'
import type { ChildProcesses } from '../child-process.ts'
import type { Logger } from '../log.ts'
import { inTime } from './ladder/card-in-time.ts'
import type { LadderPlan } from './ladder/plan.ts'
import type { RunEnd } from './ladder/run-watch.ts'
import { SourcePipe } from './ladder/source-pipe.ts'
import { SteadySound } from './ladder/steady-sound.ts'
import { Transcoder } from './ladder/transcoder.ts'
import { countDeath, noDeaths } from './live-restart.ts'
import type { LiveEncoder } from './live-state.ts'
import { RunPackager } from './packager/run-packager.ts'
import type { Timeline } from './packager/timeline.ts'
import type { OpenOverlay, Publication, PublicationEnd } from './ports.ts'
import type { LiveFrames } from './rtc-ports.ts'
import { RunFrames } from './run-frames.ts'
import { RunOutput } from './run-output.ts'
import { sendsAgain } from './source-probe.ts'

export type BroadcastDependencies = {
  readonly openOverlay: OpenOverlay
  readonly children: ChildProcesses
  readonly log: Logger
  /** Folder for sockets. */
  readonly folder: string
  /** A number that no other run of this server has. */
  readonly nextRun: () => number
  /** Who gets a room's pictures and sound as they come, beside HLS; null for nobody. */
  readonly frames?: (slug: string) => LiveFrames | null
}

/** Less than this at the head of a source is shown; more is the way to a keyframe, and long past. */
const shownBacklogMs = 1500
/** How long FFmpeg may take to write the rest after its source has ended. */
const flushMs = 1000
/** A picture that is so far from the wall clock has a broken clock, or an encoder that cannot keep up. */
const maxStrayMs = 20_000

/** One publisher's time in a room: FFmpeg run after FFmpeg run, until the publisher goes or is stopped. */
export class Broadcast {
  readonly publication: Publication
  readonly #deps: BroadcastDependencies
  readonly #onPicture: (lagMs: number) => void
  readonly #abort = new AbortController()
  readonly #plan: LadderPlan
  /** Whether the source's sound is left out, and there is silence in its place. */
  #silent: boolean
  /** Whether the next run is to have the card in it. */
  #card = true
  #restarts = 0
  #run: Transcoder | null = null
  #pipe: SourcePipe | null = null
  #sound: SteadySound | null = null
  #runGone: Promise<unknown> = Promise.resolve()
  #paused = false
  #gone: PublicationEnd | null = null
  /** What the present run does when the publisher is gone. */
  #onGone = () => {}

  /** `onPicture` is told of each part as it comes, with how long after its last picture was received. Milliseconds. */
  constructor(
    publication: Publication,
    plan: LadderPlan,
    deps: BroadcastDependencies,
    onPicture: (lagMs: number) => void,
  ) {
    this.publication = publication
    this.#plan = plan
    this.#silent = publication.info.audioCodec === null
    this.#deps = deps
    this.#onPicture = onPicture
  }

  get plan(): LadderPlan {
    return this.#plan
  }

  get encoder(): LiveEncoder {
    return {
      renditions: this.#plan.renditions,
      figures: this.#run?.figures ?? null,
      restarts: this.#restarts,
    }
  }

  /** Whether the publisher has sent within the last second; true while FFmpeg is being started. */
  get flowing(): boolean {
    return this.#pipe?.flowing ?? true
  }

  /** Ends the broadcast; the publisher's connection is its owner's to close. */
  stop(reason: string): void {
    this.#abort.abort(new Error(reason))
  }

  /** Starts FFmpeg anew, at the cost of a discontinuity: for a card that was lost from the run. */
  renew(): void {
    void this.#run?.stop()
  }

  /** Lets FFmpeg write what it has and end; the next run begins when the publisher sends again. */
  async pause(): Promise<void> {
    if (!this.#run) return
    this.#paused = true
    this.#pipe?.end()
    const halt = setTimeout(() => void this.#run?.stop(), flushMs)
    await this.#runGone
    clearTimeout(halt)
  }

  /** Resolves when there is nothing more to show of this publisher. */
  async run(timeline: Timeline): Promise<PublicationEnd> {
    const { publication } = this
    const { signal } = this.#abort
    const closed = publication.closed.then(end => {
      this.#gone = end
      this.#onGone()
    })
    for (let deaths = noDeaths; ; this.#restarts++) {
      if (signal.aborted) return { reason: signal.reason.message, goodbye: false }
      if (this.#gone) return this.#gone
      const began = Date.now()
      const running = this.#runOnce(timeline)
      this.#runGone = running
      const end = await running
      if (signal.aborted) continue
      if (this.#gone) return this.#gone
      if (this.#paused) {
        this.#paused = false
        await Promise.race([closed, sendsAgain(publication, signal)])
        if (this.#gone) return this.#gone
        continue
      }
      if (end.kind === 'finished') {
        await Promise.race([closed, sleep(1000, null, { ref: false })])
        return this.#gone ?? { reason: 'the publisher has gone', goodbye: false }
      }
      const next = countDeath(deaths, Date.now() - began)
      deaths = next.deaths
      this.#deps.log.warn({ reason: end.reason, inARow: deaths.inARow, waitMs: next.waitMs }, 'FFmpeg died')
      if (next.waitMs === null) {
        return { reason: `the stream cannot be processed: ${end.reason}`, goodbye: true }
      }
      this.#simplify(end)
      await Promise.race([closed, sleep(next.waitMs, null, { signal }).catch(() => {})])
    }
  }

  /**
   * What may have kept FFmpeg from beginning is left out: sound that it cannot use, or that never came, and a card
   * that cannot be reached.
   */
  #simplify(end: RunEnd & { kind: 'died' }): void {
    if (!end.began && (end.stalled || !this.#sound?.begun)) this.#silent = true
    this.#card = end.began || end.stalled
  }

  async #runOnce(timeline: Timeline): Promise<RunEnd> {
    const { publication } = this
    const { signal } = this.#abort
    const plan = this.#plan
    const pipe = new SourcePipe()
    const sound = new SteadySound(pipe, this.#silent)
    const { start, stop } = publication.subscribe(sound)
    const skipMs = start.backlog > shownBacklogMs ? start.backlog : 0
    const startedAt = start.at + skipMs
    const packager = new RunPackager(timeline, plan, startedAt)
    const frames = this.#frames(startedAt, timeline.shownUntil)
    const sink = new RunOutput({
      ...{ packager, frames },
      onPart: ({ start, duration }) => this.#tell(startedAt + (start + duration) * 1000),
    })
    this.#pipe = pipe
    this.#sound = sound
    let flush: NodeJS.Timeout | undefined
    const halt = () => void this.#run?.stop()
    try {
      const { children, folder, log, nextRun } = this.#deps
      const run = await Transcoder.start(
        {
          ...{ plan, skipMs, children, folder, log, sink },
          source: pipe,
          openCard: () => this.#openCard(startedAt),
          name: String(nextRun()),
          opus: frames !== null,
        },
        signal,
      )
      this.#run = run
      signal.addEventListener('abort', halt)
      this.#onGone = () => {
        flush = setTimeout(halt, flushMs)
      }
      if (this.#gone) this.#onGone()
      if (signal.aborted) halt()
      return await run.ended
    } catch (error) {
      return { kind: 'died', reason: (error as Error).message, began: false, stalled: false }
    } finally {
      clearTimeout(flush)
      signal.removeEventListener('abort', halt)
      this.#onGone = () => {}
      this.#run = null
      this.#pipe = null
      stop()
      pipe.close()
      packager.finish()
      frames?.end()
    }
  }

  #frames(startedAt: number, shownUntil: number | null): RunFrames | null {
    const { log } = this.#deps
    const frames = this.#deps.frames?.(this.publication.slug) ?? null
    return frames && new RunFrames({ frames, plan: this.#plan, startedAt, shownUntil, log })
  }

  async #openCard(startedAt: number) {
    if (!this.#card) return null
    const { openOverlay, log } = this.#deps
    const [{ width, height }] = this.#plan.renditions
    const pictureTime = (seconds: number) => startedAt + seconds * 1000
    return inTime(() => openOverlay(this.publication.slug, { width, height }, pictureTime), log)
  }

  /** @throws when the picture is so far off the wall clock that the run is of no use. */
  #tell(pictureAt: number): void {
    const lagMs = Date.now() - pictureAt
    if (Math.abs(lagMs) > maxStrayMs) {
      throw new Error(`the picture is ${Math.round(-lagMs)} ms off the wall clock`)
    }
    if (!this.#paused && !this.#gone) this.#onPicture(lagMs)
  }
}
