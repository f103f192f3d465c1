import { ConfigError } from '../src/errors.ts'

/** How the commands of bin/ speak. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** In one line when it is known what to do about it. */
export function failure(error: unknown): void {
  const known = error instanceof ConfigError
  process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : error}\n`)
  process.exitCode = 1
}
