import Router from '@koa/router'
import Koa, { type Context } from 'koa'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import rawBody from 'raw-body'
import type { z } from 'zod'
import { requireAccess } from './access.ts'
import { Certificate, type CertificateFiles } from './certificate.ts'
import { clientKey } from './client-address.ts'
import { contentPolicy } from './content-policy.ts'
import { AppError, ForbiddenError, InvalidError, NotFoundError } from './errors.ts'
import { fieldErrors } from './fields.ts'
import type { Lane } from './lane.ts'
import { type Handle, Listener } from './listener.ts'
import type { Logger } from './log.ts'
import { problemAnswer } from './problem.ts'
import type { Actor, Answer, Route } from './route.ts'
import { readSessionCookie } from './session-cookie.ts'

const jsonLimit = 256 * 1024

/** CORS for what needs no cookie: https://fetch.spec.whatwg.org/#http-cors-protocol */
const openToPages = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'location, etag, link, accept-patch, accept-post, retry-after',
}

/** Finds who a session cookie or bearer token belongs to; a guest when to nobody. */
export type Authenticate = (credentials: {
  readonly cookie: string | undefined
  readonly bearer: string | undefined
}) => Promise<Actor>

export type HttpOptions = {
  readonly host: string
  readonly port: number
  /** HTTPS and HTTP/2 on a port of its own; null: none. */
  readonly tls: (CertificateFiles & { readonly port: number }) | null
  /** How many proxies stand before it that can be trusted; true: one. */
  readonly trustProxy: boolean | number
  readonly routes: readonly Route[]
  /** Asked before the routes. */
  readonly lanes: readonly Lane[]
  readonly authenticate: Authenticate
  readonly log: Logger
}

/** The HTTP side: access, limits, parsing and errors of every route in one place. Koa's only home. */
export class Http {
  readonly #plain: Listener
  readonly #secure: Listener | null
  readonly #lanes: readonly Lane[]
  readonly #stack: AsyncDisposableStack

  private constructor(
    plain: Listener,
    secure: Listener | null,
    lanes: readonly Lane[],
    stack: AsyncDisposableStack,
  ) {
    this.#lanes = lanes
    this.#plain = plain
    this.#secure = secure
    this.#stack = stack
  }

  /** @throws when a port is taken, or the certificate cannot be used. */
  static async start(options: HttpOptions): Promise<Http> {
    const { host, port, tls, log } = options
    const handle = dispatch(options.lanes, application(options).callback())
    await using stack = new AsyncDisposableStack()
    const plain = await Listener.plain({ host, port }, handle)
    stack.defer(() => plain.close())
    let secure: Listener | null = null
    if (tls !== null) {
      const certificate = await Certificate.start(tls, pair => secure?.setKeyPair(pair), log)
      stack.defer(() => certificate.close())
      secure = await Listener.secure({ host, port: tls.port }, certificate.pair, handle)
      stack.defer(() => secure?.close())
    }
    return new Http(plain, secure, options.lanes, stack.move())
  }

  get port(): number {
    return this.#plain.port
  }

  /** Null without TLS. */
  get securePort(): number | null {
    return this.#secure?.port ?? null
  }

  /** For upgrades to WebSockets. */
  get servers(): readonly Listener['server'][] {
    return this.#secure ? [this.#plain.server, this.#secure.server] : [this.#plain.server]
  }

  /** Stops listening, lets answers under way end for two seconds, then cuts them. */
  async close(): Promise<void> {
    for (const lane of this.#lanes) lane.close()
    await this.#stack.disposeAsync()
  }
}

function dispatch(lanes: readonly Lane[], rest: Handle): Handle {
  return (request, response) => {
    const { url = '' } = request
    for (const lane of lanes) if (url.startsWith(lane.prefix)) return lane.handle(request, response)
    rest(request, response)
  }
}

function application(options: HttpOptions): Koa {
  const proxies = Number(options.trustProxy)
  // What stands further left in X-Forwarded-For the caller may have written: a new address for each try of a password.
  const koa = new Koa({ proxy: proxies > 0, maxIpsCount: proxies })
  koa.on('error', (error: Error) => options.log.debug({ err: error }, 'an answer could not be sent'))
  koa.use(async (context, next) => {
    setSecurityHeaders(context)
    try {
      await next()
      if (context.status === 404 && context.body == null) throw new NotFoundError(`'${context.path}'`)
    } catch (error) {
      sendProblem(context, error, options.log)
    }
  })
  const router = new Router()
  for (const entry of options.routes) {
    router.register(entry.path, [entry.method], middleware(entry, options))
  }
  koa.use(router.routes())
  koa.use(router.allowedMethods())
  return koa
}

function middleware(entry: Route, { authenticate }: HttpOptions) {
  const limiter =
    entry.perMinute === undefined ? null : new RateLimiterMemory({ points: entry.perMinute, duration: 60 })
  return async (context: Context & { params: unknown }): Promise<void> => {
    context.state.route = entry.path
    const address = clientKey(context.ip)
    if (entry.anyOrigin === true) context.set(openToPages)
    if (limiter !== null) await consume(limiter, address)
    const cookie = readSessionCookie(context.get('cookie'))
    const bearer = /^Bearer +(\S+)$/i.exec(context.get('authorization'))?.[1]
    const actor = await authenticate({ cookie, bearer })
    requireAccess(entry.access, actor)
    if (cookie !== undefined && entry.method !== 'GET' && entry.anyOrigin !== true) {
      refuseForeignOrigin(context)
    }
    const answer = await entry.handle({
      params: entry.params === undefined ? undefined : parse(entry.params, context.params, 'path'),
      query: entry.query === undefined ? undefined : parse(entry.query, context.query, 'query'),
      body: await readBody(entry, context),
      actor,
      cookie,
      address,
      site: `${context.protocol}://${context.host}`,
      secure: context.secure,
      header: name => context.get(name) || undefined,
    })
    send(context, answer)
  }
}

function send(context: Context, answer: Answer): void {
  context.status = answer.status
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    context.set(name, typeof value === 'string' ? value : [...value])
  }
  if (answer.body !== undefined) context.body = answer.body
  else if (answer.status === 204) context.body = null
  if (!context.response.get('cache-control')) context.set('cache-control', 'no-store')
}

