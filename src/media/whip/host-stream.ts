import type { Logger } from '../../log.ts'
import { GopCache } from '../ingest/gop-cache.ts'
import type { Meter } from '../ingest/meter.ts'
import { LivePublication } from '../ingest/publication.ts'
import type { ColourMatrix, MatroskaFormat, Publication, PublicationEnd, SourceInfo } from '../ports.ts'
import type { IncomingMedia, RtpCodec } from '../rtc-ports.ts'
import { HostTimeline } from './host-timeline.ts'
import { LayerChoice } from './layer-choice.ts'
import type { Picture, PictureKey } from './picture.ts'
import { parseRtp } from './rtp-packet.ts'
import { SoundTrack } from './sound-track.ts'
import { isVp8, VideoLayer } from './video-layer.ts'

export type HostStreamParts = {
  readonly slug: string
  readonly remoteAddress: () => string
  readonly video: IncomingMedia
  readonly audio: IncomingMedia | null
  readonly meter: Meter
  readonly log: Logger
  readonly requestKeyframe: (layer: number) => void
  readonly close: (reason: string) => void
  readonly onPublication: (publication: Publication) => void
}

/** How long after the first picture the other layers and the first Sender Reports are waited for. Milliseconds. */
const patienceMs = 1250
/** Browsers send a keyframe only when they are asked for one; whoever joins needs a recent one. Milliseconds. */
const keyframeEveryMs = 4000
const smallest = 16
const largest = 4096
const highestRate = 240
/** Pictures are scaled to the shape that was announced. One that is stretched by more than this looks wrong. */
const mostStretch = 1.05

/**
 * The packets of one host, made into a publication: known once the pictures have come, and another one when they change
 * their shape (a phone was turned) or colours. Milliseconds on a clock that is never set.
 */
export class HostStream {
  readonly #parts: HostStreamParts
  readonly #layers: readonly VideoLayer[]
  readonly #sound: SoundTrack | null
  readonly #choice = new LayerChoice()
  readonly #timeline = new HostTimeline()
  #cache = new GopCache()
  #publication: LivePublication | null = null
  /** Of the last keyframe that is shown. */
  #key: PictureKey | null = null
  #lastKeyAt = 0
  #firstPictureAt: number | null = null
  #lastPictureAt: number | null = null
  #heard = false
  #ended = false

  constructor(parts: HostStreamParts) {
    const { video, audio } = parts
    this.#parts = parts
    this.#layers = video.encodings.map(
      (_, index) =>
        new VideoLayer(mainCodec(video), {
          requestKeyframe: () => parts.requestKeyframe(index),
          onPicture: picture => this.#takePicture(index, picture),
        }),
    )
    this.#sound =
      audio &&
      new SoundTrack(mainCodec(audio), ({ body, time, arrivedAt }) => this.#takeSound(body, time, arrivedAt))
  }

  /** Whether it can be shown. */
  get known(): boolean {
    return this.#publication !== null
  }

  /** When the last picture came; null before the first. */
  get lastPictureAt(): number | null {
    return this.#lastPictureAt
  }

  /** Whether sound has come. */
  get heard(): boolean {
    return this.#heard
  }

