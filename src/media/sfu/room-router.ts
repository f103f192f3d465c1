import type { DirectTransport, Producer, Router } from 'mediasoup/types'
import { roomRtp } from '../rtc-ports.ts'
import type { Feeds } from './feeds.ts'
import { feedCodecs, mediaCodecs, type Profile } from './profile.ts'
import type { MediaWorker } from './workers.ts'

/** Milliseconds that a router stays when its last viewer has gone: somebody who reloads the page is quick. */
const linger = 5000

/** One room in one worker with one set of payload types: fed from Node, watched by any number. */
export class RoomRouter {
  readonly router: Router
  readonly video: Producer
  readonly audio: Producer
  readonly #onClose: () => void
  #detach: () => void = () => undefined
  #viewers = 0
  #timer: NodeJS.Timeout | undefined
  #closed = false

  private constructor(router: Router, video: Producer, audio: Producer, onClose: () => void) {
    this.router = router
    this.video = video
    this.audio = audio
    this.#onClose = onClose
    this.#empty()
  }

  /** `onClose`: called once, when it has closed itself or its worker has ended. */
  static async open(
    { worker }: MediaWorker,
    room: { readonly slug: string; readonly profile: Profile; readonly layers: number },
    feeds: Feeds,
    onClose: () => void,
  ): Promise<RoomRouter> {
    const router = await worker.createRouter({ mediaCodecs: mediaCodecs(room.profile) })
    try {
      const direct = await router.createDirectTransport()
      const rtcp = { cname: roomRtp.cname }
      const [video, audio] = await Promise.all([
        direct.produce({
          kind: 'video',
          rtpParameters: {
            codecs: [feedCodecs.video],
            encodings: Array.from({ length: room.layers }, (_, layer) => ({
              ssrc: roomRtp.videoSsrc(layer),
            })),
            rtcp,
          },
        }),
        direct.produce({
          kind: 'audio',
          rtpParameters: {
            codecs: [feedCodecs.audio],
            encodings: [{ ssrc: roomRtp.audioSsrc }],
            rtcp,
          },
        }),
      ])
      const opened = new RoomRouter(router, video, audio, onClose)
      router.once('workerclose', () => opened.close())
      opened.#feed(room.slug, direct, feeds)
      return opened
    } catch (error) {
      router.close()
      throw error
    }
  }

  /** Somebody watches; returns what he calls when he goes. */
  enter(): () => void {
    clearTimeout(this.#timer)
    this.#viewers++
    return () => {
      this.#viewers--
      if (this.#viewers === 0 && !this.#closed) this.#empty()
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#timer)
    this.#detach()
    this.router.close()
    this.#onClose()
  }

  #empty(): void {
    this.#timer = setTimeout(() => this.close(), linger)
  }

  #feed(slug: string, direct: DirectTransport, feeds: Feeds): void {
    const { video, audio } = this
    // Mediasoup throws when it is told something for a worker that has ended.
    const unlessClosed = (send: (packet: Buffer) => void) => (packet: Buffer) => {
      if (!this.#closed) send(packet)
    }
    this.#detach = feeds.attach(slug, {
      video: unlessClosed(packet => video.send(packet)),
      audio: unlessClosed(packet => audio.send(packet)),
      videoRtcp: unlessClosed(packet => direct.sendRtcp(packet)),
      audioRtcp: unlessClosed(packet => direct.sendRtcp(packet)),
    })
  }
}
