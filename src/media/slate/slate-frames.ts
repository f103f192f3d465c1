import { silentOpus } from '../ladder/silence.ts'
import type { LiveFrames } from '../rtc-ports.ts'
import type { Slate } from './slate.ts'

export type SlateFramesOptions = {
  readonly slate: Slate
  readonly frames: LiveFrames
  /** No picture of it has an earlier PROGRAM-DATE-TIME. Milliseconds since the epoch. */
  readonly from: number
  /** How far the pictures stay behind the clock. Milliseconds. */
  readonly lagMs: number
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/** What is further from the clock than this is given up, not caught up with. Milliseconds. */
const maxStrayMs = 2000

/** Shows a slate to WebRTC's viewers, picture by picture: the first at once, the others as the clock comes to them. */
export class SlateFrames {
  readonly #options: SlateFramesOptions
  readonly #now: () => number
  readonly #pictureMs: number
  /** The time of the picture with number 0. */
  #from: number
  #pictures = 0
  #sounds = 0
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  private constructor(options: SlateFramesOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#pictureMs = 1000 / options.slate.plan.frameRate.value
    this.#from = Math.max(options.from, this.#now() - options.lagMs)
  }

  static start(options: SlateFramesOptions): SlateFrames {
    const slateFrames = new SlateFrames(options)
    options.frames.begin(options.slate.plan.renditions)
    slateFrames.#send(0)
    slateFrames.#release()
    return slateFrames
  }

  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#options.frames.end()
  }

  #release(): void {
    const { frames, lagMs } = this.#options
    const due = this.#now() - lagMs
    if (Math.abs(due - this.#nextAt) > maxStrayMs) this.#goOnFrom(due)
    while (this.#nextAt <= due) this.#send(this.#pictures)
    for (let at = this.#soundAt; at <= due; at = this.#soundAt) {
      frames.sound({ at, data: silentOpus.frame })
      this.#sounds++
    }
    const next = Math.min(this.#nextAt, this.#soundAt)
    // Not longer than a picture, so that a clock that is set does not go unnoticed.
    this.#timer = setTimeout(() => this.#release(), Math.min(next - due, this.#pictureMs))
  }

  get #nextAt(): number {
    return this.#from + this.#pictures * this.#pictureMs
  }

  get #soundAt(): number {
    return this.#from + this.#sounds * silentOpus.frameMs
  }

  #goOnFrom(time: number): void {
    this.#from = time
    this.#pictures = 0
    this.#sounds = 0
  }

  /** A keyframe begins each part, in all renditions: viewers who come do not wait, and a slate takes few bytes. */
  #send(number: number): void {
    const { slate, frames } = this.#options
    const { framesPerPart, renditions } = slate.plan
    const at = this.#from + number * this.#pictureMs
    for (const rendition of renditions.keys()) {
      frames.picture(rendition, { at, ...slate.picture(rendition, number % framesPerPart) })
    }
    this.#pictures = number + 1
  }
}