  rtp(kind: IncomingMedia['kind'], layer: number, bytes: Buffer, now: number): void {
    const packet = parseRtp(bytes)
    if (packet === null || this.#ended) return
    if (kind === 'video') this.#layers[layer]?.rtp(packet, now)
    else this.#sound?.rtp(packet, now)
  }

  report(
    kind: IncomingMedia['kind'],
    layer: number,
    { ntpMs, rtpTimestamp }: { readonly ntpMs: number; readonly rtpTimestamp: number },
    now: number,
  ): void {
    const track = kind === 'video' ? this.#layers[layer] : this.#sound
    track?.clock.report(ntpMs, rtpTimestamp, now)
  }

  /** To be called some times a second. */
  tick(now: number): void {
    for (const track of [...this.#layers, this.#sound]) track?.expire(now)
    const wanted = this.#choice.wanted(now)
    if (wanted !== null) this.#layers[wanted]?.requestKeyframe(now)
    const { shown } = this.#choice
    if (shown !== null && now - this.#lastKeyAt > keyframeEveryMs) this.#layers[shown]?.requestKeyframe(now)
    if (this.#publication === null) this.#publishOnceKnown(now)
  }

  end(fact: PublicationEnd): void {
    this.#ended = true
    this.#cache.clear()
    this.#publication?.end(fact)
  }

  #takePicture(index: number, { key, body, timestamp, arrivedAt }: Picture): void {
    const layer = this.#layers[index]
    if (layer === undefined || this.#ended) return
    const time = layer.clock.read(timestamp, arrivedAt)
    if (key !== null && !this.#canShow(key)) return
    const pixels = key && key.format.width * key.format.height
    if (!this.#choice.picture(index, pixels, arrivedAt)) return
    this.#lastPictureAt = arrivedAt
    this.#firstPictureAt ??= arrivedAt
    const former = key && this.#useKey(key, arrivedAt)
    const placed = this.#timeline.picture(layer.clock, time, arrivedAt)
    this.#parts.meter.frame(placed, key !== null, arrivedAt)
    this.#pass('video', key !== null, placed, body)
    if (this.#publication === null) this.#publishOnceKnown(arrivedAt)
    former?.end({ reason: 'the picture became another', goodbye: false })
  }

  #takeSound(body: Buffer, time: number, arrivedAt: number): void {
    this.#heard = true
    const placed = this.#sound && this.#timeline.sound(this.#sound.clock, time, arrivedAt)
    if (placed !== null && !this.#ended) this.#pass('audio', false, placed, body)
  }

  /** `time`: on the clock that is never set. */
  #pass(track: 'video' | 'audio', key: boolean, time: number, body: Buffer): void {
    const tag = { track, key, time, receivedAt: Date.now() + time - performance.now(), body }
    this.#cache.add(tag)
    this.#publication?.push(tag)
  }

  #canShow({ format: { width, height } }: PictureKey): boolean {
    if (Math.min(width, height) >= smallest && Math.max(width, height) <= largest) return true
    const limits = `between ${smallest} and ${largest} pixels`
    this.#parts.close(`a picture of ${width} x ${height} is not ${limits}`)
    return false
  }

  /**
   * Returns the publication that this keyframe ends, because what follows has another shape, or colours by another
   * matrix: to players the broadcast goes on, as when another host takes over.
   */
  #useKey(key: PictureKey, now: number): LivePublication | null {
    const [before, publication] = [this.#key, this.#publication]
    this.#key = key
    this.#lastKeyAt = now
    const { width, height } = key.format
    if (!before || !publication) return null
    const matrix = matrixOf(key)
    const sameColours = matrix === matrixOf(before)
    if (sameColours && width === before.format.width && height === before.format.height) return null
    this.#parts.log.info({ slug: this.#parts.slug, width, height, matrix }, "the host's picture changed")
    const { info } = publication
    const stretch = (width * info.height) / (height * info.width)
    if (sameColours && Math.max(stretch, 1 / stretch) <= mostStretch) return null
    this.#cache = new GopCache()
    this.#publication = null
    return publication
  }

  #publishOnceKnown(now: number): void {
    const key = this.#key
    const { shown } = this.#choice
    if (this.#ended || key === null || shown === null || this.#firstPictureAt === null) return
    const clocks = [this.#layers[shown]?.clock, this.#sound?.clock]
    const complete =
      this.#choice.seen === this.#layers.length && clocks.every(clock => clock?.reported ?? true)
    if (!complete && now - this.#firstPictureAt < patienceMs) return
    this.#choice.settle()
    this.#publish(key)
  }

  #publish(key: PictureKey): void {
    const { slug, remoteAddress, video, audio, meter, log, onPublication } = this.#parts
    const info = describe(key, video, audio)
    meter.framesPerSecond = info.framesPerSecond
    const publication = new LivePublication({
      ...{ slug, info, meter, log, cache: this.#cache, remoteAddress: remoteAddress() },
      protocol: 'whip',
      format: formatOf(key, audio),
      // One that another has followed is over already.
      close: reason => {
        if (this.#publication === publication) this.#parts.close(reason)
      },
    })
    this.#publication = publication
    onPublication(publication)
  }
}

/** The first is the one; what follows is its RTX. */
function mainCodec(media: IncomingMedia): RtpCodec {
  const [codec] = media.codecs
  if (codec === undefined) throw new RangeError('media without a codec')
  return codec
}

function describe({ format }: PictureKey, video: IncomingMedia, audio: IncomingMedia | null): SourceInfo {
  const rate = format.timing?.framesPerSecond ?? 0
  return {
    videoCodec: isVp8(mainCodec(video).mimeType) ? 'vp8' : 'h264',
    width: format.width,
    height: format.height,
    framesPerSecond: rate >= 1 && rate <= highestRate ? rate : 0,
    // Also when none has come yet: the format is known, and it may come at any time.
    audioCodec: audio && 'opus',
  }
}

/** Browsers make BT.601 of what they capture, and need not say so. */
function matrixOf({ format }: PictureKey): ColourMatrix {
  return format.matrix ?? 'bt601'
}

function formatOf(key: PictureKey, audio: IncomingMedia | null): MatroskaFormat {
  const { header } = key
  const { width, height } = key.format
  const traits = { width, height, matrix: matrixOf(key) }
  return {
    container: 'matroska',
    video: { ...(header ? { codec: 'h264', header } : { codec: 'vp8', header }), ...traits },
    audio: audio && { codec: 'opus' },
  }
}
