import { Readable } from 'node:stream'
import type { z } from 'zod'
import { requireAccess, staffActor } from '../../src/access.ts'
import { AppError, InvalidError, NotFoundError } from '../../src/errors.ts'
import type { Actor, Route } from '../../src/route.ts'

export type Call = {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly actor?: Actor
}

export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into any answer; a member that is not there fails it.
  readonly body: any
}

export const guest: Actor = { kind: 'guest' }
export const assistant: Actor = staffActor({ id: 'staff-1', name: 'Lin', role: 'manager' })

/**
 * Calls a route as the HTTP server does: finds it, checks access and schemas, turns refusals into their
 * status.
 */
export async function call(routes: readonly Route[], request: Call): Promise<Reply> {
  const actor = request.actor ?? guest
  const url = new URL(request.path, 'http://localhost')
  try {
    for (const route of routes) {
      const params = route.method === request.method ? match(route.path, url.pathname) : null
      if (params === null) continue
      requireAccess(route.access, actor)
      const answer = await route.handle({
        params: parse(route.params, params),
        query: parse(route.query, Object.fromEntries(url.searchParams)),
        body: route.rawBody === undefined ? parse(route.body, request.body) : request.body,
        actor,
        cookie: undefined,
        address: '127.0.0.1',
        site: 'http://shop.test',
        secure: false,
        header: name => request.headers?.[name],
      })
      return { status: answer.status, headers: answer.headers ?? {}, body: throughJson(answer.body) }
    }
    throw new NotFoundError('The page')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { status, type, message, details } = error
    return { status, headers: {}, body: { ...details, type, detail: message } }
  }
}

function match(pattern: string, path: string): Record<string, string> | null {
  const names = pattern.split('/')
  const parts = path.split('/')
  if (names.length !== parts.length) return null
  const params: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const part = decodeURIComponent(parts[index] ?? '')
    if (name.startsWith(':')) params[name.slice(1)] = part
    else if (name !== part) return null
  }
  return params
}

function parse(schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined
  const result = schema.safeParse(value)
  if (!result.success) throw new InvalidError(result.error.message)
  return result.data
}

function throughJson(body: object | string | undefined): unknown {
  return typeof body !== 'object' || Buffer.isBuffer(body) || body instanceof Readable
    ? body
    : JSON.parse(JSON.stringify(body))
}
