import { join } from 'node:path'
import type { Config } from '../../../config/schema.ts'
import type { ChildProcesses } from '../../child-process.ts'
import type { Bus } from '../../events.ts'
import type { Logger } from '../../log.ts'
import { Serial } from '../../serial.ts'
import type { LadderPlan } from '../ladder/plan.ts'
import type { FindMedia } from '../media-answer.ts'
import { Archive } from './archive.ts'
import { isShowId } from './files.ts'
import { PictureTaker } from './picture-taker.ts'
import { DiskRecorder, noRecorder, type Recorder } from './recorder.ts'
import { RecordingError, stopReason } from './recording-error.ts'
import { replayAnswer } from './replay-answer.ts'
import { type ReplayInfo, replayInfo } from './replay-info.ts'
import { parseReplayPath } from './replay-path.ts'
import { Space } from './space.ts'

export type ReplaysOptions = {
  /** Where recordings are kept, a folder for each show. */
  readonly folder: string
  readonly config: Pick<Config, 'replay'>
  readonly children: ChildProcesses
  readonly bus: Bus
  readonly log: Logger
  /** Epoch milliseconds. */
  readonly now?: () => number
}

const tidyMs = 60_000

/** Records shows and plays them again. Announces recording.stopped and replay.removed on the bus. */
export class Replays {
  readonly #bus: Bus
  readonly #log: Logger
  readonly #now: () => number
  readonly #record: boolean
  readonly #archive: Archive
  readonly #taker: PictureTaker
  readonly #space: Space
  readonly #recorders = new Map<string, DiskRecorder>()
  /** Why live shows could not be recorded from the start. */
  readonly #refused = new Map<string, string>()
  readonly #serial = new Serial()
  #timer: NodeJS.Timeout | undefined
  #closing: Promise<void> | null = null

  private constructor(options: ReplaysOptions, archive: Archive, taker: PictureTaker) {
    this.#bus = options.bus
    this.#log = options.log
    this.#now = options.now ?? Date.now
    this.#record = options.config.replay.record
    this.#archive = archive
    this.#taker = taker
    const { folder, config } = options
    const remove = (showId: string, reason: string) => this.#removeEnded(showId, reason)
    this.#space = new Space({ folder, limits: config.replay, archive, remove, now: this.#now })
  }

  /** @throws when the folder cannot be made or read. */
  static async start(options: ReplaysOptions): Promise<Replays> {
    const log = options.log.child({ part: 'replay' })
    const archive = await Archive.start(options.folder, log, options.now ?? Date.now)
    const taker = await PictureTaker.start(join(options.folder, '.pictures'), options.children, log)
    const replays = new Replays({ ...options, log }, archive, taker)
    await replays.tidy()
    replays.#timer = setInterval(() => void replays.tidy(), tidyMs).unref()
    return replays
  }

  /**
   * Begins to record a show, or goes on with it. Never throws: what cannot be recorded is announced, and the
   * recorder keeps nothing.
   */
  record(showId: string): Promise<Recorder> {
    return this.#serial.run(showId, async () => {
      if (!this.#record || this.#closing) return noRecorder
      const running = this.#recorders.get(showId)
      if (running?.open) return running
      await running?.end()
      try {
        const recorder = await this.#begin(showId)
        this.#refused.delete(showId)
        return recorder
      } catch (error) {
        this.#log.error({ err: error, showId }, 'a show cannot be recorded')
        return this.#refuse(showId, stopReason(error))
      }
    })
  }

  /** Null when there is nothing to play. */
  info(showId: string): ReplayInfo | null {
    const kept = this.#archive.get(showId)
    return kept && replayInfo(kept)
  }

  /** What the show's last run was encoded to. */
  lastPlan(showId: string): LadderPlan | null {
    return this.#archive.get(showId)?.summary.plan ?? null
  }

  /** Answers what stands below `/replays/:showId/`. */
  readonly find: FindMedia = (showId, path, query) => {
    const asked = parseReplayPath(path)
    const reel = asked && this.#archive.reel(showId)
    if (!asked || !reel) return null
    if (!(reel instanceof Promise)) return replayAnswer(reel, asked, query)
    return reel.then(loaded => loaded && replayAnswer(loaded, asked, query))
  }

  list(): readonly { showId: string; bytes: number; startedAt: number; endedAt: number | null }[] {
    return [...this.#archive.all()].map(([showId, { summary, endedAt }]) => {
      const { bytes, startedAt } = summary
      return { showId, bytes, startedAt, endedAt }
    })
  }

  /** Does nothing when there is none. Of a live show, what follows is not recorded. */
  remove(showId: string, reason: string): Promise<void> {
    return this.#serial.run(showId, async () => {
      const recorder = this.#recorders.get(showId)
      if (recorder) {
        await recorder.abandon(reason)
        this.#recorders.delete(showId)
        await this.#archive.release(showId)
      }
      await this.#remove(showId, reason)
    })
  }

  /** `ok`, or what is wrong and what to do about it. */
  check(): string {
    const stopped = [...this.#recorders.values()].map(recorder => recorder.stopped)
    const reason = [...stopped, ...this.#refused.values()].find(found => found !== null)
    if (reason !== undefined) return `A live show is not being recorded. ${reason}`
    return this.#space.problem ?? 'ok'
  }

  /** Keeps to the limits of days and disk. Runs by itself, each minute and after each show. */
  async tidy(): Promise<void> {
    try {
      for (const showId of this.#archive.abandoned) {
        await this.#serial.run(showId, () => this.#archive.finish(showId))
      }
      await this.#space.tidy()
      this.#archive.forgetIdle()
    } catch (error) {
      this.#log.error({ err: error }, 'replays could not be tidied up')
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #begin(showId: string): Promise<Recorder> {
    if (!isShowId(showId)) throw new RecordingError('This is not the id of a show.')
    const { folder, recording } = await this.#archive.hold(showId)
    const recorder = new DiskRecorder({
      folder,
      recording,
      taker: this.#taker,
      makeRoom: bytes => this.#space.make(bytes),
      onStop: reason => this.#bus.publish('recording.stopped', { showId, reason }),
      onEnd: async () => {
        this.#recorders.delete(showId)
        await this.#archive.release(showId)
        void this.tidy()
      },
      log: this.#log.child({ showId }),
      now: this.#now,
    })
    this.#recorders.set(showId, recorder)
    return recorder
  }

  /** The recorder of a show that cannot be recorded: it lasts as long as the show, so that the owner is told. */
  #refuse(showId: string, stopped: string): Recorder {
    this.#refused.set(showId, stopped)
    this.#bus.publish('recording.stopped', { showId, reason: stopped })
    return {
      stopped,
      add: () => {},
      end: async () => {
        this.#refused.delete(showId)
      },
    }
  }

  /** For want of space or by age: a show that has gone on in the meantime is left alone. */
  #removeEnded(showId: string, reason: string): Promise<void> {
    return this.#serial.run(showId, async () => {
      if (!this.#recorders.has(showId)) await this.#remove(showId, reason)
    })
  }

  async #remove(showId: string, reason: string): Promise<void> {
    if (!this.#archive.get(showId)) return
    await this.#archive.remove(showId)
    this.#log.info({ showId, reason }, 'replay removed')
    this.#bus.publish('replay.removed', { showId, reason })
  }

  async #close(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.all([...this.#recorders.values()].map(recorder => recorder.close()))
    await this.#taker.close()
  }
}
