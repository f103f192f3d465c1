type Layer = {
  pixels: number
  /** Since when its pictures have come without a hole, and when the last came. */
  steadySince: number
  last: number
}

/** A layer that gives nothing for so long has stopped: browsers leave out their largest on a bad line. */
const silenceMs = 700
/** A larger layer has to be steady for so long before it is shown again. */
const provenMs = 3000

/**
 * Says which of a host's layers is shown: the largest that goes on. It changes at keyframes only. Times are milliseconds
 * on a clock that is never set.
 */
export class LayerChoice {
  readonly #layers = new Map<number, Layer>()
  #shown: number | null = null
  #settled = false

  get shown(): number | null {
    return this.#shown
  }

  /** Those that have given a keyframe. */
  get seen(): number {
    return this.#layers.size
  }

  /** From now on a larger layer has to prove itself. */
  settle(): void {
    this.#settled = true
  }

  /** A picture that can be decoded has come. `pixels`: of a keyframe; null for others. Whether it is to be shown. */
  picture(index: number, pixels: number | null, now: number): boolean {
    const layer = this.#layers.get(index) ?? { pixels: 0, steadySince: now, last: now }
    if (now - layer.last > silenceMs) layer.steadySince = now
    layer.last = now
    if (pixels !== null) layer.pixels = pixels
    this.#layers.set(index, layer)
    if (pixels !== null && this.#shown !== index && this.#isBetter(layer, now)) this.#shown = index
    return this.#shown === index
  }

  /** The layer to which it would change if it had a keyframe now; null when there is none. */
  wanted(now: number): number | null {
    let wanted: { readonly index: number; readonly pixels: number } | null = null
    for (const [index, layer] of this.#layers) {
      if (index === this.#shown || now - layer.last > silenceMs || !this.#isBetter(layer, now)) continue
      if (layer.pixels > (wanted?.pixels ?? 0)) wanted = { index, pixels: layer.pixels }
    }
    return wanted?.index ?? null
  }

  #isBetter(layer: Layer, now: number): boolean {
    const shown = this.#shown === null ? undefined : this.#layers.get(this.#shown)
    if (shown === undefined || now - shown.last > silenceMs) return true
    return layer.pixels > shown.pixels && (!this.#settled || now - layer.steadySince >= provenMs)
  }
}
