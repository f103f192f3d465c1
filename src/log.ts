import { type Logger, pino } from 'pino'

export type { Logger }

/** Keys, tokens and codes never reach a log, whatever object they are logged in. */
const secretFields = [
  'streamKey',
  'key',
  'token',
  'accessToken',
  'password',
  'pickupCode',
  'cookie',
  'authorization',
]

/** Makes the root logger: JSON lines on standard output. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    redact: { paths: secretFields.flatMap(name => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
  })
}
