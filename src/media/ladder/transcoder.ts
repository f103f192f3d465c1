import { join } from 'node:path'
import type { ChildProcesses } from '../../child-process.ts'
import type { Logger } from '../../log.ts'
import { ladderArgs } from './args.ts'
import { CardRelay, type OpenFeed } from './card-relay.ts'
import { type FfmpegProcess, startFfmpeg } from './ffmpeg.ts'
import type { FlvPipe } from './flv-pipe.ts'
import { OutputSocket } from './output-socket.ts'
import type { LadderPlan } from './plan.ts'
import { type EncoderFigures, parseProgress } from './progress.ts'

export type TranscoderOptions = {
  readonly plan: LadderPlan
  readonly source: FlvPipe
  /** Milliseconds at the head of the source that are not shown. */
  readonly skipMs: number
  readonly openCard: OpenFeed
  /** A folder for sockets, and a name in it that no other run has. */
  readonly folder: string
  readonly name: string
  readonly children: ChildProcesses
  readonly log: Logger
  /** Gets what FFmpeg writes for the rendition at `index`; tells if it held pictures. A throw ends the run. */
  readonly onBytes: (index: number, bytes: Buffer) => boolean
}

/** How a run ended: the source did, or FFmpeg did while the source went on. */
export type RunEnd =
  | { readonly kind: 'finished' }
  /** `neverBegan`: there was input, and no output at all. */
  | { readonly kind: 'died'; readonly reason: string; readonly neverBegan: boolean }

/** Without output for so long, while there is input, FFmpeg counts as dead; its start may take longer. */
const stallMs = { starting: 10_000, running: 4000 }

/** One FFmpeg run of a room: FLV and card in, fragmented MP4 of each rendition out. */
export class Transcoder {
  readonly ended: Promise<RunEnd>
  readonly #process: FfmpegProcess
  readonly #watch: Watch

  private constructor(process: FfmpegProcess, watch: Watch, ended: Promise<RunEnd>) {
    this.#process = process
    this.#watch = watch
    this.ended = ended
  }

  /** Aborting `signal` during the start leaves nothing. `ended` resolves when all of the run is gone. */
  static async start(options: TranscoderOptions, signal: AbortSignal): Promise<Transcoder> {
    const { plan, source, log } = options
    await using stack = new AsyncDisposableStack()
    const watch = new Watch(source)
    const outputs: OutputSocket[] = []
    for (const [index] of plan.renditions.entries()) {
      const take = (bytes: Buffer) => watch.output(() => options.onBytes(index, bytes))
      const output = await OutputSocket.start(socketPath(options, `v${index}`), take)
      stack.defer(() => output.close())
      outputs.push(output)
    }
    const card = await CardRelay.start(socketPath(options, 'card'), options.openCard, log)
    stack.defer(() => card?.close())
    signal.throwIfAborted()

    const command = ladderArgs({
      plan,
      skipMs: options.skipMs,
      card: card && { ...card.shape, url: card.url },
      outputs: outputs.map(output => output.url),
    })
    const process = await startFfmpeg(command, options.children, line => watch.line(line), signal)
    stack.defer(() => process.stop())
    signal.throwIfAborted()
    log.info({ pid: process.pid, skipMs: options.skipMs, card: card !== null }, 'FFmpeg started')
    source.connect(process.stdin)
    watch.begin(() => void process.stop())
    const held = stack.move()
    return new Transcoder(process, watch, finish(process, outputs, watch, held))
  }

  get pid(): number {
    return this.#process.pid
  }

  /** Null before FFmpeg has told any. */
  get figures(): EncoderFigures | null {
    return this.#watch.figures
  }

  async stop(): Promise<void> {
    await this.#process.stop()
    await this.ended
  }
}

/** Waits for the end, takes what FFmpeg had still written, and lets go of everything. */
async function finish(
  process: FfmpegProcess,
  outputs: readonly OutputSocket[],
  watch: Watch,
  held: AsyncDisposableStack,
): Promise<RunEnd> {
  await using _ = held
  const { code, signal } = await process.exited
  await Promise.all(outputs.map(output => output.finish()))
  return watch.finish(code === 0 ? null : `FFmpeg ended with ${signal ?? `code ${code}`}`)
}

function socketPath({ folder, name }: TranscoderOptions, role: string): string {
  return join(folder, `${name}-${role}.sock`)
}

/** Watches one run for signs of life, and knows in the end why it ended. */
class Watch {
  figures: EncoderFigures | null = null
  readonly #source: FlvPipe
  #lastOutput: number | null = null
  #began = 0
  #timer: NodeJS.Timeout | undefined
  #kill = () => {}
  #reason: string | null = null
  readonly #lastLines: string[] = []
  #stalled = false

  constructor(source: FlvPipe) {
    this.#source = source
  }

  begin(kill: () => void): void {
    this.#kill = kill
    this.#began = Date.now()
    this.#timer = setInterval(() => this.#check(), 500)
  }

  line(line: string): void {
    const figures = parseProgress(line)
    if (figures) {
      this.figures = figures
    } else if (line.trim() !== '') {
      this.#lastLines.push(line.trim().slice(0, 300))
      this.#lastLines.splice(0, this.#lastLines.length - 3)
    }
  }

  output(take: () => boolean): void {
    if (this.#reason !== null) return
    try {
      if (take()) this.#lastOutput = Date.now()
    } catch (error) {
      this.#die(`what FFmpeg wrote cannot be used: ${(error as Error).message}`)
    }
  }

  finish(exit: string | null): RunEnd {
    clearInterval(this.#timer)
    const reason = this.#reason ?? exit ?? (this.#source.ended ? null : 'FFmpeg ended before its source')
    if (reason === null) return { kind: 'finished' }
    const detail = this.#lastLines.length > 0 ? ` (${this.#lastLines.join('; ')})` : ''
    return { kind: 'died', reason: reason + detail, neverBegan: this.#stalled && this.#lastOutput === null }
  }

  #check(): void {
    const silence = Date.now() - (this.#lastOutput ?? this.#began)
    const limit = this.#lastOutput === null ? stallMs.starting : stallMs.running
    if (silence <= limit || !this.#source.flowing) return
    this.#stalled = true
    this.#die('FFmpeg gives nothing although its source does')
  }

  #die(reason: string): void {
    this.#reason ??= reason
    this.#kill()
  }
}
