import type Hls from 'hls.js/dist/hls.light.min.mjs'

const mostRepairs = 3
const withinMs = 15_000
const nearSeconds = 0.2

/**
 * Attaches the video anew after a media error. The most common one is no fault: from a discontinuity on there is sound
 * where there was none, or the other way round, which one SourceBuffer cannot hold. Then what is buffered is played to
 * its end, and the new begins in a buffer of its own. Gives up when that happens too often.
 */
export class MediaRepair {
  readonly #hls: Hls
  readonly #video: HTMLVideoElement
  readonly #giveUp: () => void
  #repairs: number[] = []
  #waiting: AbortController | null = null

  constructor(hls: Hls, video: HTMLVideoElement, giveUp: () => void) {
    this.#hls = hls
    this.#video = video
    this.#giveUp = giveUp
  }

  /** `from`: where on the media's timeline what could not be appended begins, if that is known. */
  mend(from: number | null): void {
    if (this.#waiting !== null) return
    if (from === null || !this.#isBufferedUpTo(from)) {
      this.#restart(Math.max(from ?? 0, this.#video.currentTime))
      return
    }
    const waiting = new AbortController()
    this.#waiting = waiting
    const look = () => {
      const { currentTime, readyState } = this.#video
      const starved = readyState < HTMLMediaElement.HAVE_FUTURE_DATA
      if (currentTime < from - nearSeconds && !starved) return
      this.close()
      this.#restart(Math.max(from, currentTime))
    }
    for (const event of ['timeupdate', 'waiting', 'seeking']) {
      this.#video.addEventListener(event, look, { signal: waiting.signal })
    }
  }

  close(): void {
    this.#waiting?.abort()
    this.#waiting = null
  }

  #isBufferedUpTo(time: number): boolean {
    const { buffered, currentTime } = this.#video
    for (let index = 0; index < buffered.length; index += 1) {
      if (buffered.start(index) <= currentTime && currentTime < buffered.end(index)) {
        return time > currentTime + nearSeconds && time <= buffered.end(index) + 1
      }
    }
    return false
  }

  #restart(at: number): void {
    const now = performance.now()
    this.#repairs = [...this.#repairs.filter(time => now - time < withinMs), now]
    if (this.#repairs.length > mostRepairs) {
      this.#giveUp()
      return
    }
    const { paused } = this.#video
    this.#hls.detachMedia()
    this.#hls.attachMedia(this.#video)
    this.#hls.startLoad(at)
    if (!paused) this.#video.play().catch(() => {})
  }
}
