import { offeredCodecs } from './codecs.ts'
import { afterPost, afterRestart, type Refusal, retryAfterMs } from './live-state.ts'
import { restartFragment, withFragment } from './sdp-fragment.ts'
import { bytesReceived, silence } from './silence.ts'

/** Where to send, and the bearer token. */
export type WhipEndpoint = { readonly url: string; readonly token: string }

export type WhipTracks = { readonly video: MediaStreamTrack; readonly audio: MediaStreamTrack }

/** The server does not take it, and would not the next time. */
export class WhipRefused extends Error {
  override readonly name = 'WhipRefused'
  readonly why: Refusal

  constructor(why: Refusal, status: number) {
    super(`the server refuses with ${status}`)
    this.why = why
  }
}

/** The server cannot now; `afterMs`: when to ask again, if it says. */
export class WhipDelayed extends Error {
  override readonly name = 'WhipDelayed'
  readonly afterMs: number | null

  constructor(text: string, afterMs: number | null) {
    super(text)
    this.afterMs = afterMs
  }
}

const answerMs = 10_000
const connectMs = 10_000
const goodbyeMs = 3_000
/** Such a gap is a hiccup. */
const hiccupMs = 2_000
const videoKbps = 3_000
const audioKbps = 96

/** One WHIP session (RFC 9725): a peer connection and the resource of the server's that belongs to it. */
export class WhipSession {
  readonly connection: RTCPeerConnection
  readonly #resource: string
  readonly #token: string
  readonly #answer: string
  readonly #stop = new AbortController()
  /** The server has fallen silent, and says that it knows this session no more. */
  #forgotten = false

  private constructor(connection: RTCPeerConnection, resource: string, token: string, answer: string) {
    this.connection = connection
    this.#resource = resource
    this.#token = token
    this.#answer = answer
  }

