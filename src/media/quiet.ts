const tickMs = 250
/** A tick that comes so late says that this process was busy or stopped: in that time it would have heard nothing. */
const lateMs = 500
/**
 * Without a part for so long: while the publisher sends nothing either, and while it does (OBS on a bad line sends
 * sound and leaves out pictures: the last one stays, until it has stayed for too long).
 */
const limitMs = { silent: 1200, flowing: 3500 }

/** Notices within two seconds that no picture comes any more, whatever the reason. */
export class Quiet {
  readonly #isFlowing: () => boolean
  readonly #onQuiet: () => void
  #heardAt = performance.now()
  #tickAt = performance.now()
  #timer: NodeJS.Timeout | undefined

  private constructor(isFlowing: () => boolean, onQuiet: () => void) {
    this.#isFlowing = isFlowing
    this.#onQuiet = onQuiet
  }

  /** `onQuiet` is called at each tick for as long as nothing comes. */
  static start(isFlowing: () => boolean, onQuiet: () => void): Quiet {
    const quiet = new Quiet(isFlowing, onQuiet)
    quiet.#timer = setInterval(() => quiet.#tick(), tickMs)
    return quiet
  }

  heard(): void {
    this.#heardAt = performance.now()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #tick(): void {
    const now = performance.now()
    const late = now - this.#tickAt - tickMs
    this.#tickAt = now
    if (late > lateMs) this.#heardAt = Math.min(now, this.#heardAt + late)
    const limit = this.#isFlowing() ? limitMs.flowing : limitMs.silent
    if (now - this.#heardAt > limit) this.#onQuiet()
  }
}
