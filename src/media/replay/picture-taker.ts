import { mkdir, readFile, rm } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import type { ChildProcesses } from '../../child-process.ts'
import type { Logger } from '../../log.ts'
import { startFfmpeg } from '../ladder/ffmpeg.ts'

/** `media`: an initialisation segment and what follows it, which begins with a keyframe. */
export type PictureRequest = {
  readonly media: readonly Buffer[]
  /** FFmpeg's filters for it. */
  readonly filter: string
}

/** A picture is made in a tenth of a second; a machine that needs so much longer has better things to do. */
const limitMs = 10_000
/** Behind all else on this machine. */
const lowest = 19

/** Makes JPEGs of keyframes: one at a time, over all rooms. What fails is null, and harms nothing. */
export class PictureTaker {
  readonly #folder: string
  readonly #children: ChildProcesses
  readonly #log: Logger
  readonly #abort = new AbortController()
  #last: Promise<unknown> = Promise.resolve()

  private constructor(folder: string, children: ChildProcesses, log: Logger) {
    this.#folder = folder
    this.#children = children
    this.#log = log
  }

  /** `folder` is its own: what an earlier server left in it is removed. */
  static async start(folder: string, children: ChildProcesses, log: Logger): Promise<PictureTaker> {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    return new PictureTaker(folder, children, log)
  }

  take(request: PictureRequest): Promise<Buffer | null> {
    const taken = this.#last.then(() => this.#take(request))
    this.#last = taken
    return taken
  }

  async close(): Promise<void> {
    this.#abort.abort(new Error('the server is closing'))
    await this.#last
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #take({ media, filter }: PictureRequest): Promise<Buffer | null> {
    const file = join(this.#folder, 'picture.jpg')
    const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(limitMs)])
    try {
      signal.throwIfAborted()
      await this.#run(media, filter, file, signal)
      return await readFile(file)
    } catch (error) {
      this.#log.debug({ err: error }, 'a picture of a recording failed')
      return null
    } finally {
      await rm(file, { force: true }).catch(() => {})
    }
  }

  async #run(media: readonly Buffer[], filter: string, file: string, signal: AbortSignal): Promise<void> {
    const quiet = ['-hide_banner', '-loglevel', 'error', '-threads', '1', '-skip_frame', 'nokey']
    const options = ['-an', '-frames:v', '1', '-vf', `${filter},format=yuvj420p`, '-q:v', '5', '-f', 'mjpeg']
    const command = {
      inputs: [{ url: 'pipe:0', options: [...quiet, '-f', 'mp4'] }],
      outputs: [{ url: file, options }],
    }
    const process = await startFfmpeg(command, this.#children, () => {}, signal)
    const stop = () => void process.stop()
    signal.addEventListener('abort', stop, { once: true })
    try {
      if (signal.aborted) stop()
      lowerPriority(process.pid)
      for (const bytes of media) process.stdin.write(bytes)
      process.stdin.end()
      const { code } = await process.exited
      signal.throwIfAborted()
      if (code !== 0) throw new Error(`FFmpeg ended with code ${code}`)
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, lowest)
  } catch {
    // It may be gone already.
  }
}
