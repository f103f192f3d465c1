import { join } from 'node:path'
import type { ChildProcesses } from '../../child-process.ts'
import type { Logger } from '../../log.ts'
import type { OverlayInput } from '../ports.ts'
import { ladderArgs } from './args.ts'
import { type FfmpegProcess, startFfmpeg } from './ffmpeg.ts'
import { OutputSocket } from './output-socket.ts'
import type { LadderPlan } from './plan.ts'
import type { EncoderFigures } from './progress.ts'
import { type RunEnd, RunWatch } from './run-watch.ts'
import type { SourcePipe } from './source-pipe.ts'

export type TranscoderOptions = {
  readonly plan: LadderPlan
  readonly source: SourcePipe
  /** Milliseconds at the head of the source that are not shown. */
  readonly skipMs: number
  /** Null when there is no card in this run. */
  readonly openCard: () => Promise<OverlayInput | null>
  /** A folder for sockets, and a name in it that no other run has. */
  readonly folder: string
  readonly name: string
  readonly children: ChildProcesses
  readonly log: Logger
  /** Gets what FFmpeg writes for the rendition at `index`; tells if it held pictures. A throw ends the run. */
  readonly onBytes: (index: number, bytes: Buffer) => boolean
}

/** One FFmpeg run of a room: the source and its card in, fragmented MP4 of each rendition out. */
export class Transcoder {
  readonly ended: Promise<RunEnd>
  readonly #process: FfmpegProcess
  readonly #watch: RunWatch

  private constructor(process: FfmpegProcess, watch: RunWatch, ended: Promise<RunEnd>) {
    this.#process = process
    this.#watch = watch
    this.ended = ended
  }

  /** Aborting `signal` during the start leaves nothing. `ended` resolves when all of the run is gone. */
  static async start(options: TranscoderOptions, signal: AbortSignal): Promise<Transcoder> {
    const { plan, source, log } = options
    await using stack = new AsyncDisposableStack()
    const watch = new RunWatch(source)
    const outputs: OutputSocket[] = []
    for (const [index] of plan.renditions.entries()) {
      const take = (bytes: Buffer) => watch.output(() => options.onBytes(index, bytes))
      const output = await OutputSocket.start(socketPath(options, `v${index}`), take)
      stack.defer(() => output.close())
      outputs.push(output)
    }
    const card = await options.openCard()
    stack.defer(() => card?.close())
    signal.throwIfAborted()

    const command = ladderArgs({
      plan,
      skipMs: options.skipMs,
      card,
      container: source.format?.container ?? 'flv',
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
  watch: RunWatch,
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
