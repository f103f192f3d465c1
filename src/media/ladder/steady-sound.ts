import { flvHeader, flvTag } from '../ingest/nms.ts'
import type { FlvSink } from '../ports.ts'
import { isAacHeader, type SilentAac, silenceOf, stereoHeader } from './aac.ts'
import { type FlvTag, isFlvHeader, readFlvTag } from './flv-tag.ts'

/** Sound that is later than this behind its picture comes no more: the ingest would give it another time. */
const patienceMs = 2000
/** How far silence is ahead of the picture's tag: beyond the time at which B-frames let it be shown. */
const leadMs = 200
/** A longer hole is a jump of the clock: FFmpeg fills it by itself. */
const longestHoleMs = 10_000

/**
 * Stands before FFmpeg and sees to it that sound comes with the pictures: silence where a source has none, or where
 * its sound is missing. So every run has the same tracks, and players, which wait for sound that was promised, go on.
 * What is not AAC-LC in mono or stereo is passed on as it is.
 */
export class SteadySound implements FlvSink {
  readonly #sink: FlvSink
  readonly #own: boolean
  #silence: SilentAac | null = null
  /** What was last said begins here and lasts for so many frames, counted so that nothing is lost to rounding. */
  #from = 0
  #frames = 0
  #filling = false
  #heardUntil = 0

  /** `own`: the source has no sound, or none that can be used; what there may be is left out. */
  constructor(sink: FlvSink, own: boolean) {
    this.#sink = sink
    this.#own = own
  }

  /** Whether there has been sound, of whatever kind. */
  get begun(): boolean {
    return this.#frames > 0
  }

  write(bytes: Buffer): boolean {
    if (isFlvHeader(bytes)) return this.#open()
    const tag = readFlvTag(bytes)
    if (tag?.track === 'audio' && !this.#takes(tag)) return true
    if (tag?.track === 'video') this.#fill(tag.time)
    return this.#sink.write(bytes)
  }

  onDrain(callback: () => void): void {
    this.#sink.onDrain(callback)
  }

  end(): void {
    this.#sink.end()
  }

  #open(): boolean {
    const free = this.#sink.write(flvHeader(true))
    if (!this.#own) return free
    this.#silence = silenceOf(stereoHeader)
    return this.#sink.write(flvTag('audio', 0, stereoHeader))
  }

  /** Whether the source's own sound is passed on: what silence stands for already is not said once more. */
  #takes({ time, body }: FlvTag): boolean {
    if (this.#own) return false
    if (isAacHeader(body)) {
      this.#silence = silenceOf(body)
      return true
    }
    const frameMs = this.#silence?.frameMs ?? 0
    this.#heardUntil = Math.max(this.#heardUntil, time + frameMs)
    if (this.#filling && time < this.#saidUntil - frameMs / 2) return false
    this.#filling = false
    this.#from = time
    this.#frames = 1
    return true
  }

  #fill(pictureAt: number): void {
    const silence = this.#silence
    if (!silence || (!this.#own && pictureAt - this.#heardUntil <= patienceMs)) return
    const until = pictureAt + leadMs
    if (until - this.#saidUntil > longestHoleMs) {
      this.#from = pictureAt
      this.#frames = 0
    }
    this.#filling = true
    for (; this.#saidUntil < until; this.#frames++) {
      this.#sink.write(flvTag('audio', Math.round(this.#saidUntil), silence.frame))
    }
  }

  get #saidUntil(): number {
    return this.#from + this.#frames * (this.#silence?.frameMs ?? 0)
  }
}
