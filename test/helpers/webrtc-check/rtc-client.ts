import { MediaStreamTrack, RTCPeerConnection, RtcpRrPacket, useH264, useOPUS } from 'werift'
import { until } from '../until.ts'
import { startTestMedia } from './test-media.ts'

/** A WebRTC client that is no browser, for one session: real ICE, DTLS and SRTP. */
export class RtcClient {
  readonly #connection: RTCPeerConnection
  readonly #tracks: readonly MediaStreamTrack[]
  readonly media = { audio: 0, video: 0 }
  #stopMedia: () => Promise<void> = async () => undefined

  private constructor(connection: RTCPeerConnection, tracks: readonly MediaStreamTrack[]) {
    this.#connection = connection
    this.#tracks = tracks
  }

  /** `sendonly` for WHIP: `media` counts receiver reports. `recvonly` for WHEP: it counts packets. */
  static open(direction: 'sendonly' | 'recvonly'): RtcClient {
    const connection = new RTCPeerConnection({
      bundlePolicy: 'max-bundle',
      codecs: { audio: [useOPUS()], video: [useH264()] },
    })
    const kinds = ['audio', 'video'] as const
    const tracks = kinds.map(kind => new MediaStreamTrack({ kind, streamId: 'check' }))
    const client = new RtcClient(connection, tracks)
    for (const track of tracks) {
      const kind = track.kind as 'audio' | 'video'
      if (direction === 'sendonly') {
        const { sender } = connection.addTransceiver(track, { direction })
        sender.onRtcp.subscribe(packet => {
          if (packet instanceof RtcpRrPacket) client.media[kind]++
        })
      } else connection.addTransceiver(kind, { direction })
    }
    connection.onTrack.subscribe(track => {
      track.onReceiveRtp.subscribe(() => {
        client.media[track.kind as 'audio' | 'video']++
      })
    })
    return client
  }

  /** With all candidates. */
  async offer(): Promise<string> {
    await this.#connection.setLocalDescription(await this.#connection.createOffer())
    return this.#connection.localDescription?.sdp ?? ''
  }

  /** Whether ICE and DTLS come to be within the seconds. */
  async connect(answer: string, seconds = 8): Promise<boolean> {
    try {
      await this.#connection.setRemoteDescription({ type: 'answer', sdp: answer })
      await until('the connection', () => this.#connection.connectionState === 'connected', seconds * 1000)
      return true
    } catch {
      return false
    }
  }

  /** Answers an offer of the server. */
  async answer(offer: string): Promise<string> {
    await this.#connection.setRemoteDescription({ type: 'offer', sdp: offer })
    await this.#connection.setLocalDescription(await this.#connection.createAnswer())
    return this.#connection.localDescription?.sdp ?? ''
  }

  /** Sends a moving picture and a tone from now on. */
  async send(): Promise<void> {
    this.#stopMedia = await startTestMedia((kind, packet) => {
      this.#tracks.find(track => track.kind === kind)?.writeRtp(packet)
    })
  }

  /** Waits until both kinds have been counted; false: they were not within the seconds. */
  async flows(seconds: number): Promise<boolean> {
    try {
      await until('media', () => this.media.audio > 0 && this.media.video > 0, seconds * 1000)
      return true
    } catch {
      return false
    }
  }

  async close(): Promise<void> {
    await this.#stopMedia()
    await this.#connection.close()
  }
}
