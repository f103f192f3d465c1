type Sample = { readonly x: number; readonly y: number }

/** Milliseconds. */
const bucketMs = 1000
const windowMs = 60_000
/** Over a shorter time, jitter looks like drift. */
const shortestTrendMs = 20_000
/** Crystals stray by 100 ppm; more than this is no clock. Parts. */
const steepest = 0.002

/**
 * How far two clocks lie apart, told by samples that are late by chance and never early (what came over a network): the
 * straight line under those of the last minute. So it follows clocks that run at different speeds, and no jitter. Of
 * each second the lowest sample counts. Milliseconds all.
 */
export class Floor {
  /** One for each second that had any, oldest first. */
  readonly #samples: Sample[] = []
  #line: { readonly slope: number; readonly height: number } | null = null

  clear(): void {
    this.#samples.length = 0
    this.#line = null
  }

  add(x: number, y: number): void {
    const last = this.#samples.at(-1)
    const sameBucket = last !== undefined && Math.floor(last.x / bucketMs) === Math.floor(x / bucketMs)
    if (sameBucket && last.y <= y) return
    if (sameBucket) this.#samples.pop()
    this.#samples.push({ x, y })
    while ((this.#samples[0]?.x ?? x) < x - windowMs) this.#samples.shift()
    this.#line = null
  }

  /** Null without samples. */
  at(x: number): number | null {
    if (this.#samples.length === 0) return null
    this.#line ??= lineUnder(this.#samples)
    return this.#line.height + this.#line.slope * x
  }
}

/** The slope is that of the least squares, the height that of the lowest sample beside it. */
function lineUnder(samples: readonly Sample[]): { slope: number; height: number } {
  const slope = trend(samples)
  return { slope, height: samples.reduce((low, { x, y }) => Math.min(low, y - slope * x), Infinity) }
}

function trend(samples: readonly Sample[]): number {
  const span = (samples.at(-1)?.x ?? 0) - (samples[0]?.x ?? 0)
  if (span < shortestTrendMs) return 0
  const middle = mean(samples.map(({ x }) => x))
  const level = mean(samples.map(({ y }) => y))
  let product = 0
  let square = 0
  for (const { x, y } of samples) {
    product += (x - middle) * (y - level)
    square += (x - middle) ** 2
  }
  return Math.max(-steepest, Math.min(steepest, product / square))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
