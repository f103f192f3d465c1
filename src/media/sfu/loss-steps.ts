import type { Consumer } from 'mediasoup/types'

/** Milliseconds after a step before the next one: so long the score tells of the layer before. */
const settle = 5000
/** Milliseconds without loss before a higher layer is tried; twice as long each time that it did not work. */
const firstTrial = 8000
const longestTrial = 120_000
/** Mediasoup's scores from 0 to 10: with 10 % of packets lost and sent again it is 9. */
const bad = 7
const worst = 3
const good = 9

/**
 * Picks the layer by what is lost on the way, for viewers whose offer has no header extension by which mediasoup can
 * measure the line. Coarser than that: it notices a narrow line only when packets are dropped.
 */
export class LossSteps {
  readonly #consumer: Consumer
  readonly #top: number
  #layer: number
  #trial = firstTrial
  #timer: NodeJS.Timeout | undefined
  #settled = 0

  constructor(consumer: Consumer, layers: number) {
    this.#consumer = consumer
    this.#top = layers - 1
    this.#layer = startLayer(layers)
    consumer.on('score', () => this.#judge())
    consumer.observer.once('close', () => clearTimeout(this.#timer))
    this.#tryLater()
  }

  #judge(): void {
    const { score } = this.#consumer.score
    if (score > bad || this.#layer === 0 || performance.now() < this.#settled) return
    this.#trial = Math.min(longestTrial, this.#trial * 2)
    this.#go(score <= worst ? 0 : this.#layer - 1)
  }

  #tryLater(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (this.#layer < this.#top && this.#consumer.score.score >= good) this.#go(this.#layer + 1)
      else this.#tryLater()
    }, this.#trial)
  }

  #go(layer: number): void {
    this.#layer = layer
    this.#settled = performance.now() + settle
    // It fails when the viewer has just gone.
    this.#consumer.setPreferredLayers({ spatialLayer: layer }).catch(() => undefined)
    if (!this.#consumer.closed) this.#tryLater()
  }
}

/** Where such a viewer begins: in the middle, rather the lower one. */
export function startLayer(layers: number): number {
  return Math.floor((layers - 1) / 2)
}
