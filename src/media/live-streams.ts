import type { Config } from '../../config/schema.ts'
import type { ChildProcesses } from '../child-process.ts'
import type { Bus } from '../events.ts'
import type { Logger } from '../log.ts'
import { SocketFolder } from './ladder/socket-folder.ts'
import type { LiveState } from './live-state.ts'
import { type LiveDependencies, LiveStream } from './live-stream.ts'
import type { FindMedia } from './media-answer.ts'
import type { OpenOverlay, Publication } from './ports.ts'

export type LiveStreamsOptions = {
  readonly config: Pick<Config, 'ladder' | 'hls'>
  readonly openOverlay: OpenOverlay
  readonly children: ChildProcesses
  readonly bus: Bus
  readonly log: Logger
}

/** Every room's stream: publications in, HLS out. Announces stream.starting, .live and .offline on the bus. */
export class LiveStreams {
  readonly #deps: LiveDependencies
  readonly #folder: SocketFolder
  readonly #streams = new Map<string, LiveStream>()
  #closing: Promise<void> | null = null

  private constructor(deps: LiveDependencies, folder: SocketFolder) {
    this.#deps = deps
    this.#folder = folder
  }

  static async start(options: LiveStreamsOptions): Promise<LiveStreams> {
    const folder = await SocketFolder.start()
    let runs = 0
    const log = options.log.child({ part: 'live' })
    return new LiveStreams({ ...options, log, folder: folder.path, nextRun: () => ++runs }, folder)
  }

  /** Shows a publication in its room, in place of the one before. */
  start(publication: Publication): void {
    const { slug } = publication
    if (this.#closing) {
      publication.close('the server is closing')
      return
    }
    let stream = this.#streams.get(slug)
    if (!stream) {
      stream = new LiveStream(slug, this.#deps, () => this.#streams.delete(slug))
      this.#streams.set(slug, stream)
    }
    stream.start(publication)
  }

  /** Starts a room's FFmpeg anew, at the cost of a discontinuity: for a card that was lost from the run. */
  renew(slug: string): void {
    this.#streams.get(slug)?.renew()
  }

  state(slug: string): LiveState {
    return this.#streams.get(slug)?.state ?? { state: 'offline' }
  }

  /** Answers what stands below `/hls/:slug/`; null when there is nothing at this path. */
  readonly answer: FindMedia = (slug, path, query, signal) =>
    this.#streams.get(slug)?.answer(path, query, signal) ?? null

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#streams.values()].map(stream => stream.close()))
    this.#streams.clear()
    await this.#folder.close()
  }
}
