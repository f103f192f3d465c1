import type { Logger } from '../../log.ts'
import type { PublicationEnd, SourceFormat } from '../ports.ts'
import type { AmfObject } from './amf0.ts'
import { GopCache } from './gop-cache.ts'
import { type PictureFormat, parseAvcConfiguration } from './h264.ts'
import type { MediaPacket } from './media-packet.ts'
import type { Meter } from './meter.ts'
import { LivePublication } from './publication.ts'
import { RtmpError } from './rtmp-error.ts'
import { describeSource, type Span } from './source-info.ts'
import type { Tag } from './tag.ts'
import { Timeline } from './timeline.ts'

export type SourceParts = {
  readonly slug: string
  readonly remoteAddress: string
  readonly meter: Meter
  readonly log: Logger
  readonly close: (reason: string) => void
  readonly onPublication: (publication: LivePublication) => void
}

/** In an FLV video tag, what stands before the configuration record. */
const videoPrefix = 5

/** What one authorised publisher sends: from the first packets, which tell what it is, to the end. */
export class Source {
  readonly #parts: SourceParts
  readonly #timeline = new Timeline()
  readonly #cache = new GopCache()
  #metadata: AmfObject | null = null
  #video: { readonly codec: string; readonly format: PictureFormat; readonly header: Buffer } | null = null
  #audio: { readonly codec: string; readonly header: Buffer | null } | null = null
  readonly #spans: { video: Span | null; audio: Span | null } = { video: null, audio: null }
  #publication: LivePublication | null = null
  #ended = false

  constructor(parts: SourceParts) {
    this.#parts = parts
  }

  /** Whether the stream can be shown. */
  get known(): boolean {
    return this.#publication !== null
  }

  metadata(values: AmfObject): void {
    this.#metadata = values
  }

  /**
   * `stamp`: milliseconds modulo 2^32. `now`: milliseconds on a clock that is never set.
   * @throws RtmpError when the stream cannot be broadcast, or not any more.
   */
  take(packet: MediaPacket, stamp: number, now: number): void {
    if (this.#ended) return
    if (packet.track === 'video') this.#takeVideo(packet, stamp, now)
    else this.#takeAudio(packet, stamp, now)
    if (this.#publication === null) this.#publishOnceKnown()
  }

  end(fact: PublicationEnd): void {
    this.#ended = true
    this.#publication?.end(fact)
  }

  #takeVideo({ codec, kind, body }: MediaPacket, stamp: number, now: number): void {
    if (kind === 'header') {
      this.#useVideoHeader(codec, body)
      return
    }
    // Without a keyframe, frames cannot be decoded.
    if (this.#video === null || (this.#spans.video === null && kind !== 'key')) return
    const tag = this.#place('video', kind === 'key', body, stamp, now)
    this.#parts.meter.frame(tag.time, tag.key, now)
    this.#pass(tag)
  }

  #takeAudio({ codec, kind, body }: MediaPacket, stamp: number, now: number): void {
    if (kind === 'header') this.#useAudio(codec, body)
    else if (codec !== 'aac') this.#useAudio(codec, null)
    if (kind === 'header') return
    const tag = this.#place('audio', false, body, stamp, now)
    // Sound that has no header yet cannot be decoded, and sound that came too late was not announced.
    if (this.#audio !== null && (this.#publication === null || this.#publication.info.audioCodec !== null)) {
      this.#pass(tag)
    }
  }

  #place(track: Tag['track'], key: boolean, body: Buffer, stamp: number, now: number): Tag {
    const time = this.#timeline.place(track, stamp, now)
    this.#spans[track] = { first: this.#spans[track]?.first ?? time, last: time }
    return { track, key, time, receivedAt: Date.now(), body }
  }

  #pass(tag: Tag): void {
    this.#cache.add(tag)
    this.#publication?.push(tag)
  }

  /** Encoders repeat their headers; another header would need another FFmpeg, so the encoder has to come again. */
  #useVideoHeader(codec: string, header: Buffer): void {
    if (this.#video?.header.equals(header)) return
    if (this.#spans.video !== null)
      throw new RtmpError('the encoder changed its picture while it was sending')
    this.#video = { codec, header, format: parseAvcConfiguration(header.subarray(videoPrefix)) }
  }

  #useAudio(codec: string, header: Buffer | null): void {
    const known = this.#audio
    if (known === null) {
      this.#audio = { codec, header }
      if (this.#publication !== null) {
        this.#parts.log.warn({ slug: this.#parts.slug }, 'sound began too late and is left out')
      }
      return
    }
    const same =
      known.header === null || header === null ? known.header === header : known.header.equals(header)
    if (codec !== known.codec || !same)
      throw new RtmpError('the encoder changed its sound while it was sending')
  }

  #publishOnceKnown(): void {
    const video = this.#video
    const { slug, remoteAddress, meter, log, close, onPublication } = this.#parts
    const info = describeSource({
      metadata: this.#metadata,
      video,
      audioCodec: this.#audio?.codec ?? null,
      pictures: this.#spans.video,
      sounds: this.#spans.audio,
    })
    if (info === null || video === null) return
    meter.framesPerSecond = info.framesPerSecond
    const { width, height, matrix } = video.format
    const format: SourceFormat = {
      container: 'flv',
      // OBS says it. What others mean that do not, nobody knows.
      video: { codec: 'h264', header: video.header, width, height, matrix: matrix ?? 'bt709' },
      audio: this.#audio,
    }
    const cache = this.#cache
    this.#publication = new LivePublication({
      slug,
      remoteAddress,
      protocol: 'rtmp',
      info,
      format,
      cache,
      meter,
      log,
      close,
    })
    onPublication(this.#publication)
  }
}
