import { AppError } from './errors.ts'

/** An answer of problem+json (RFC 9457), ready to send. */
export type ProblemAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a caller is told about an error; nothing of the inside for one that is not meant for callers. */
export function problemAnswer(error: unknown): ProblemAnswer {
  const known = error instanceof AppError ? error : null
  const status = known?.status ?? 500
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(known?.details.retryAfter !== undefined && { 'retry-after': String(known.details.retryAfter) }),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
    body: JSON.stringify({
      ...known?.details,
      type: `https://stallcast.dev/problems/${known?.type ?? 'internal'}`,
      title: known?.type.replaceAll('-', ' ') ?? 'internal error',
      status,
      detail: known?.message ?? 'Something went wrong here. It was written to the log.',
    }),
  }
}
