import type { Test } from 'tap'
import { configWith } from '../../config/load.ts'
import type { Config } from '../../config/schema.ts'
import { createLog } from '../../src/log.ts'
import { type StallcastServer, startServer } from '../../src/server.ts'
import { tempFolder } from './temp-folder.ts'

type Changes = Parameters<typeof configWith>[0]

export const ownerToken = 'owner-token-of-a-test'

/** A whole server of the test's own, on free ports, in a folder of its own. */
export type Stallcast = {
  readonly server: StallcastServer
  readonly config: Config
  /** `http://127.0.0.1:<port>`. */
  readonly site: string
  readonly call: Call
}

/** Calls the API as the owner (or as `token` says; null: as a guest) and hands out status and body. */
export type Call = <T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  options?: { readonly token?: string | null; readonly idempotencyKey?: string },
) => Promise<{ readonly status: number; readonly body: T }>

export async function startStallcast(t: Test, changes: Changes = {}, data?: string): Promise<Stallcast> {
  const config = testConfig(data ?? (await tempFolder(t)), changes)
  const server = await startServer(
    config,
    { key: Buffer.alloc(32, 7), ownerToken },
    { log: createLog(process.env.TEST_LOG ?? 'silent') },
  )
  t.teardown(() => server.close())
  const site = server.urls.local
  return { server, config, site, call: caller(site) }
}

export function testConfig(data: string, changes: Changes = {}): Config {
  return configWith({
    data,
    http: { host: '127.0.0.1', port: 0 },
    rtmp: { host: '127.0.0.1', port: 0 },
    rtc: { port: 0 },
    ladder: { renditions: ['360p', '240p'], preset: 'ultrafast' },
    ...changes,
  })
}

export function caller(site: string): Call {
  return async (method, path, body, { token = ownerToken, idempotencyKey } = {}) => {
    const raw = Buffer.isBuffer(body)
    const answer = await fetch(`${site}${path}`, {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': raw ? 'image/webp' : 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body: raw ? new Uint8Array(body) : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text) }
  }
}
