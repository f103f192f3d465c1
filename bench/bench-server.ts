import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const token = 'owner-token-of-a-bench'

export type BenchServer = {
  readonly pid: number
  readonly data: string
  readonly site: string
  readonly rtmp: string
  call<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T>
  [Symbol.asyncDispose](): Promise<void>
}

/** `bin/serve.ts` as a process of its own, as an owner runs it, on free ports and in a folder of its own. */
export async function startBenchServer(
  env: Record<string, string> = {},
  config: object = {},
): Promise<BenchServer> {
  const data = await mkdtemp(join(tmpdir(), 'stallcast-bench-'))
  // JSON is YAML too.
  await writeFile(join(data, 'config.yaml'), JSON.stringify(config))
  const [httpPort, rtmpPort] = [await freePort(), await freePort()]
  const child = spawn(process.execPath, [join(root, 'bin/serve.ts')], {
    env: {
      ...process.env,
      STALLCAST_DATA: data,
      STALLCAST_HTTP_PORT: String(httpPort),
      STALLCAST_RTMP_PORT: String(rtmpPort),
      STALLCAST_RTC_PORT: '0',
      STALLCAST_OWNER_TOKEN: token,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const site = `http://127.0.0.1:${httpPort}`
  await ready(child, site)
  return {
    pid: child.pid ?? 0,
    data,
    site,
    rtmp: `rtmp://127.0.0.1:${rtmpPort}/live`,
    async call(method, path, body, headers = {}) {
      const answer = await fetch(`${site}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
      return text === '' ? {} : JSON.parse(text)
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await once(child, 'exit')
      await rm(data, { recursive: true, force: true })
    },
  }
}

async function ready(child: ChildProcess, site: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('the server did not start')
    const answer = await fetch(`${site}/livez`).catch(() => null)
    if (answer?.ok) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
