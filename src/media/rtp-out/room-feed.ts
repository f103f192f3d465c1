import type { Logger } from '../../log.ts'
import { type CodedPicture, type CodedSound, type LiveFrames, type RtpOutlet, roomRtp } from '../rtc-ports.ts'
import { LayerOrder } from './layer-order.ts'
import { PictureStream } from './picture-stream.ts'
import { type Reported, Reports } from './reports.ts'
import { SoundPace } from './sound-pace.ts'
import { SoundStream } from './sound-stream.ts'

type Renditions = Parameters<LiveFrames['begin']>[0]

export type RoomFeedOptions = {
  readonly log: Logger
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/** Turns the coded pictures and sound of one room into RTP for as many routers as want it. */
export class RoomFeed implements LiveFrames {
  readonly #log: Logger
  readonly #outlets = new Set<RtpOutlet>()
  readonly #layers: readonly (Reported & { readonly stream: PictureStream })[]
  readonly #sound = new SoundStream()
  readonly #soundReports: Reported
  readonly #reports: Reports
  readonly #pace: SoundPace
  /** Null unless somebody sends. */
  #order: LayerOrder | null = null
  #renditions = 0

  constructor({ log, now = Date.now }: RoomFeedOptions) {
    this.#log = log
    this.#layers = Array.from({ length: roomRtp.layers }, (_, layer) => {
      const stream = new PictureStream(layer)
      const report = (packet: Buffer) => this.#send(outlet => outlet.videoRtcp(packet))
      return { stream, rtp: stream.rtp, report }
    })
    this.#soundReports = {
      rtp: this.#sound.rtp,
      report: packet => this.#send(outlet => outlet.audioRtcp(packet)),
    }
    this.#reports = new Reports(now)
    this.#pace = new SoundPace({ release: sound => this.#sendSound(sound), now })
  }

  /** Nobody sends, nobody listens: nothing is lost with it. */
  get idle(): boolean {
    return this.#outlets.size === 0 && this.#order === null
  }

  /** From now on packets go to this outlet too, until the returned function is called. */
  attach(outlet: RtpOutlet): () => void {
    this.#outlets.add(outlet)
    this.#reports.repeat()
    return () => {
      this.#outlets.delete(outlet)
      if (this.#outlets.size === 0) this.#flush()
    }
  }

  begin(renditions: Renditions): void {
    this.#flush()
    this.#renditions = Math.min(renditions.length, roomRtp.layers)
    this.#order = new LayerOrder({
      layers: this.#renditions,
      release: (layer, picture) => this.#sendPicture(layer, picture),
    })
    this.#reports.begin()
    for (const { stream } of this.#layers) stream.begin()
  }

  picture(rendition: number, picture: CodedPicture): void {
    if (this.#outlets.size === 0) return
    this.#order?.push(this.#renditions - 1 - rendition, picture)
  }

  sound(sound: CodedSound): void {
    if (this.#outlets.size === 0 || !this.#order) return
    this.#pace.push(sound)
  }

  end(): void {
    this.#flush()
    this.#order = null
  }

  #flush(): void {
    this.#order?.flush()
    this.#pace.flush()
  }

  #sendPicture(layer: number, picture: CodedPicture): void {
    const entry = this.#layers[layer]
    const packets = entry?.stream.packets(picture) ?? []
    if (!entry || packets.length === 0) return
    this.#send(outlet => {
      for (const packet of packets) outlet.video(packet)
    })
    this.#pace.picture(picture.at)
    this.#reports.sent(entry, layer === 0 && !picture.keyframe)
  }

  #sendSound(sound: CodedSound): void {
    const packet = this.#sound.packet(sound)
    if (!packet) return
    this.#send(outlet => outlet.audio(packet))
    this.#reports.sent(this.#soundReports, false)
  }

  #send(to: (outlet: RtpOutlet) => void): void {
    for (const outlet of this.#outlets) {
      try {
        to(outlet)
      } catch (error) {
        this.#log.error({ err: error }, 'an outlet of WebRTC failed')
        this.#outlets.delete(outlet)
      }
    }
  }
}
