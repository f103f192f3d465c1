import { randomUUID } from 'node:crypto'
import type { Test } from 'tap'
import { RTCPeerConnection, type RTCRtpTransceiver, useH264, useOPUS, useVP8 } from 'werift'

export type WhipRequest = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export type WhipAnswer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

type Session = {
  readonly connection: RTCPeerConnection
  readonly offer: string
  readonly packets: { video: number; audio: number }
  codec: string
}

/** A WHIP server (RFC 9725) without what comes behind it: real WebRTC, and it counts what arrives. */
export class WhipEndpoint {
  readonly token: string
  /** In the order in which they came: `POST 201`. */
  readonly log: string[] = []
  readonly #sessions = new Map<string, Session>()
  /** Answered to the next POST instead. */
  refusal: WhipAnswer | null = null

  constructor(t: Test, token = 'stream-key') {
    this.token = token
    t.teardown(() => this.closeAll())
  }

  /** The session that is there now. */
  get session(): Session | null {
    return [...this.#sessions.values()].at(-1) ?? null
  }

  get count(): number {
    return this.#sessions.size
  }

  /** As when another device takes over: told by DTLS, and the resource is gone. */
  async closeAll(): Promise<void> {
    const sessions = [...this.#sessions.values()]
    this.#sessions.clear()
    await Promise.all(sessions.map(({ connection }) => connection.close()))
  }

  async handle(request: WhipRequest): Promise<WhipAnswer> {
    const answer = await this.#answer(request)
    this.log.push(`${request.method} ${answer.status}`)
    return answer
  }

  async #answer({ method, path, headers, body }: WhipRequest): Promise<WhipAnswer> {
    if (headers.authorization !== `Bearer ${this.token}`) return { status: 401 }
    if (method === 'POST') {
      const { refusal } = this
      this.refusal = null
      return refusal ?? this.#open(path, body)
    }
    const id = path.split('/').at(-1) ?? ''
    const session = this.#sessions.get(id)
    if (!session) return { status: 404 }
    if (method === 'PATCH')
      return headers['if-match'] === '*' ? this.#restart(session, body) : { status: 428 }
    this.#sessions.delete(id)
    await session.connection.close()
    return { status: 200 }
  }

  async #open(path: string, offer: string): Promise<WhipAnswer> {
    const connection = new RTCPeerConnection({
      codecs: { video: [useH264(), useVP8()], audio: [useOPUS()] },
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ['127.0.0.1'],
    })
    const session: Session = { connection, offer, packets: { video: 0, audio: 0 }, codec: '' }
    connection.onTransceiverAdded.subscribe(transceiver => count(transceiver, session))
    await connection.setRemoteDescription({ type: 'offer', sdp: offer })
    await connection.setLocalDescription(await connection.createAnswer())
    const id = randomUUID()
    this.#sessions.set(id, session)
    return {
      status: 201,
      headers: { location: `${path}/${id}`, 'content-type': 'application/sdp', etag: '"1"' },
      body: connection.localDescription?.sdp ?? '',
    }
  }

  /** The fragment's credentials in the offer of before make the new offer. */
  async #restart({ connection, offer }: Session, fragment: string): Promise<WhipAnswer> {
    const news = (name: string) => new RegExp(`^a=${name}:(.*)$`, 'm').exec(fragment)?.[1]?.trim()
    const sdp = ['ice-ufrag', 'ice-pwd'].reduce(
      (text, name) => text.replace(new RegExp(`^a=${name}:.*$`, 'gm'), `a=${name}:${news(name)}`),
      offer,
    )
    await connection.setRemoteDescription({ type: 'offer', sdp })
    await connection.setLocalDescription(await connection.createAnswer())
    const lines = (connection.localDescription?.sdp ?? '').split(/\r?\n/)
    const media = lines.findIndex(line => line.startsWith('m='))
    const second = lines.findIndex((line, index) => index > media && line.startsWith('m='))
    const kept = lines
      .slice(media, second < 0 ? undefined : second)
      .filter(line => /^(m=|a=(mid|ice-ufrag|ice-pwd|candidate|end-of-candidates))/.test(line))
    return {
      status: 200,
      headers: { 'content-type': 'application/trickle-ice-sdpfrag', etag: '"2"' },
      body: `${kept.join('\r\n')}\r\n`,
    }
  }
}

function count(transceiver: RTCRtpTransceiver, { packets }: Session): void {
  transceiver.onTrack.subscribe(track => {
    track.onReceiveRtp.subscribe(() => {
      packets[track.kind === 'video' ? 'video' : 'audio'] += 1
    })
  })
}
