import { randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { DtlsClient, RTCDtlsTransport, SrtcpSession } from 'werift'
import { bindingRequest, type StunTarget, stunTarget } from '../test/helpers/webrtc-check/stun-check.ts'
import { receiverReport, sequenceOf, TransportFeedback } from './rtc-feedback.ts'

/** A viewer who proves that he is there (RFC 7675), milliseconds; and who tells what has come. */
const pace = { consent: 5000, feedback: 100, report: 1000 }
/** AES-GCM of 128 bits, as browsers have it (RFC 7714, 14.2). */
const profile = { id: 7, key: 16, salt: 12 } as const

/**
 * A viewer by WHEP that is no browser, and as cheap as can be: real ICE, DTLS and SRTP, and what a browser sends back;
 * but what comes is counted, not decrypted.
 */
export class RtcViewer {
  packets = 0
  bytes = 0
  readonly #socket: Socket
  readonly #target: StunTarget
  readonly #resource: string
  readonly #feedback = new TransportFeedback()
  readonly #timers: NodeJS.Timeout[] = []
  /** What is not RTP goes to the handshake while there is one. */
  #handshake: (message: Buffer) => void = () => undefined
  #highest = { ssrc: 0, sequence: 0 }

  private constructor(socket: Socket, target: StunTarget, resource: string) {
    this.#socket = socket
    this.#target = target
    this.#resource = resource
  }

  /** Resolves when the connection is made. `url`: the WHEP endpoint. */
  static async join(url: string): Promise<RtcViewer> {
    const certificate = await RTCDtlsTransport.SetupCertificate()
    const [fragment, password] = [randomBytes(6).toString('hex'), randomBytes(16).toString('hex')]
    const offered = await send(url, 'POST', '')
    const offer = await offered.text()
    const resource = new URL(offered.headers.get('location') ?? '', url).href
    const [fingerprint] = certificate.getFingerprints()
    const own = {
      'ice-ufrag': fragment,
      'ice-pwd': password,
      fingerprint: `${fingerprint?.algorithm} ${fingerprint?.value}`,
      setup: 'active',
    }
    await send(resource, 'PATCH', answerTo(offer, own))
    const target = stunTarget(offer, fragment)
    if (!target) throw new Error('the offer has no candidate')
    const socket = createSocket(target.address.includes(':') ? 'udp6' : 'udp4')
    socket.connect(target.port, target.address)
    await once(socket, 'connect')
    const viewer = new RtcViewer(socket, target, resource)
    await viewer.#connect(certificate)
    return viewer
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    this.#socket.close()
    await fetch(this.#resource, { method: 'DELETE' })
  }

  async #connect({
    certPem,
    privateKey,
    signatureHash,
  }: Awaited<ReturnType<typeof RTCDtlsTransport.SetupCertificate>>): Promise<void> {
    const socket = this.#socket
    const checked = Promise.withResolvers<void>()
    socket.on('message', message => {
      const [first = 0] = message
      if (first >= 128) this.#take(message)
      else if (first < 4) checked.resolve()
      else this.#handshake(message)
    })
    // Who has gone is told by the port that is closed; the next check would say so too.
    socket.on('error', () => undefined)
    const check = () => socket.send(bindingRequest(this.#target, randomBytes(12)))
    check()
    this.#timers.push(setInterval(check, pace.consent))
    await checked.promise

    const transport = {
      ...{ type: 'udp', address: socket.address(), closed: false },
      onData: (_message: Buffer, _from: readonly [string, number]) => undefined as undefined,
      send: async (message: Buffer) => socket.send(message),
      close: async () => undefined,
    }
    const dtls = new DtlsClient({
      ...{ transport: transport as never, cert: certPem, key: privateKey, signatureHash },
      ...{ srtpProfiles: [profile.id], extendedMasterSecret: true },
    })
    const { address, port } = this.#target
    this.#handshake = message => transport.onData(message, [address, port])
    const connected = Promise.withResolvers<void>()
    dtls.onConnect.subscribe(() => connected.resolve())
    dtls.onError.subscribe(connected.reject)
    await dtls.connect()
    await connected.promise
    this.#report(dtls)
  }

  #report(dtls: DtlsClient): void {
    const { localKey, localSalt, remoteKey, remoteSalt } = dtls.extractSessionKeys(profile.key, profile.salt)
    const keys = {
      ...{ localMasterKey: localKey, localMasterSalt: localSalt },
      ...{ remoteMasterKey: remoteKey, remoteMasterSalt: remoteSalt },
    }
    const srtcp = new SrtcpSession({ keys, profile: profile.id })
    const tell = (packet: Buffer) => this.#socket.send(srtcp.encrypt(packet))
    const feed = () => {
      for (const packet of this.#feedback.take(this.#highest.ssrc)) tell(packet)
    }
    const report = () => tell(receiverReport(this.#highest.ssrc, this.#highest.sequence))
    this.#timers.push(setInterval(feed, pace.feedback), setInterval(report, pace.report))
  }

  #take(message: Buffer): void {
    this.packets++
    this.bytes += message.length
    const sequence = sequenceOf(message)
    if (sequence === null) return
    this.#feedback.arrived(sequence, performance.now())
    this.#highest = { ssrc: message.readUInt32BE(8), sequence: message.readUInt16BE(2) }
  }
}

async function send(url: string, method: string, sdp: string): Promise<Response> {
  const answer = await fetch(url, { method, headers: { 'content-type': 'application/sdp' }, body: sdp })
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`)
  return answer
}

/** Takes all that is offered; `own`: attributes that say who answers. */
function answerTo(offer: string, own: Readonly<Record<string, string>>): string {
  const dropped = /^a=(ice-lite|candidate:|end-of-candidates|ssrc|msid:)/
  return offer
    .split(/\r\n/)
    .filter(line => !dropped.test(line))
    .map(line => {
      if (line === 'a=sendonly') return 'a=recvonly'
      const [, name = ''] = /^a=([\w-]+):/.exec(line) ?? []
      return Object.hasOwn(own, name) ? `a=${name}:${own[name]}` : line
    })
    .join('\r\n')
}
