/** The base of every refusal that a caller may be told about: `src/http.ts` turns it into RFC 9457 problem+json. */
export class AppError extends Error {
  override readonly name: string = 'AppError'
  /** HTTP status. */
  readonly status: number
  /** Last part of the problem's `type`, for example `out-of-stock`. */
  readonly type: string
  /** Further members of the problem document. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    type: string,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.status = status
    this.type = type
    this.details = details
  }
}

/** `details.rule` names the rule of the shop that is broken: pages have words for it in the language of their reader. */
export class InvalidError extends AppError {
  override readonly name = 'InvalidError'
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(400, 'invalid', message, details)
  }
}

export class UnauthorizedError extends AppError {
  override readonly name = 'UnauthorizedError'
  constructor(message = 'Log in first, or send a valid token.') {
    super(401, 'unauthorized', message)
  }
}

export class ForbiddenError extends AppError {
  override readonly name = 'ForbiddenError'
  constructor(message = 'Your account may not do this.') {
    super(403, 'forbidden', message)
  }
}

export class NotFoundError extends AppError {
  override readonly name = 'NotFoundError'
  constructor(what: string) {
    super(404, 'not-found', `${what} was not found.`)
  }
}

export class ConflictError extends AppError {
  override readonly name = 'ConflictError'
  constructor(type: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(409, type, message, details)
  }
}

/** What is asked for exists, but not in a form that the caller takes. */
export class NotAcceptableError extends AppError {
  override readonly name = 'NotAcceptableError'
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(406, 'not-acceptable', message, details)
  }
}

/** Not now; `retryAfter`: seconds. */
export class UnavailableError extends AppError {
  override readonly name = 'UnavailableError'
  constructor(message: string, retryAfter: number) {
    super(503, 'unavailable', message, { retryAfter })
  }
}

/** A setting that cannot be used; ends the start with its message. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
