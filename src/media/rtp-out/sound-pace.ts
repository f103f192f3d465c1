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

/**
 * Lets sound out when the pictures of its time leave, by their mean delay: encoders are done with it earlier. A browser
 * lines up both by their sender reports, but only after some seconds; and it smooths what comes in bursts.
 */
export class SoundPace {
  readonly #options: SoundPaceOptions
  readonly #waiting: { readonly sound: CodedSound; readonly until: number }[] = []
  /** How long after their time pictures leave, in milliseconds; null before the first. */
  #lagMs: number | null = null
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
    const waitMs = Math.min(maxWaitMs, Math.max(0, (this.#lagMs ?? lagMs) - lagMs))
    this.#waiting.push({ sound, until: performance.now() + waitMs })
    this.#drain()
  }

  /** Lets out all that waits, and forgets the pictures. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#lagMs = null
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
