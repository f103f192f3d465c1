// bin/serve.ts: the server, until SIGTERM or Ctrl-C.
import { loadConfig } from '../config/load.ts'
import { loadSecrets } from '../config/secrets.ts'
import { sweepScratch } from '../src/backup/scratch.ts'
import { ConfigError } from '../src/errors.ts'
import { startServer } from '../src/server.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The second signal of an impatient person ends the process at once.
  process.once(signal, () => stop.abort())
}

try {
  const config = loadConfig()
  await sweepScratch(config.data)
  const server = await startServer(config, loadSecrets(config.data), { signal: stop.signal })
  say(`Stallcast is at ${server.urls.site}`)
  say(`OBS pushes to ${server.urls.rtmp}/live`)
  if (server.ownerLink !== null)
    say(`\nMake the owner's account (once, within a day):\n  ${server.ownerLink}\n`)
  if (!stop.signal.aborted) await new Promise(resolve => stop.signal.addEventListener('abort', resolve))
  await server.close()
} catch (error) {
  if (!stop.signal.aborted) {
    const known = error instanceof ConfigError || isAddressInUse(error)
    process.stderr.write(`${known ? (error as Error).message : ((error as Error).stack ?? error)}\n`)
    process.exitCode = 1
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
