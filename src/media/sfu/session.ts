import type { Router, WebRtcTransport } from 'mediasoup/types'
import { ConflictError, InvalidError, UnavailableError } from '../../errors.ts'
import type { Fingerprint, IceCandidate, IceParameters, RemoteDtls, RtcSession } from '../rtc-ports.ts'
import type { Announcement } from './announcement.ts'
import type { MediaWorker } from './workers.ts'

/** Milliseconds that a session may take to be connected. */
const connectPatience = 10_000
/** Why a session closed to which nobody came in that time. */
export const notConnected = 'not connected in time'
/** Seconds without a sign of the other side (RFC 7675) after which it counts as disconnected. */
const consentTimeout = 10
/** Milliseconds that somebody who is disconnected has to come back, for example by an ICE restart. */
const returnPatience = 5000
/**
 * Bits per second that a viewer's line is taken to carry before it has been measured: enough for a phone's picture,
 * and not so much that a bad line chokes at once.
 */
const initialBitrate = 1_000_000

type Opened = {
  readonly transport: WebRtcTransport
  readonly candidates: readonly IceCandidate[]
  readonly fingerprint: Fingerprint
}

/** One connection: ICE, DTLS and how it ends. What flows through it is its owner's business. */
export class Session implements RtcSession {
  readonly transport: WebRtcTransport
  readonly candidates: readonly IceCandidate[]
  readonly fingerprint: Fingerprint
  readonly closed: Promise<string>
  readonly connected: Promise<void>
  readonly #resolveClosed: (reason: string) => void
  readonly #connectTimer: NodeJS.Timeout
  #returnTimer: NodeJS.Timeout | undefined
  #told = false
  #over = false

  constructor({ transport, candidates, fingerprint }: Opened) {
    this.transport = transport
    this.candidates = candidates
    this.fingerprint = fingerprint
    const { promise, resolve } = Promise.withResolvers<string>()
    this.closed = promise
    this.#resolveClosed = resolve
    const connected = Promise.withResolvers<void>()
    this.connected = connected.promise
    this.#connectTimer = setTimeout(() => this.close(notConnected), connectPatience)
    transport.once('routerclose', () => this.#end('its media worker ended'))
    transport.once('listenserverclose', () => this.#end('its media worker ended'))
    transport.on('dtlsstatechange', state => {
      if (state === 'connected') {
        clearTimeout(this.#connectTimer)
        connected.resolve()
      }
      if (state === 'failed') this.close('the DTLS handshake failed')
      if (state === 'closed') this.close('closed by the other side')
    })
    transport.on('icestatechange', state => {
      clearTimeout(this.#returnTimer)
      if (state !== 'disconnected') return
      this.#returnTimer = setTimeout(() => this.close('nobody there any more'), returnPatience)
    })
  }

  get ice(): IceParameters {
    const { usernameFragment, password } = this.transport.iceParameters
    return { usernameFragment, password }
  }

  get remoteAddress(): string | null {
    return this.transport.iceSelectedTuple?.remoteIp ?? null
  }

  /** @throws InvalidError for a fingerprint that is none; ConflictError the second time, or when it is over. */
  async connect({ role, fingerprint }: RemoteDtls): Promise<void> {
    const algorithm = fingerprintAlgorithm(fingerprint)
    if (this.#over) throw new ConflictError('session-over', 'This session is over.')
    if (this.#told) throw new ConflictError('connected', 'This session is connected already.')
    this.#told = true
    const value = fingerprint.value.toUpperCase()
    try {
      await this.transport.connect({ dtlsParameters: { role, fingerprints: [{ algorithm, value }] } })
    } catch (error) {
      if (this.#over) throw unavailable(error)
      throw new InvalidError('The DTLS parameters cannot be used.')
    }
  }

  async restartIce(): Promise<IceParameters> {
    if (this.#over) throw new ConflictError('session-over', 'This session is over.')
    const { usernameFragment, password } = await this.transport.restartIce().catch(error => {
      throw unavailable(error)
    })
    return { usernameFragment, password }
  }

  close(reason: string): void {
    this.transport.close()
    this.#end(reason)
  }

  #end(reason: string): void {
    if (this.#over) return
    this.#over = true
    clearTimeout(this.#connectTimer)
    clearTimeout(this.#returnTimer)
    this.#resolveClosed(reason)
  }
}

/** What a session is made of. @throws UnavailableError when the worker ends meanwhile. */
export async function openTransport(
  { server }: MediaWorker,
  router: Router,
  announcement: Announcement,
): Promise<Opened> {
  const transport = await router
    .createWebRtcTransport({
      webRtcServer: server,
      preferUdp: true,
      iceConsentTimeout: consentTimeout,
      initialAvailableOutgoingBitrate: initialBitrate,
    })
    .catch(error => {
      throw unavailable(error)
    })
  const candidates = await candidatesOf(transport, announcement)
  const fingerprint = transport.dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256')
  if (transport.closed || !fingerprint) throw unavailable()
  return { transport, candidates, fingerprint }
}

/** Somebody asked in the moment in which a worker ended; another one is about to run. */
export function unavailable(cause?: unknown): UnavailableError {
  const error = new UnavailableError('No media worker runs.', 2)
  error.cause = cause
  return error
}

async function candidatesOf(transport: WebRtcTransport, announcement: Announcement): Promise<IceCandidate[]> {
  return Promise.all(
    transport.iceCandidates.map(async ({ foundation, priority, address, port, protocol }) => ({
      foundation,
      priority,
      address: await announcement.current(address),
      port,
      protocol,
    })),
  )
}

const algorithms = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 } as const

/** RFC 8122 §5. SHA-1 is not taken any more (RFC 8827 §6.5 asks for SHA-256). */
function fingerprintAlgorithm({ algorithm, value }: Fingerprint): keyof typeof algorithms {
  const known = (['sha-256', 'sha-384', 'sha-512'] as const).find(name => name === algorithm.toLowerCase())
  if (!known) throw new InvalidError('The fingerprint must be of SHA-256, SHA-384 or SHA-512.')
  const bytes = value.split(':')
  if (bytes.length !== algorithms[known] || !bytes.every(byte => /^[\da-f]{2}$/i.test(byte))) {
    throw new InvalidError('The fingerprint is not well-formed.')
  }
  return known
}
