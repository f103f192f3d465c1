import { type EncoderFigures, parseProgress } from './progress.ts'
import type { SourcePipe } from './source-pipe.ts'

/** How a run ended: the source did, or FFmpeg did while the source went on. */
export type RunEnd =
  | { readonly kind: 'finished' }
  | {
      readonly kind: 'died'
      readonly reason: string
      /** There was some output. */
      readonly began: boolean
      /** It gave nothing while there was input, and was killed for it. */
      readonly stalled: boolean
    }

/** Without output for so long, while there is input, FFmpeg counts as dead; its start may take longer. */
const stallMs = { starting: 10_000, running: 4000 }

/** Watches one run for signs of life, and knows in the end why it ended. */
export class RunWatch {
  figures: EncoderFigures | null = null
  readonly #source: SourcePipe
  #lastOutput: number | null = null
  #began = 0
  #timer: NodeJS.Timeout | undefined
  #kill = () => {}
  #reason: string | null = null
  readonly #lastLines: string[] = []
  #stalled = false

  constructor(source: SourcePipe) {
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
    return { kind: 'died', reason: reason + detail, began: this.#lastOutput !== null, stalled: this.#stalled }
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
