import type { Config } from '../../config/schema.ts'
import type { ChildProcesses } from '../child-process.ts'
import type { Bus, StreamTold } from '../events.ts'
import type { Logger } from '../log.ts'
import { SocketFolder } from '../socket-folder.ts'
import type { Interruption, LiveState } from './live-state.ts'
import { type LiveDependencies, LiveStream } from './live-stream.ts'
import type { FindMedia } from './media-answer.ts'
import type { DrawSlate, Publication } from './ports.ts'
import { Slates } from './slate/slates.ts'

export type LiveStreamsOptions = Pick<
  LiveDependencies,
  'openOverlay' | 'nextShow' | 'replays' | 'numbers' | 'config' | 'frames'
> & {
  readonly config: Pick<Config, 'ladder' | 'hls' | 'live'>
  readonly drawSlate: DrawSlate
  readonly children: ChildProcesses
  readonly bus: Bus
  readonly log: Logger
}

/**
 * Every room's stream: publications in, HLS out. Announces stream.starting, .live, .interrupted, .resumed and .offline
 * on the bus.
 */
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
    const { drawSlate: draw, children } = options
    const slates = new Slates({ draw, children, log, folder: folder.path })
    return new LiveStreams({ ...options, log, slates, folder: folder.path, nextRun: () => ++runs }, folder)
  }

  /** Shows a publication in its room, in place of the one before. */
  start(publication: Publication): void {
    if (this.#closing) publication.close('the server is closing')
    else this.#stream(publication.slug).start(publication)
  }

  /** Takes up a show that was live when the server ended. */
  resume(slug: string, showId: string): void {
    if (!this.#closing) this.#stream(slug).resume(showId)
  }

  /** Starts a room's FFmpeg anew, at the cost of a discontinuity: for a card that was lost from the run. */
  renew(slug: string): void {
    this.#streams.get(slug)?.renew()
  }

  /** Ends the room's live show now; false when there is none. */
  endShow(slug: string): boolean {
    return this.#streams.get(slug)?.endShow('the host ended the show') ?? false
  }

  /** Keeps an interrupted show open for so many more seconds; false when it is not interrupted. */
  wait(slug: string, seconds: number): boolean {
    return this.#streams.get(slug)?.wait(seconds) ?? false
  }

  state(slug: string): LiveState {
    return this.#streams.get(slug)?.state ?? { state: 'offline' }
  }

  /** Until when a show waits for its host; null: nobody is waited for. */
  interruption(slug: string): Interruption | null {
    return interruptionOf(this.state(slug))
  }

  /** The streams that are not offline, as other processes are told of them. */
  told(): readonly StreamTold[] {
    return [...this.#streams].flatMap(([slug, { state }]) =>
      state.state === 'offline' ? [] : [{ slug, state: state.state, interruption: interruptionOf(state) }],
    )
  }

  /** What stands below `/hls/:slug/`. */
  readonly answer: FindMedia = (slug, path, query, signal) =>
    this.#streams.get(slug)?.answer(path, query, signal) ?? null

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #stream(slug: string): LiveStream {
    const known = this.#streams.get(slug)
    if (known) return known
    const stream = new LiveStream(slug, this.#deps, () => this.#streams.delete(slug))
    this.#streams.set(slug, stream)
    return stream
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#streams.values()].map(stream => stream.close()))
    this.#streams.clear()
    await this.#deps.slates.close()
    await this.#folder.close()
  }
}

function interruptionOf(state: LiveState): Interruption | null {
  return state.state === 'live' ? state.interruption : null
}
