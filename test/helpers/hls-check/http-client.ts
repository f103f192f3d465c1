import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { type ClientHttp2Session, connect as http2Connect } from 'node:http2'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'

/** `body` is decoded; times are of performance.now(). */
export type Answer = {
  readonly url: string
  readonly status: number
  readonly httpVersion: '1.1' | '2'
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** When the first byte of the body came. */
  readonly beganAt: number
  readonly endedAt: number
}

type Request = { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal }

const maxRedirects = 5

/** GET over HTTP/1.1 and, where TLS offers it, HTTP/2. Times of answers are told, and nothing is cached. */
export class HttpClient {
  readonly #insecure: boolean
  readonly #plain = new HttpAgent({ keepAlive: true })
  readonly #tls: HttpsAgent
  /** By origin; null: it speaks HTTP/1.1. */
  readonly #sessions = new Map<string, Promise<ClientHttp2Session | null>>()

  /** `insecure`: a certificate is not checked. */
  constructor(insecure: boolean) {
    this.#insecure = insecure
    this.#tls = new HttpsAgent({ keepAlive: true, rejectUnauthorized: !insecure })
  }

  /** @throws when no answer came, or `signal` is aborted. */
  async get(address: string, request: Request): Promise<Answer> {
    let url = new URL(address)
    for (let redirects = 0; ; redirects++) {
      const answer = await this.#getOnce(url, request)
      const { location } = answer.headers
      if (answer.status < 300 || answer.status > 399 || location === undefined) return answer
      if (redirects === maxRedirects) throw new Error('too many redirects')
      url = new URL(location, url)
    }
  }

  async #getOnce(url: URL, request: Request): Promise<Answer> {
    if (url.protocol === 'https:') {
      const session = await this.#session(url)
      request.signal.throwIfAborted()
      if (session) return await overHttp2(session, url, request)
    }
    return await overHttp1(url, request, url.protocol === 'https:' ? this.#tls : this.#plain)
  }

  #session(url: URL): Promise<ClientHttp2Session | null> {
    const known = this.#sessions.get(url.origin)
    if (known) return known
    const opening = this.#open(url)
    this.#sessions.set(url.origin, opening)
    const forget = () => {
      if (this.#sessions.get(url.origin) === opening) this.#sessions.delete(url.origin)
    }
    opening.then(session => session?.once('close', forget).once('goaway', forget), forget)
    return opening
  }

  #open(url: URL): Promise<ClientHttp2Session | null> {
    const { promise, resolve, reject } = Promise.withResolvers<ClientHttp2Session | null>()
    const socket = tlsConnect({
      host: url.hostname,
      port: Number(url.port || 443),
      // An address is not a name (RFC 6066).
      ...(isIP(url.hostname) === 0 && { servername: url.hostname }),
      ALPNProtocols: ['h2', 'http/1.1'],
      rejectUnauthorized: !this.#insecure,
    })
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      if (socket.alpnProtocol !== 'h2') {
        socket.destroy()
        resolve(null)
        return
      }
      const session = http2Connect(url.origin, { createConnection: () => socket })
      // Each request fails by itself when the session does.
      session.on('error', () => {})
      session.setMaxListeners(0)
      resolve(session)
    })
    return promise
  }

  async close(): Promise<void> {
    const sessions = await Promise.allSettled(this.#sessions.values())
    for (const session of sessions) if (session.status === 'fulfilled') session.value?.destroy()
    this.#plain.destroy()
    this.#tls.destroy()
  }
}

function overHttp1(url: URL, { headers, signal }: Request, agent: HttpAgent | HttpsAgent): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  const outgoing = send(url, { headers, signal, agent }, incoming => {
    const body = new Body()
    incoming.on('data', chunk => body.add(chunk))
    incoming.once('error', reject)
    incoming.once('end', () => {
      const status = incoming.statusCode ?? 0
      try {
        resolve(body.answer(url, status, '1.1', incoming.headers))
      } catch (error) {
        reject(error)
      }
    })
  })
  outgoing.once('error', reject)
  outgoing.end()
  return promise
}

function overHttp2(session: ClientHttp2Session, url: URL, { headers, signal }: Request): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const stream = session.request({ ...headers, ':path': `${url.pathname}${url.search}` }, { signal })
  const body = new Body()
  let status: number | undefined
  let received: IncomingHttpHeaders = {}
  stream.once('response', head => {
    status = head[':status']
    received = head
  })
  stream.on('data', chunk => body.add(chunk))
  stream.once('error', reject)
  stream.once('close', () => reject(new Error('the stream was closed')))
  stream.once('end', () => {
    if (status === undefined) return
    try {
      resolve(body.answer(url, status, '2', received))
    } catch (error) {
      reject(error)
    }
  })
  stream.end()
  return promise
}

/** Collects what comes, and says when it came. */
class Body {
  readonly #chunks: Buffer[] = []
  #beganAt: number | null = null

  add(chunk: Buffer): void {
    this.#beganAt ??= performance.now()
    this.#chunks.push(chunk)
  }

  answer(url: URL, status: number, httpVersion: '1.1' | '2', received: IncomingHttpHeaders): Answer {
    const endedAt = performance.now()
    const headers: Record<string, string> = {}
    for (const [name, value] of Object.entries(received)) {
      if (value !== undefined && !name.startsWith(':')) headers[name] = String(value)
    }
    const body = decode(Buffer.concat(this.#chunks), headers['content-encoding'])
    return { url: url.href, status, httpVersion, headers, body, beganAt: this.#beganAt ?? endedAt, endedAt }
  }
}

function decode(body: Buffer, encoding: string | undefined): Buffer {
  switch (encoding) {
    case 'gzip':
      return gunzipSync(body)
    case 'br':
      return brotliDecompressSync(body)
    case 'deflate':
      return inflateSync(body)
    default:
      return body
  }
}
