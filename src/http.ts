import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import Koa, { type Context } from 'koa'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import rawBody from 'raw-body'
import type { z } from 'zod'
import { AppError, ForbiddenError, InvalidError, NotFoundError, UnauthorizedError } from './errors.ts'
import type { Logger } from './log.ts'
import type { Access, Actor, Answer, Route } from './route.ts'

const jsonLimit = 256 * 1024
export const sessionCookie = 'stallcast_session'

/** Finds who a session cookie or bearer token belongs to; a guest when to nobody. */
export type Authenticate = (credentials: {
  readonly cookie: string | undefined
  readonly bearer: string | undefined
}) => Promise<Actor>

export type HttpOptions = {
  readonly host: string
  readonly port: number
  readonly trustProxy: boolean
  readonly routes: readonly Route[]
  readonly authenticate: Authenticate
  readonly log: Logger
}

/** The HTTP side: access, limits, parsing and errors of every route in one place. Koa's only home. */
export class Http {
  readonly server: Server
  readonly #closed: Promise<void>

  private constructor(server: Server) {
    this.server = server
    this.#closed = new Promise(resolve => server.once('close', resolve))
  }

  /** @throws when the port is taken. */
  static async start(options: HttpOptions): Promise<Http> {
    const server = createServer(
      { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 15_000, maxHeaderSize: 16_384 },
      application(options).callback(),
    )
    // A client that goes away in the middle of a request is no event of ours.
    server.on('clientError', (_error, socket) => socket.destroy())
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(options.port, options.host, () => {
        server.off('error', reject)
        resolve()
      })
    })
    return new Http(server)
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** Stops listening, lets answers under way end for two seconds, then cuts them. */
  async close(): Promise<void> {
    if (this.server.listening) this.server.close()
    this.server.closeIdleConnections()
    const cut = setTimeout(() => this.server.closeAllConnections(), 2000)
    await this.#closed
    clearTimeout(cut)
  }
}

function application(options: HttpOptions): Koa {
  const koa = new Koa({ proxy: options.trustProxy })
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
    const address = clientKey(context.ip)
    if (limiter !== null) await consume(limiter, address)
    const cookie = context.cookies.get(sessionCookie)
    const bearer = /^Bearer +(\S+)$/i.exec(context.get('authorization'))?.[1]
    const actor = await authenticate({ cookie, bearer })
    demand(entry.access, actor)
    if (cookie !== undefined && entry.method !== 'GET') refuseForeignOrigin(context)
    const answer = await entry.handle({
      params: entry.params === undefined ? undefined : parse(entry.params, context.params, 'path'),
      query: entry.query === undefined ? undefined : parse(entry.query, context.query, 'query'),
      body: await readBody(entry, context),
      actor,
      cookie,
      address,
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

function demand(access: Access, actor: Actor): void {
  if (access === 'public') return
  if (actor.kind === 'guest') throw new UnauthorizedError()
  if (access === 'owner' && actor.role !== 'owner') throw new ForbiddenError('Only an owner may do this.')
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
  if (entry.rawBody !== undefined) {
    if (context.request.is(...entry.rawBody.types) === false) {
      throw new AppError(415, 'unsupported-type', `Send one of: ${entry.rawBody.types.join(', ')}.`)
    }
    return bytes(context, entry.rawBody.maxBytes)
  }
  if (entry.body === undefined) return undefined
  if (!context.request.is('application/json', '*/*+json')) {
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

async function bytes(context: Context, limit: number): Promise<Buffer> {
  try {
    return await rawBody(context.req, { limit, length: context.request.length ?? null })
  } catch (error) {
    if (error instanceof Error && 'type' in error && error.type === 'entity.too.large') {
      throw new AppError(413, 'too-large', `The body is larger than ${Math.floor(limit / 1024)} kB.`)
    }
    throw new InvalidError('The body did not arrive whole.')
  }
}

function parse(schema: z.ZodType, value: unknown, where: string): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = result.error.issues.map(issue => ({
    path: issue.path.join('.') || where,
    message: issue.message,
  }))
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

/** One IPv6 customer has a whole /64: limits count that as one address. */
export function clientKey(address: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1]
  if (v4 !== undefined) return v4
  const [head = '', tail = ''] = address.split('::')
  const groups = head.split(':').filter(group => group !== '')
  const rest = tail.split(':').filter(group => group !== '')
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0')
  return [...groups, ...zeros, ...rest].slice(0, 4).join(':')
}

function sendProblem(context: Context, error: unknown, log: Logger): void {
  const known = error instanceof AppError ? error : null
  if (known === null)
    log.error({ err: error, method: context.method, path: context.path }, 'a request failed')
  const status = known?.status ?? 500
  context.status = status
  if (known?.details.retryAfter !== undefined) context.set('retry-after', String(known.details.retryAfter))
  if (status === 401) context.set('www-authenticate', 'Bearer')
  context.set('cache-control', 'no-store')
  context.body = JSON.stringify({
    ...known?.details,
    type: `https://stallcast.dev/problems/${known?.type ?? 'internal'}`,
    title: known?.type.replaceAll('-', ' ') ?? 'internal error',
    status,
    detail: known?.message ?? 'Something went wrong here. It was written to the log.',
  })
  context.type = 'application/problem+json'
}

function setSecurityHeaders(context: Context): void {
  context.set({
    'content-security-policy':
      "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' ws: wss:; " +
      "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(self), microphone=(self), geolocation=(self)',
    'cross-origin-opener-policy': 'same-origin',
  })
}
