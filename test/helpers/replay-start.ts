import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { configWith } from '../../config/load.ts'
import { ChildProcesses } from '../../src/child-process.ts'
import { Bus, type Events } from '../../src/events.ts'
import { createLog } from '../../src/log.ts'
import type { MediaAnswer } from '../../src/media/media-answer.ts'
import { Replays } from '../../src/media/replay/replays.ts'

type Settings = {
  readonly folder: string
  readonly replay?: Partial<ReturnType<typeof configWith>['replay']>
  readonly now?: () => number
}

/** Replays of a test's own, and what they announce. */
export async function startReplays(t: Test, { folder, replay, now }: Settings) {
  const log = createLog(process.env.TEST_LOG ?? 'silent')
  const bus = new Bus(log)
  const stopped: Events['recording.stopped'][] = []
  const removed: Events['replay.removed'][] = []
  bus.on('recording.stopped', fact => stopped.push(fact))
  bus.on('replay.removed', fact => removed.push(fact))
  const children = new ChildProcesses()
  t.teardown(() => children.close())
  const config = { replay: { ...configWith({}).replay, ...replay } }
  const replays = await Replays.start({ folder, config, children, bus, log, ...(now && { now }) })
  t.teardown(() => replays.close())
  return { replays, stopped, removed }
}

/** What a player is told, and null where it would see a 404. */
export async function ask(replays: Replays, showId: string, path: string): Promise<MediaAnswer | null> {
  const url = new URL(path, 'http://localhost/')
  return replays.find(showId, url.pathname.slice(1), url.searchParams, new AbortController().signal)
}

export async function text(replays: Replays, showId: string, path: string): Promise<string> {
  const answer = await ask(replays, showId, path)
  if (typeof answer?.body !== 'string') throw new Error(`${path} is no playlist`)
  return answer.body
}

export async function bytes(replays: Replays, showId: string, path: string): Promise<Buffer> {
  const answer = await ask(replays, showId, path)
  if (!answer) throw new Error(`${path} is not there`)
  return read(answer)
}

async function read({ body }: MediaAnswer): Promise<Buffer> {
  if (typeof body === 'string') return Buffer.from(body)
  if (!('file' in body)) throw new Error('a replay is sent from its files')
  const handle = await open(body.file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(body.length), 0, body.length, body.start)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** The smallest HTTP server that players can play from; returns the address that replays stand below. */
export async function serveReplays(t: Test, replays: Replays): Promise<string> {
  const server = createServer(async (request, response) => {
    const [, , showId = '', ...path] = (request.url ?? '').split('/')
    const answer = await ask(replays, showId, path.join('/'))
    response.writeHead(answer?.status ?? 404, {
      'content-type': answer?.type ?? 'text/plain',
      'cache-control': answer?.cacheControl ?? 'no-store',
    })
    response.end(answer ? await read(answer) : 'gone')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/replays`
}

/** The lines of a recording's index, as they stand on the disk. */
export async function indexLines(folder: string, showId: string): Promise<string[]> {
  return (await readFile(`${folder}/${showId}/index.jsonl`, 'utf8')).split('\n').filter(Boolean)
}
