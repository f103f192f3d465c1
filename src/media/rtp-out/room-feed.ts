import type { Logger } from '../../log.ts'
import { type CodedPicture, type CodedSound, type LiveFrames, type RtpOutlet, roomRtp } from '../rtc-ports.ts'
import { PictureStream } from './picture-stream.ts'
import { SoundStream } from './sound-stream.ts'

type Renditions = Parameters<LiveFrames['begin']>[0]

/** Turns the coded pictures and sound of one room into RTP for as many routers as want it. */
export class RoomFeed implements LiveFrames {
  readonly #log: Logger
  readonly #outlets = new Set<RtpOutlet>()
  readonly #layers = Array.from({ length: roomRtp.layers }, (_, layer) => new PictureStream(layer))
  readonly #sound = new SoundStream()
  #renditions = 0
  #live = false

  constructor(log: Logger) {
    this.#log = log
  }

  /** Nobody sends, nobody listens: nothing is lost with it. */
  get idle(): boolean {
    return this.#outlets.size === 0 && !this.#live
  }

  attach(outlet: RtpOutlet): () => void {
    this.#outlets.add(outlet)
    return () => void this.#outlets.delete(outlet)
  }

  begin(renditions: Renditions): void {
    this.#renditions = Math.min(renditions.length, roomRtp.layers)
    this.#live = true
    for (const layer of this.#layers) layer.begin()
  }

  picture(rendition: number, picture: CodedPicture): void {
    if (this.#outlets.size === 0 || !this.#live || rendition >= this.#renditions) return
    const layer = this.#layers[this.#renditions - 1 - rendition]
    if (!layer) return
    const packets = layer.packets(picture)
    this.#send(outlet => {
      for (const packet of packets) outlet.video(packet)
    })
  }

  sound(sound: CodedSound): void {
    if (this.#outlets.size === 0 || !this.#live) return
    const packet = this.#sound.packet(sound)
    if (packet) this.#send(outlet => outlet.audio(packet))
  }

  end(): void {
    this.#live = false
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
