import type { CodedPicture } from '../rtc-ports.ts'

type Waiting = { readonly picture: CodedPicture; readonly until: number }

type Layer = {
  readonly waiting: Waiting[]
  /** The time of the last picture that came. */
  reached: number
  /** The time of the last picture that left. */
  left: number
  /** Came after its turn: nobody waits for it until it comes in time again. */
  late: boolean
}

export type LayerOrderOptions = {
  readonly layers: number
  readonly release: (layer: number, picture: CodedPicture) => void
}

/** How long a picture waits for those before it, in milliseconds. */
const patienceMs = 50
/** Times closer than this are one. Milliseconds. */
const sameMs = 0.5

/**
 * Lets pictures out by their times, and the layers of one time from the lowest up, however the encoders come to their
 * ends: a viewer whose layer is ahead of another could not change to it without a jump in time. A picture waits for
 * those of lower layers with its own time, and those of higher layers with the time of the one before it.
 */
export class LayerOrder {
  readonly #release: LayerOrderOptions['release']
  readonly #layers: readonly Layer[]
  /** The time of the latest picture that left. */
  #front = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  constructor({ layers, release }: LayerOrderOptions) {
    this.#release = release
    this.#layers = Array.from({ length: layers }, () => ({
      waiting: [],
      reached: Number.NEGATIVE_INFINITY,
      left: Number.NEGATIVE_INFINITY,
      late: false,
    }))
  }

  push(layer: number, picture: CodedPicture): void {
    const entry = this.#layers[layer]
    if (!entry) return
    entry.reached = picture.at
    entry.late = picture.at < this.#front - sameMs
    entry.waiting.push({ picture, until: performance.now() + patienceMs })
    this.#drain()
  }

  /** Lets out all that waits. */
  flush(): void {
    for (const entry of this.#layers) entry.late = true
    this.#drain()
  }

  #drain(): void {
    clearTimeout(this.#timer)
    for (;;) {
      const layer = this.#next()
      const entry = this.#layers[layer]
      const head = entry?.waiting[0]
      if (!entry || !head) return
      const wait = head.until - performance.now()
      const missing = this.#missing(layer, entry, head.picture.at)
      if (missing.length > 0 && wait > 0) {
        this.#timer = setTimeout(() => this.#drain(), wait)
        return
      }
      for (const other of missing) other.late = true
      entry.waiting.shift()
      entry.left = head.picture.at
      this.#front = Math.max(this.#front, head.picture.at)
      this.#release(layer, head.picture)
    }
  }

  /** The layer whose waiting picture is the first of all; −1 when none waits. */
  #next(): number {
    let next = -1
    let earliest = Number.POSITIVE_INFINITY
    for (const [layer, { waiting }] of this.#layers.entries()) {
      const at = waiting[0]?.picture.at ?? Number.POSITIVE_INFINITY
      if (at < earliest - sameMs) {
        next = layer
        earliest = at
      }
    }
    return next
  }

  #missing(layer: number, { left }: Layer, at: number): Layer[] {
    return this.#layers.filter((other, index) => {
      if (index === layer || other.late) return false
      return other.reached < (index < layer ? at : left) - sameMs
    })
  }
}
