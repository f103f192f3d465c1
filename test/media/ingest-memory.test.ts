import { fork } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { connectCommand, createStreamCommand, encode, handshake, RawClient } from '../helpers/rtmp-client.ts'

const connections = 100
const mostPerConnection = 1024 * 1024

const partOf = (declared: number, chunkStream: number): Buffer =>
  encode({ type: 20, payload: Buffer.alloc(128), declared, chunkStream }).subarray(0, -1)

/** Each leaves its connection open and as fat as a stranger can make it, or is closed for trying. */
const appetites: Readonly<Record<string, readonly Buffer[]>> = {
  'nothing said': [],
  'half a handshake': [handshake.subarray(0, 1000)],
  'a handshake and connect': [handshake, encode(connectCommand), encode(createStreamCommand)],
  'as many unfinished messages as may be': [handshake, partOf(8192, 3), partOf(8064, 4), partOf(128, 5)],
  '57 messages of 16 MB begun': [handshake, ...Array.from({ length: 57 }, (_, i) => partOf(0xffffff, 3 + i))],
  'far too much said': [
    handshake,
    encode(connectCommand),
    Buffer.alloc(4 * 1024 * 1024, encode(createStreamCommand)),
  ],
}

t.test('a connection without a key costs less than 1 MB, whatever it says', async t => {
  const server = fork(new URL('../helpers/rtmp-memory-server.ts', import.meta.url), {
    execArgv: ['--expose-gc'],
  })
  t.teardown(async () => {
    server.kill('SIGKILL')
    await once(server, 'exit')
  })
  const [{ port }] = await once(server, 'message')
  const weigh = async (): Promise<{ bytes: number; rss: number }> => {
    server.send('weigh')
    const [weight] = await once(server, 'message')
    return weight
  }
  // What is allocated once for all belongs to nobody.
  await (await RawClient.dial(port)).socket.destroy()
  for (const [name, parts] of Object.entries(appetites)) {
    const before = await weigh()
    const clients = await Promise.all(Array.from({ length: connections }, () => RawClient.open(t, port)))
    await Promise.all(
      clients.map(
        client =>
          new Promise<void>(resolve => {
            client.closed.then(() => resolve())
            client.socket.write(Buffer.concat(parts), () => resolve())
          }),
      ),
    )
    // The first weighing lets the server take in what has arrived.
    await weigh()
    const after = await weigh()
    const each = Math.round((after.bytes - before.bytes) / connections)
    const resident = Math.round((after.rss - before.rss) / connections)
    t.comment(`${name}: ${each} bytes each, ${resident} resident`)
    t.ok(each < mostPerConnection && resident < mostPerConnection, name)
    for (const client of clients) client.socket.destroy()
  }
})
