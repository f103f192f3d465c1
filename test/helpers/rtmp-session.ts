import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Test } from 'tap'
import { ChunkReader } from '../../src/media/ingest/chunk-reader.ts'
import { handshake, type RawMessage } from './rtmp-client.ts'
import { broadcast } from './rtmp-ffmpeg.ts'
import type { TestIngest } from './rtmp-ingest.ts'

/** Every message of a session of a real ffmpeg, recorded on its way to the ingest. */
export async function recordSession(t: Test, server: TestIngest, seconds: number): Promise<RawMessage[]> {
  const chunks: Buffer[] = []
  const proxy = createServer(client => {
    const upstream = connect(server.ingest.port, '127.0.0.1')
    client.on('data', bytes => chunks.push(bytes))
    client.pipe(upstream).pipe(client)
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  t.teardown(() => proxy.close())
  const address = proxy.address()
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port')
  const url = `rtmp://127.0.0.1:${address.port}/live/key-of-recorded`
  await broadcast(t, url, { size: '160x90', seconds, realtime: false }).exited

  const reader = new ChunkReader({ chunkStreams: 100, heldBytes: 2 ** 24, messageBytes: () => 2 ** 24 })
  reader.feed(Buffer.concat(chunks).subarray(handshake.length))
  const messages: RawMessage[] = []
  for (let message = reader.read(); message !== null; message = reader.read()) {
    messages.push({ ...message, chunkStream: message.type === 20 ? 3 : 4 })
  }
  return messages
}
