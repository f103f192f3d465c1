import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Permission, Role } from './permissions.ts'

/** How staff prove who they are: logged in, by an API token, or by the owner's token of the configuration. */
export type Via = 'session' | 'token' | 'owner-token'

export type StaffActor = {
  readonly kind: 'staff'
  readonly id: string
  readonly name: string
  readonly role: Role
  /** The one store in which this person works; null: all. */
  readonly storeId: string | null
  /** Those of the role, or those of them that an API token was given. */
  readonly permissions: ReadonlySet<Permission>
  readonly via: Via
  /** The session by which this person is here; null: by a token. */
  readonly sessionId: string | null
}

/** Who is asking. The owner's token counts as an owner. */
export type Actor = { readonly kind: 'guest' } | StaffActor

/** Who may call: anyone, anyone who is logged in (for what is their own), or staff with this permission. */
export type Access = 'public' | 'signed-in' | Permission

export type RouteRequest<Params, Query, Body> = {
  readonly params: Params
  readonly query: Query
  /** Parsed by the route's schema; for `rawBody` routes a Buffer. */
  readonly body: Body
  readonly actor: Actor
  /** The session cookie's value, whether or not it is good. */
  readonly cookie: string | undefined
  /** The caller's address, for limits. */
  readonly address: string
  /** Scheme, host and port that the caller used: `https://shop.example`. */
  readonly site: string
  /** Over TLS, here or at the proxy that is trusted. */
  readonly secure: boolean
  /** A request header by its lower-case name. */
  header(name: string): string | undefined
}

export type Answer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** An object is sent as JSON; a string, Buffer or Readable as `headers['content-type']` says. */
  readonly body?: object | string | Buffer | Readable
}

/** What the OpenAPI document tells of a call. */
export type RouteDescription = Omit<Route, 'handle'>

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
  /** With parameters as `/api/v1/orders/:id`. */
  readonly path: string
  readonly summary: string
  readonly access: Access
  readonly params?: z.ZodType | undefined
  readonly query?: z.ZodType | undefined
  readonly body?: z.ZodType | undefined
  /** The body is taken as bytes, at most so many. `optional`: an empty one needs no type. */
  readonly rawBody?:
    | { readonly maxBytes: number; readonly types: readonly string[]; readonly optional?: boolean }
    | undefined
  /** Pages of every site may call it and see its answers; it must not go by the session cookie then. */
  readonly anyOrigin?: boolean
  /** Calls a minute from one address; over it 429. */
  readonly perMinute?: number | undefined
  /** Successful answers by status, for the OpenAPI document. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>
  handle(request: RouteRequest<unknown, unknown, unknown>): Promise<Answer>
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined

type Definition<P, Q, B, R> = Omit<Route, 'params' | 'query' | 'body' | 'rawBody' | 'handle'> & {
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly rawBody?: R
  handle(
    request: RouteRequest<Parsed<P>, Parsed<Q>, R extends object ? Buffer : Parsed<B>>,
  ): Promise<Answer> | Answer
}

/**
 * Declares one HTTP call. `src/http.ts` checks access, limits and schemas before `handle` sees the request,
 * and turns what it throws into problem+json.
 */
export function route<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends Route['rawBody'] = undefined,
>(definition: Definition<P, Q, B, R>): Route {
  const { handle, ...rest } = definition
  return {
    ...rest,
    // http.ts parses params, query and body by this very definition's schemas before it calls.
    handle: async request => handle(request as Parameters<typeof handle>[0]),
  }
}