/** A page of another site may not use a visitor's session, whatever the browser thinks of SameSite. */
function refuseForeignOrigin(context: Context): void {
  const site = context.get('sec-fetch-site')
  if (site !== '' && site !== 'same-origin' && site !== 'none') {
    throw new ForbiddenError('This call came from another site.')
  }
  // `null` is what a page in a sandbox or behind a redirect says of itself.
  const origin = context.get('origin')
  if (origin !== '' && (!URL.canParse(origin) || new URL(origin).host !== context.host)) {
    throw new ForbiddenError('This call came from another site.')
  }
}

async function readBody(entry: Route, context: Context): Promise<unknown> {
  const type = context.request.type.toLowerCase()
  if (entry.rawBody !== undefined) {
    const { types, maxBytes, optional = false } = entry.rawBody
    if (types.some(wanted => isOfType(type, wanted))) return bytes(context, maxBytes)
    if (optional && type === '' && (await bytes(context, maxBytes)).length === 0) return Buffer.alloc(0)
    // RFC 5789, section 2.2, and RFC 9110, section 15.5.16: which types would do.
    if (entry.method === 'PATCH') context.set('accept-patch', types.join(', '))
    if (entry.method === 'POST') context.set('accept-post', types.join(', '))
    throw new AppError(415, 'unsupported-type', `Send one of: ${types.join(', ')}.`)
  }
  if (entry.body === undefined) return undefined
  if (type !== 'application/json' && !type.endsWith('+json')) {
    throw new AppError(415, 'unsupported-type', 'Send the body as application/json.')
  }
  const text = (await bytes(context, jsonLimit)).toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new InvalidError('The body is not JSON.')
  }
  return parse(entry.body, value, 'body')
}

/** `wanted` may be `image/*`. */
function isOfType(type: string, wanted: string): boolean {
  return wanted.endsWith('/*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
}

async function bytes(context: Context, limit: number): Promise<Buffer> {
  const { headers, httpVersionMajor } = context.req
  // The server has ended such a request already: nothing would come.
  const empty = headers['content-length'] === undefined && headers['transfer-encoding'] === undefined
  if (empty && httpVersionMajor === 1) return Buffer.alloc(0)
  try {
    return await rawBody(context.req, { limit, length: context.request.length ?? null })
  } catch (error) {
    if (error instanceof Error && 'type' in error && error.type === 'entity.too.large') {
      throw new AppError(413, 'too-large', `The body is larger than ${Math.floor(limit / 1024)} kB.`)
    }
    throw new InvalidError('The body did not arrive whole.')
  }
}

/** PostgreSQL keeps no text that has a NUL in it: so nobody's may, on either engine. */
function holdsNul(value: unknown): boolean {
  // Not by recursion: JSON may be nested deeper than the stack.
  const open = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next === 'string' && next.includes('\0')) return true
    if (typeof next !== 'object' || next === null) continue
    for (const [name, member] of Object.entries(next)) {
      if (name.includes('\0')) return true
      open.push(member)
    }
  }
  return false
}

function parse(schema: z.ZodType, value: unknown, where: string): unknown {
  if (holdsNul(value)) throw new InvalidError(`The ${where} holds a character that no text may have (NUL).`)
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = fieldErrors(result.error.issues, value, where)
  throw new InvalidError(errors.map(error => `'${error.path}': ${error.message}`).join('; '), { errors })
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (refusal instanceof Error) throw refusal
    const seconds = Math.ceil((refusal as { msBeforeNext: number }).msBeforeNext / 1000)
    throw new AppError(429, 'too-many', `Too many tries. Wait ${seconds} seconds.`, { retryAfter: seconds })
  }
}

function sendProblem(context: Context, error: unknown, log: Logger): void {
  if (!(error instanceof AppError)) {
    // Not the path: it may hold what only the caller is to know, as the address of a WebRTC session is.
    log.error({ err: error, method: context.method, route: context.state.route }, 'a request failed')
  }
  const { status, headers, body } = problemAnswer(error)
  context.status = status
  context.body = body
  context.set({ ...headers })
}

function setSecurityHeaders(context: Context): void {
  context.set({
    'content-security-policy': contentPolicy(),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(self), microphone=(self), geolocation=(self)',
    'cross-origin-opener-policy': 'same-origin',
  })
}
