import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { partSeconds } from './sample-media.ts'
import type { Reply, SampleStream } from './sample-stream.ts'

/** What is served: a well-made stream, or one with a fault. */
export type Replies = { reply(path: string, query: URLSearchParams): Promise<Reply> }

type Test = { teardown(task: () => unknown): void }
export type Certificate = { readonly key: Buffer; readonly cert: Buffer }
type Outgoing = ServerResponse | Http2ServerResponse
type Headers = Record<string, string>

/** Serves a stream on a port of its own, over HTTP/2 when there is a certificate; gives its address. */
export async function serveSample(t: Test, stream: Replies, certificate?: Certificate): Promise<string> {
  const handle = (incoming: IncomingMessage | Http2ServerRequest, outgoing: Outgoing) => {
    answer(stream, incoming.url ?? '/', outgoing).catch(() => outgoing.destroy())
  }
  const server = certificate ? createSecureServer(certificate, handle) : createServer(handle)
  const sessions = new Set<{ destroy(): void }>()
  if (certificate) (server as Http2SecureServer).on('session', session => sessions.add(session))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(async () => {
    for (const session of sessions) session.destroy()
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  const { port } = server.address() as AddressInfo
  return `${certificate ? 'https' : 'http'}://127.0.0.1:${port}/index.m3u8`
}

/** Lets a stream go on in real time until its end. */
export function play(t: Test, stream: SampleStream): void {
  const timer = setInterval(() => {
    stream.advance()
    if (stream.ended) clearInterval(timer)
  }, partSeconds * 1000)
  t.teardown(() => clearInterval(timer))
}

async function answer(stream: Replies, target: string, outgoing: Outgoing): Promise<void> {
  const url = new URL(target, 'http://sample')
  const { text, bytes, status } = await stream.reply(url.pathname, url.searchParams)
  const answered: [number, Headers, Buffer] =
    text !== undefined
      ? [200, { ...playlistHeaders, 'cache-control': 'no-cache' }, gzipSync(text)]
      : bytes
        ? [200, { 'content-type': 'video/mp4', 'cache-control': 'max-age=60' }, bytes]
        : [status ?? 404, { 'cache-control': 'max-age=1' }, Buffer.alloc(0)]
  const [code, headers, body] = answered
  outgoing.statusCode = code
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value)
  outgoing.end(body)
}

const playlistHeaders: Headers = {
  'content-type': 'application/vnd.apple.mpegurl',
  'content-encoding': 'gzip',
}
