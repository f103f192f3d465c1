import type { PacketSink, Publication, SourcePacket } from './ports.ts'

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
  const sink: PacketSink = {
    open() {},
    write(packet) {
      // What comes before that is the past, out of the publisher's cache.
      if (subscribed && pace.isCalm(packet, performance.now())) resolve()
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

/** Compares the times of pictures with those at which they come; sound alone is no picture. */
export class Pace {
  #first: { readonly time: number; readonly at: number } | null = null
  #begin = 0

  /** `at` in milliseconds on a clock that is never set. */
  isCalm({ track, time }: Pick<SourcePacket, 'track' | 'time'>, at: number): boolean {
    if (track !== 'video') return false
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
