import type { FlvSink, Publication } from './ports.ts'

/** Milliseconds: how long a pace is measured, and how long it may take to become calm. */
const windowMs = 300
const patienceMs = 3000

/**
 * Resolves when a publisher that had gone quiet sends again, at the pace of the clock: after a freeze comes, first, a
 * burst of what had waited, and a run that began in its middle would think its pictures to be ahead of their time.
 * Also resolves when the publisher ends or `signal` aborts.
 */
export async function sendsAgain(publication: Publication, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const pace = new Pace()
  let subscribed = false
  const sink: FlvSink = {
    write(tag) {
      // What comes before that is the past, out of the publisher's cache.
      if (subscribed && pace.isCalm(tag, performance.now())) resolve()
      return true
    },
    onDrain() {},
    end: resolve,
  }
  const { stop } = publication.subscribe(sink)
  subscribed = true
  const abort = () => resolve()
  signal.addEventListener('abort', abort)
  if (signal.aborted) resolve()
  try {
    await promise
  } finally {
    signal.removeEventListener('abort', abort)
    stop()
  }
}

/** The type of an FLV tag that holds pictures, of the five bits that say it. */
const video = 9

/** Compares the timestamps of FLV's pictures with the time at which they come; sound alone is no picture. */
export class Pace {
  #first: { readonly time: number; readonly at: number } | null = null
  #begin = 0

  /** `at` in milliseconds on a clock that is never set. */
  isCalm(tag: Buffer, at: number): boolean {
    if (tag.length < 11 || (tag.readUInt8(0) & 0x1f) !== video) return false
    const time = tag.readUIntBE(4, 3) + tag.readUInt8(7) * 2 ** 24
    if (!this.#first) {
      this.#first = { time, at }
      this.#begin = at
      return false
    }
    const passed = at - this.#first.at
    if (passed < windowMs) return false
    const calm = time - this.#first.time <= passed * 1.5
    this.#first = { time, at }
    return calm || at - this.#begin > patienceMs
  }
}
