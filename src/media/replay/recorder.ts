import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../../log.ts'
import type { Run, Segment } from '../packager/segment.ts'
import type { PictureTaker } from './picture-taker.ts'
import { type NewPicture, RecorderPictures } from './recorder-pictures.ts'
import type { Recording } from './recording.ts'
import { RecordingError, stopReason } from './recording-error.ts'
import { RecordingWriter } from './recording-writer.ts'

/** Records one show. */
export type Recorder = {
  /** Never throws and never waits: what cannot be kept stops the recording, not the show. */
  add(segment: Segment): void
  /** Why it records no more; null while it does. */
  readonly stopped: string | null
  /** Nothing more comes. Resolves when the replay is complete. */
  end(): Promise<void>
}

/** Keeps nothing, as is wished. */
export const noRecorder: Recorder = { stopped: null, add: () => {}, end: async () => {} }

export type RecorderOptions = {
  readonly folder: string
  readonly recording: Recording
  readonly taker: PictureTaker
  /** Sees to it that so many bytes may be written. @throws RecordingError when they may not. */
  readonly makeRoom: (bytes: number) => Promise<void>
  /** Called once, if the recording stops before its end. */
  readonly onStop: (reason: string) => void
  readonly onEnd: () => Promise<void>
  readonly log: Logger
  readonly now: () => number
}

/** More than this does not wait for a slow disk. Bytes. */
const maxWaiting = 64 << 20
/** Pictures that are still on their way at the end. Milliseconds. */
const picturesMs = 3000

/** Writes a show's segments, one after the other, behind the back of the live stream. */
export class DiskRecorder implements Recorder {
  readonly #options: RecorderOptions
  readonly #pictures: RecorderPictures
  #work: Promise<void> = Promise.resolve()
  #writer: RecordingWriter | null = null
  #run: Run | null = null
  #waiting = 0
  #stopped: string | null = null
  #ending: Promise<void> | null = null

  constructor(options: RecorderOptions) {
    this.#options = options
    this.#pictures = new RecorderPictures(options.taker, options.recording, (picture, jpeg) =>
      this.#enqueue(() => this.#keepPicture(picture, jpeg)),
    )
  }

  /** False once its end has begun: who goes on with the show needs another recorder. */
  get open(): boolean {
    return this.#ending === null
  }

  get stopped(): string | null {
    return this.#stopped
  }

  add(segment: Segment): void {
    if (this.#ending || this.#stopped !== null || segment.run.kind === 'slate') return
    let bytes = 0
    for (const { size } of segment.renditions.values()) bytes += size
    if (this.#waiting + bytes > maxWaiting) {
      this.#stop('The disk is too slow.')
      return
    }
    this.#waiting += bytes
    this.#enqueue(async () => {
      this.#waiting -= bytes
      await this.#keep(segment, bytes)
    })
  }

  end(): Promise<void> {
    this.#ending ??= this.#end()
    return this.#ending
  }

  /** Records no more, and lets go of the files: they are to be removed. */
  async abandon(reason: string): Promise<void> {
    if (this.open) this.#stop(reason)
    await this.close()
  }

  /** Lets go of the files without an end: the show may go on when the server is back. */
  async close(): Promise<void> {
    this.#ending ??= this.#work.then(() => this.#release())
    await this.#ending
  }

  #stop(reason: string): void {
    if (this.#stopped !== null) return
    this.#stopped = reason
    this.#options.log.error({ reason }, 'recording stopped')
    this.#options.recording.end(this.#options.now())
    this.#options.onStop(reason)
  }

  #enqueue(task: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#stopped !== null) return
      try {
        await task()
      } catch (error) {
        if (!(error instanceof RecordingError)) this.#options.log.error({ err: error }, 'a write failed')
        this.#stop(stopReason(error))
      }
    })
  }

  async #keep(segment: Segment, bytes: number): Promise<void> {
    await this.#options.makeRoom(bytes)
    const { folder, recording } = this.#options
    this.#writer ??= await RecordingWriter.open(folder, recording)
    if (this.#run !== segment.run) await this.#writer.run(segment.run)
    this.#run = segment.run
    const at = recording.seconds
    await this.#writer.segment(segment)
    this.#pictures.offer(segment, at)
  }

  async #keepPicture(picture: NewPicture, jpeg: Buffer): Promise<void> {
    if (picture.kind === 'cover') await this.#writer?.cover(jpeg)
    else await this.#writer?.thumbnail(picture.n, jpeg, picture.size)
  }

  async #end(): Promise<void> {
    const { folder, recording, log, now, onEnd } = this.#options
    await this.#work
    const at = recording.endedAt ?? now()
    recording.end(at)
    await Promise.race([this.#pictures.settled(), sleep(picturesMs, null, { ref: false })])
    await this.#work
    try {
      if (recording.count > 0) this.#writer ??= await RecordingWriter.open(folder, recording)
      // Also after a stop: there may be room for a line again. Else the next start of the server writes it.
      await this.#writer?.end(at)
    } catch (error) {
      log.warn({ err: error }, 'the end of a recording could not be written')
    }
    await this.#release()
    await onEnd()
  }

  async #release(): Promise<void> {
    const writer = this.#writer
    this.#writer = null
    await writer?.close().catch(error => this.#options.log.warn({ err: error }, 'a file could not be closed'))
  }
}
