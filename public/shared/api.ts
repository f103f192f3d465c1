import type { Problem } from '../../src/wire.ts'

const timeoutMs = 15_000
const retryDelaysMs = [400, 1500]
const passingStatuses = new Set([502, 503, 504])

/** A refusal of the server's, or `type` `network` with status 0 when no answer came. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  /** Last part of the problem's type, for example `out-of-stock`; `network` without an answer. */
  readonly type: string
  readonly detail: string
  /** The problem document's further members. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    type: string,
    detail: string,
    members: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(detail || type, options)
    this.status = status
    this.type = type
    this.detail = detail
    this.members = members
  }
}

export type CallOptions = {
  /** Sent as JSON; a Blob (a picture, say) as it is. */
  readonly body?: unknown
  /** `Authorization: Bearer`, for what is not behind the session's cookie. */
  readonly token?: string | undefined
  readonly idempotencyKey?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** One try: the caller repeats it by itself. */
  readonly once?: boolean
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * The parsed answer (undefined for 204). Throws ApiProblem, or the signal's reason when aborted. A lost answer
 * is asked for again only where that cannot do a thing twice: every method but POST and PATCH, or with an
 * idempotency key.
 */
export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  const harmless = (method !== 'POST' && method !== 'PATCH') || options.idempotencyKey !== undefined
  const repeatable = harmless && options.once !== true
  for (let attempt = 0; ; attempt += 1) {
    const delay = repeatable ? retryDelaysMs[attempt] : undefined
    try {
      return await once<T>(method, path, options)
    } catch (error) {
      options.signal?.throwIfAborted()
      const passing = error instanceof ApiProblem && (error.status === 0 || passingStatuses.has(error.status))
      if (!passing || delay === undefined) throw error
      await pause(delay, options.signal)
    }
  }
}

async function once<T>(method: Method, path: string, options: CallOptions): Promise<T> {
  const headers = new Headers({ accept: 'application/json, application/problem+json' })
  if (options.token !== undefined) headers.set('authorization', `Bearer ${options.token}`)
  if (options.idempotencyKey !== undefined) headers.set('idempotency-key', options.idempotencyKey)
  const raw = options.body instanceof Blob
  if (options.body !== undefined && !raw) headers.set('content-type', 'application/json')
  const body = raw ? (options.body as Blob) : JSON.stringify(options.body)

  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout
  let response: Response
  let text: string
  try {
    response = await fetch(path, { method, headers, signal, ...(body === undefined ? {} : { body }) })
    text = await response.text()
  } catch (error) {
    throw new ApiProblem(0, 'network', '', {}, { cause: error })
  }
  const answer = parse(text)
  if (response.ok && (text === '' || answer !== undefined)) return answer as T
  if (response.ok) throw new ApiProblem(0, 'network', '')
  throw problemOf(response.status, answer)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Makes one of a problem document, or of whatever else (a proxy's page, say) came with this status. */
export function problemOf(status: number, answer: unknown): ApiProblem {
  if (typeof answer !== 'object' || answer === null) return new ApiProblem(status, 'unexpected', '')
  const { type, title, detail, status: _status, ...members } = answer as Partial<Problem>
  const name = typeof type === 'string' ? (type.split('/').at(-1) ?? type) : 'unexpected'
  const said = typeof detail === 'string' ? detail : typeof title === 'string' ? title : ''
  return new ApiProblem(status, name, said, members)
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
