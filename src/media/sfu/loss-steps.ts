import type { Consumer } from 'mediasoup/types'

/** Milliseconds between two looks: receivers report about once a second (RFC 3550 §6.2). */
const interval = 1000
/** Looks after a step that still tell of the layer before. */
const settle = 3
/** Looks without loss before a higher layer is tried; twice as many each time that it did not work. */
const firstTrial = 8
const longestTrial = 120
/** Parts of packets lost: radio alone loses up to a tenth, and sending again repairs that. */
const narrow = 0.15
const much = 0.4
const clean = 0.05

/**
 * Picks the layer by what is lost on the way, for viewers whose offer has no header extension by which mediasoup can
 * measure the line. Coarser than that: it notices a narrow line only when packets are dropped.
 */
export class LossSteps {
  readonly #consumer: Consumer
  readonly #top: number
  readonly #timer: NodeJS.Timeout
  #layer: number
  #trial = firstTrial
  #cleanLooks = 0
  #narrowLooks = 0
  #pause = 0

  constructor(consumer: Consumer, layers: number) {
    this.#consumer = consumer
    this.#top = layers - 1
    this.#layer = startLayer(layers)
    this.#timer = setInterval(() => void this.#look(), interval)
    consumer.observer.once('close', () => clearInterval(this.#timer))
  }

  async #look(): Promise<void> {
    // It fails when the viewer has just gone.
    const stats = await this.#consumer.getStats().catch(() => [])
    const sent = stats.find(({ type }) => type === 'outbound-rtp')
    if (sent) this.#judge(sent.fractionLost / 256)
  }

  #judge(loss: number): void {
    if (this.#pause > 0) {
      this.#pause--
      return
    }
    this.#narrowLooks = loss > narrow ? this.#narrowLooks + 1 : 0
    this.#cleanLooks = loss < clean ? this.#cleanLooks + 1 : 0
    if (this.#narrowLooks >= 2 && this.#layer > 0) {
      this.#trial = Math.min(longestTrial, this.#trial * 2)
      this.#go(loss > much ? 0 : this.#layer - 1)
    } else if (this.#cleanLooks >= this.#trial && this.#layer < this.#top) this.#go(this.#layer + 1)
  }

  #go(layer: number): void {
    this.#layer = layer
    this.#pause = settle
    this.#narrowLooks = 0
    this.#cleanLooks = 0
    this.#consumer.setPreferredLayers({ spatialLayer: layer }).catch(() => undefined)
  }
}

/** Where such a viewer begins: in the middle, rather the lower one. */
export function startLayer(layers: number): number {
  return Math.floor((layers - 1) / 2)
}
