// bin/demo.ts: the server with a sample shop and a test broadcast, in a data folder of its own.

import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '../config/load.ts'
import { loadSecrets } from '../config/secrets.ts'
import { startServer } from '../src/server.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

const data = process.env.STALLCAST_DATA || join(import.meta.dirname, '../data/demo')
mkdirSync(data, { recursive: true, mode: 0o700 })
const config = loadConfig({ ...process.env, STALLCAST_DATA: data })
const ownerToken = randomBytes(24).toString('base64url')
try {
  const server = await startServer(config, { ...loadSecrets(data), ownerToken }, { signal: stop.signal })
  const { roomSlug } = (await call(server.urls.local, 'sample-shop')) as { roomSlug: string }
  await call(server.urls.local, 'test-broadcast', { roomSlug })
  say(`\nThe demo is on air: ${server.urls.site}/r/${roomSlug}`)
  say(`The studio is at    ${server.urls.site}/studio`)
  if (server.ownerLink !== null) say(`Make an account to log in there:\n  ${server.ownerLink}`)
  say('\nCtrl-C ends it.')
  if (!stop.signal.aborted) await new Promise(resolve => stop.signal.addEventListener('abort', resolve))
  await server.close()
} catch (error) {
  if (!stop.signal.aborted) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 1
  }
}

/** What the welcome page does when its boxes are ticked. */
async function call(site: string, what: string, body?: object): Promise<unknown> {
  const answer = await fetch(
    `http://127.0.0.1:${new URL(site).port || config.http.port}/api/v1/setup/${what}`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${ownerToken}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    },
  )
  if (!answer.ok) throw new Error(`the demo could not be set up: ${await answer.text()}`)
  return answer.json()
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
