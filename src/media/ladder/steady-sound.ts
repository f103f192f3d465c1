import type { PacketSink, SourceFormat, SourcePacket } from '../ports.ts'
import { type Silence, silenceOf, withSilence } from './silence.ts'

/** Sound that is later than this behind its picture comes no more: the ingest would give it another time. */
const patienceMs = 2000
/** How far silence is ahead of the picture: beyond the time at which B-frames let it be shown. */
const leadMs = 200
/** A longer hole is a jump of the clock: FFmpeg fills it by itself. */
const longestHoleMs = 10_000

/**
 * Stands before FFmpeg and sees to it that sound comes with the pictures: silence where a source has none, or where
 * its sound is missing. So every run has the same tracks, and players, which wait for sound that was promised, go on.
 * Sound of which no silence is known (MP3, and AAC of unusual kinds) is passed on as it is.
 */
export class SteadySound implements PacketSink {
  readonly #sink: PacketSink
  readonly #own: boolean
  #silence: Silence | null = null
  /** What was last said begins here and lasts for so many frames, counted so that nothing is lost to rounding. */
  #from = 0
  #frames = 0
  #filling = false
  #heardUntil = 0

  /** `own`: the source has no sound, or none that can be used; what there may be is left out. */
  constructor(sink: PacketSink, own: boolean) {
    this.#sink = sink
    this.#own = own
  }

  /** Whether there has been sound, of whatever kind. */
  get begun(): boolean {
    return this.#frames > 0
  }

  open(source: SourceFormat): void {
    const format = this.#own ? withSilence(source) : source
    this.#silence = silenceOf(format)
    this.#sink.open(format)
  }

  write(packet: SourcePacket): boolean {
    if (packet.track === 'audio' && !this.#takes(packet)) return true
    if (packet.track === 'video') this.#fill(packet.time)
    return this.#sink.write(packet)
  }

  onDrain(callback: () => void): void {
    this.#sink.onDrain(callback)
  }

  end(): void {
    this.#sink.end()
  }

  /** Whether the source's own sound is passed on: what silence stands for already is not said once more. */
  #takes({ time }: SourcePacket): boolean {
    if (this.#own) return false
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
      this.#sink.write({ track: 'audio', key: false, time: this.#saidUntil, body: silence.frame })
    }
  }

  get #saidUntil(): number {
    return this.#from + this.#frames * (this.#silence?.frameMs ?? 0)
  }
}