  /**
   * Resolves when media flows.
   * @throws WhipRefused, WhipDelayed, or the signal's reason.
   */
  static async open(endpoint: WhipEndpoint, tracks: WhipTracks, signal: AbortSignal): Promise<WhipSession> {
    const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
    let session: WhipSession | null = null
    try {
      await addTracks(connection, tracks)
      // Without candidates: the server answers with its own, and learns this device's from its checks.
      await connection.setLocalDescription()
      const { resource, answer } = await post(endpoint, connection.localDescription?.sdp ?? '', signal)
      session = new WhipSession(connection, resource, endpoint.token, answer)
      signal.throwIfAborted()
      await connection.setRemoteDescription({ type: 'answer', sdp: answer })
      if (!(await session.#connected(signal))) throw new WhipDelayed('no connection came about', null)
      return session
    } catch (error) {
      if (session) session.close()
      else connection.close()
      throw error
    }
  }

  /** Sends other pictures or sound from now on, without a new negotiation. */
  async replace(track: MediaStreamTrack): Promise<void> {
    const sender = this.connection
      .getTransceivers()
      .find(transceiver => transceiver.receiver.track.kind === track.kind)?.sender
    if (sender && sender.track !== track) await sender.replaceTrack(track)
  }

  /** A server that was killed forgets without a word: nothing is to be waited for then. */
  get forgotten(): boolean {
    return this.#forgotten
  }

  /**
   * Resolves when the connection is lost for longer than a hiccup, was closed by the server or here, or when the
   * server has forgotten it.
   */
  async lost(signal: AbortSignal): Promise<void> {
    const found = new AbortController()
    const stop = AbortSignal.any([signal, this.#stop.signal, found.signal])
    try {
      await Promise.race([this.#poor(stop), this.#untilForgotten(stop)])
    } finally {
      found.abort()
    }
  }

  async #poor(signal: AbortSignal): Promise<void> {
    let poorSince: number | null = null
    while (!signal.aborted) {
      const health = this.#health()
      if (health === 'over') return
      poorSince = health === 'good' ? null : (poorSince ?? performance.now())
      const left = poorSince === null ? null : poorSince + hiccupMs - performance.now()
      if (left !== null && left <= 0) return
      await this.#change(left, signal)
    }
  }

  /**
   * Connects again from where the network is now. `gone`: the server knows this session no more; `vain`: it does, but
   * no connection comes about.
   * @throws WhipDelayed when the server could not be reached; or the signal's reason.
   */
  async restart(signal: AbortSignal): Promise<'connected' | 'gone' | 'vain'> {
    const { connection } = this
    if (this.#health() === 'over') return 'gone'
    // An offer that could not be delivered is delivered now.
    if (connection.signalingState === 'stable') {
      await connection.setLocalDescription(await connection.createOffer({ iceRestart: true }))
    }
    const answer = await request(this.#resource, signal, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/trickle-ice-sdpfrag',
        'if-match': '*',
      },
      body: restartFragment(connection.localDescription?.sdp ?? ''),
    })
    const meaning = afterRestart(answer.status)
    if (meaning === 'again') throw new WhipDelayed(`${answer.status}`, retryAfterMs(answer.retryAfter))
    if (meaning !== 'resumed') return meaning
    await connection.setRemoteDescription({ type: 'answer', sdp: withFragment(this.#answer, answer.text) })
    return (await this.#connected(signal)) ? 'connected' : 'vain'
  }

  /** Tells the server, also while the page is being left. */
  close(): void {
    if (this.#stop.signal.aborted) return
    this.#stop.abort()
    // First of all: a connection that merely ends is a line that broke, and the show would wait for its return.
    fetch(this.#resource, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${this.#token}` },
      keepalive: true,
      signal: AbortSignal.timeout(goodbyeMs),
    })
      .catch(() => {
        // The server finds out by itself, a little later.
      })
      .finally(() => this.connection.close())
  }

  /** False when it failed, or did not come about in time. */
  async #connected(signal: AbortSignal): Promise<boolean> {
    const deadline = performance.now() + connectMs
    while (this.#health() !== 'good') {
      const left = deadline - performance.now()
      if (left <= 0 || this.#health() === 'over' || this.#stop.signal.aborted) return false
      signal.throwIfAborted()
      await this.#change(left, signal)
    }
    return true
  }

  /** Not before `signal` when the server still knows the session, or cannot be reached. */
  async #untilForgotten(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await silence(() => bytesReceived(this.connection), signal)
      const headers = { authorization: `Bearer ${this.#token}` }
      const answer = await request(this.#resource, signal, { method: 'GET', headers }).catch(() => null)
      if (answer === null || signal.aborted || afterRestart(answer.status) !== 'gone') continue
      this.#forgotten = true
      return
    }
  }

  #health(): 'good' | 'poor' | 'over' {
    if (this.#forgotten || isOver(this.connection)) return 'over'
    const ice = this.connection.iceConnectionState
    const flows = ice === 'connected' || ice === 'completed'
    return flows && this.connection.connectionState === 'connected' ? 'good' : 'poor'
  }

  /** Resolves at the next change of the connection's, after `ms` (null: never), or when it is not wanted any more. */
  #change(ms: number | null, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const heard = new AbortController()
      const done = () => {
        heard.abort()
        clearTimeout(timer)
        resolve()
      }
      const timer = ms === null ? undefined : setTimeout(done, ms)
      const options = { signal: heard.signal }
      this.connection.addEventListener('connectionstatechange', done, options)
      this.connection.addEventListener('iceconnectionstatechange', done, options)
      transportOf(this.connection)?.addEventListener('statechange', done, options)
      for (const stop of [signal, this.#stop.signal]) stop.addEventListener('abort', done, options)
    })
  }
}

async function addTracks(connection: RTCPeerConnection, { video, audio }: WhipTracks): Promise<void> {
  const stream = new MediaStream([video, audio])
  const add = (track: MediaStreamTrack, kbps: number) =>
    connection.addTransceiver(track, {
      direction: 'sendonly',
      streams: [stream],
      sendEncodings: [{ maxBitrate: kbps * 1_000 }],
    })
  add(audio, audioKbps)
  const transceiver = add(video, videoKbps)
  const codecs = offeredCodecs(RTCRtpSender.getCapabilities('video')?.codecs ?? [])
  if (codecs.length > 0) transceiver.setCodecPreferences(codecs)
  const { sender } = transceiver
  // Words on a product stay legible on a poor line, and the encoder behind sees pictures of one size.
  const parameters = { ...sender.getParameters(), degradationPreference: 'maintain-resolution' as const }
  // Not every browser has it.
  await sender.setParameters(parameters).catch(() => {})
}

async function post(
  { url, token }: WhipEndpoint,
  offer: string,
  signal: AbortSignal,
): Promise<{ resource: string; answer: string }> {
  const answer = await request(url, signal, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/sdp',
      accept: 'application/sdp',
    },
    body: offer,
  })
  const meaning = afterPost(answer.status)
  if (meaning === 'again') throw new WhipDelayed(`${answer.status}`, retryAfterMs(answer.retryAfter))
  if (meaning !== 'answered') throw new WhipRefused(meaning, answer.status)
  if (answer.location === null) throw new WhipRefused('format', answer.status)
  return { resource: new URL(answer.location, answer.url).href, answer: answer.text }
}

async function request(url: string, signal: AbortSignal, init: RequestInit) {
  try {
    const response = await fetch(url, {
      ...init,
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    })
    return {
      status: response.status,
      url: response.url,
      location: response.headers.get('location'),
      retryAfter: response.headers.get('retry-after'),
      text: await response.text(),
    }
  } catch (error) {
    signal.throwIfAborted()
    throw new WhipDelayed(`no answer: ${error instanceof Error ? error.message : error}`, null)
  }
}

/** All goes over one, as everything is bundled. */
function transportOf(connection: RTCPeerConnection): RTCDtlsTransport | null {
  return connection.getSenders()[0]?.transport ?? null
}

/** A server that closes a session says so by DTLS; `connectionState` does not tell of that. */
function isOver(connection: RTCPeerConnection): boolean {
  const dtls = transportOf(connection)?.state
  return connection.connectionState === 'closed' || dtls === 'closed' || dtls === 'failed'
}
