import type { CodedSound } from '../rtc-ports.ts'

export type SoundPaceOptions = {
  readonly release: (sound: CodedSound) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** No sound waits longer for the pictures of its time. Milliseconds. */
const maxWaitMs = 120
/** The weight of one picture in their mean delay. */
const weight = 1 / 16
/** Those of a packet that is later than is usual, and of one that is not. */
const soundWeights = { late: 1 / 4, early: 1 / 128 }

/**
 * Lets sound out evenly: no earlier than the pictures of its time leave, by their mean delay, and when nearly all of
 * it has come. FFmpeg makes packets of 20 ms out of a host's frames of another length, some of them two at a time; a
 * browser would hold back the sound for that, by more than it strays, and then the picture to match.
 */
export class SoundPace {
  readonly #options: SoundPaceOptions
  readonly #waiting: { readonly sound: CodedSound; readonly until: number }[] = []
  /** How long after their time pictures leave, in milliseconds; null before the first. */
  #lagMs: number | null = null
  /** How long after its time nearly all sound has come, in milliseconds; null before the first. */
  #soundLagMs: number | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(options: SoundPaceOptions) {
    this.#options = options
  }

  /** A picture of this time leaves. */
  picture(at: number): void {
    const lagMs = this.#options.now() - at
    this.#lagMs = this.#lagMs === null ? lagMs : this.#lagMs + (lagMs - this.#lagMs) * weight
  }

  push(sound: CodedSound): void {
    const lagMs = this.#options.now() - sound.at
    const usual = this.#soundLagMs ?? lagMs
    this.#soundLagMs = usual + (lagMs - usual) * (lagMs > usual ? soundWeights.late : soundWeights.early)
    const leaveMs = Math.max(this.#lagMs ?? lagMs, this.#soundLagMs)
    const waitMs = Math.min(maxWaitMs, Math.max(0, leaveMs - lagMs))
    this.#waiting.push({ sound, until: performance.now() + waitMs })
    this.#drain()
  }

  /** Lets out all that waits, and forgets what was usual. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#lagMs = null
    this.#soundLagMs = null
    for (const { sound } of this.#waiting.splice(0)) this.#options.release(sound)
  }

  #drain(): void {
    clearTimeout(this.#timer)
    for (;;) {
      const [head] = this.#waiting
      if (!head) return
      const wait = head.until - performance.now()
      // A timer takes whole milliseconds.
      if (wait >= 1) {
        this.#timer = setTimeout(() => this.#drain(), wait)
        return
      }
      this.#waiting.shift()
      this.#options.release(head.sound)
    }
  }
}
