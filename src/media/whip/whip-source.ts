import { InvalidError } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { Meter } from '../ingest/meter.ts'
import type { Publication, PublicationEnd } from '../ports.ts'
import type { HostSession, IncomingMedia, RtpSink } from '../rtc-ports.ts'
import { HostStream } from './host-stream.ts'

export type WhipLimits = {
  /** Without a picture for so long, the host counts as frozen. */
  readonly idleSeconds: number
  /** The highest bitrate of all layers and the sound together, averaged over 10 seconds. */
  readonly maxKbps: number
}

export type WhipSourceParts = {
  readonly slug: string
  readonly session: HostSession
  /** One of video and at most one of sound. */
  readonly media: readonly IncomingMedia[]
  readonly limits: WhipLimits
  readonly log: Logger
  /** Called when the first packets have told what the host sends, and again when it sends another shape of picture. */
  readonly onPublication: (publication: Publication) => void
}

/** A second. Three layers of 20 Mbit/s together have 2500. */
const mostPackets = 6000
const tickMs = 50

/**
 * What one host sends by WebRTC, from its first packet to the end of its session. It lives as long as the session:
 * whoever ends one ends the other.
 */
export class WhipSource {
  /** Resolves when the session is over. */
  readonly closed: Promise<PublicationEnd>
  readonly #parts: WhipSourceParts
  readonly #meter = new Meter(performance.now())
  readonly #stream: HostStream
  readonly #begun = performance.now()
  readonly #resolveClosed: (fact: PublicationEnd) => void
  #requestKeyframe = (_layer: number): void => {}
  #timer: NodeJS.Timeout | undefined
  #end: PublicationEnd | null = null

  private constructor(parts: WhipSourceParts, video: IncomingMedia, audio: IncomingMedia | null) {
    this.#parts = parts
    const { promise, resolve } = Promise.withResolvers<PublicationEnd>()
    this.closed = promise
    this.#resolveClosed = resolve
    const { slug, session, log, onPublication } = parts
    this.#stream = new HostStream({
      ...{ slug, video, audio, log, onPublication, meter: this.#meter },
      remoteAddress: () => session.remoteAddress ?? '',
      requestKeyframe: layer => this.#requestKeyframe(layer),
      close: reason => this.close(reason),
    })
  }

  /**
   * Receives the media of a session, which need not be connected yet.
   * @throws InvalidError when they cannot be received; the session is closed then.
   */
  static async start(parts: WhipSourceParts): Promise<WhipSource> {
    const video = parts.media.find(({ kind }) => kind === 'video')
    if (video === undefined) throw new InvalidError('There is no picture in the offer.')
    const audio = parts.media.find(({ kind }) => kind === 'audio') ?? null
    const source = new WhipSource(parts, video, audio)
    try {
      await source.#receive(video, audio)
    } catch (error) {
      source.close('its media cannot be received')
      throw error
    }
    return source
  }

  /** The host said that it stops (DELETE): its publication ends with `goodbye`, and the session is closed. */
  goodbye(): void {
    this.#finish({ reason: 'the host stopped', goodbye: true })
  }

  /** Ends the session and the publication, which is not the host's goodbye. */
  close(reason: string): void {
    this.#finish({ reason, goodbye: false })
  }

  async #receive(video: IncomingMedia, audio: IncomingMedia | null): Promise<void> {
    const { session } = this.#parts
    const [receiver] = await Promise.all([
      session.receive(video, this.#sink('video')),
      audio && session.receive(audio, this.#sink('audio')),
    ])
    this.#requestKeyframe = layer => receiver.requestKeyframe(layer)
    void session.closed.then(reason => this.close(reason))
    if (this.#end === null) this.#timer = setInterval(() => this.#guard(() => this.#tick()), tickMs)
  }

  #sink(kind: IncomingMedia['kind']): RtpSink {
    return {
      rtp: (layer, packet) =>
        this.#guard(() => {
          const now = performance.now()
          this.#meter.bytes(packet.length, now)
          this.#meter.message(now)
          this.#stream.rtp(kind, layer, packet, now)
        }),
      senderReport: (layer, report) =>
        this.#guard(() => this.#stream.report(kind, layer, report, performance.now())),
    }
  }

  /** Nothing that a host sends harms anybody but itself. */
  #guard(action: () => void): void {
    if (this.#end !== null) return
    try {
      action()
    } catch (error) {
      this.#parts.log.error({ err: error, slug: this.#parts.slug }, "a host's stream could not be read")
      this.close('the stream cannot be read')
    }
  }

  #tick(): void {
    const now = performance.now()
    const { idleSeconds, maxKbps } = this.#parts.limits
    const { kbps, messages } = this.#meter.average(now)
    if (kbps > maxKbps) this.close(`the bitrate is above ${maxKbps} kbit/s`)
    else if (messages > mostPackets) this.close('too many packets')
    else if (now - (this.#stream.lastPictureAt ?? this.#begun) > idleSeconds * 1000)
      this.close(this.#silence())
    else this.#stream.tick(now)
  }

  #silence(): string {
    if (this.#stream.known) return 'the publisher sent no picture any more'
    const sent = this.#stream.heard ? 'sound but no picture' : 'no stream that can be shown'
    return `the publisher sent ${sent}`
  }

  #finish(end: PublicationEnd): void {
    if (this.#end !== null) return
    this.#end = end
    clearInterval(this.#timer)
    this.#stream.end(end)
    this.#parts.session.close(end.reason)
    this.#resolveClosed(end)
  }
}
