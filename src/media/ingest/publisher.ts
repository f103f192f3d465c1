import type { Logger } from '../../log.ts'
import type { Publication, PublicationEnd } from '../ports.ts'
import type { AmfObject } from './amf0.ts'
import type { MediaPacket } from './media-packet.ts'
import { Meter } from './meter.ts'
import { RtmpError } from './rtmp-error.ts'
import { Source } from './source.ts'

export type PublisherLimits = { readonly idleSeconds: number; readonly maxKbps: number }

export type PublisherParts = {
  readonly slug: string
  readonly remoteAddress: string
  readonly limits: PublisherLimits
  readonly log: Logger
  readonly close: (reason: string) => void
  readonly onPublication: (publication: Publication) => void
}

/** A second. OBS sends 160. */
const mostMessages = 2000

/** Who has shown a right key: the stream that comes of it, and the limits that it has to keep. */
export class Publisher {
  readonly slug: string
  readonly #limits: PublisherLimits
  readonly #meter: Meter
  readonly #source: Source
  #idle: NodeJS.Timeout | null = null

  private constructor(parts: PublisherParts) {
    this.slug = parts.slug
    this.#limits = parts.limits
    this.#meter = new Meter(performance.now())
    this.#source = new Source({ ...parts, meter: this.#meter })
  }

  static start(parts: PublisherParts): Publisher {
    const publisher = new Publisher(parts)
    publisher.#idle = setTimeout(() => {
      const reason = publisher.#source.known ? 'sent nothing any more' : 'sent no stream that can be shown'
      parts.close(`the publisher ${reason}`)
    }, parts.limits.idleSeconds * 1000)
    return publisher
  }

  /** @throws RtmpError when it is too much. */
  receive(bytes: number): void {
    const now = performance.now()
    this.#meter.bytes(bytes, now)
    const { kbps, messages } = this.#meter.average(now)
    if (kbps > this.#limits.maxKbps)
      throw new RtmpError(`the bitrate is above ${this.#limits.maxKbps} kbit/s`)
    if (messages > mostMessages) throw new RtmpError('too many messages')
  }

  countMessage(): void {
    this.#meter.message(performance.now())
  }

  metadata(values: AmfObject): void {
    this.#source.metadata(values)
  }

  /** @throws RtmpError when the stream cannot be broadcast, or not any more. */
  media(packet: MediaPacket, timestamp: number): void {
    this.#source.take(packet, timestamp, performance.now())
    if (this.#source.known) this.#idle?.refresh()
  }

  end(fact: PublicationEnd): void {
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#idle = null
    this.#source.end(fact)
  }
}
