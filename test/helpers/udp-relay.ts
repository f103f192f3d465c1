import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'

/** Bytes that wait on the slow way before what follows is dropped: a quarter of a second at 1 Mbit/s. */
const queueBytes = 32_000

/**
 * One client's UDP on its way to a server, as over a slow line: what the server sends is paced at `kbps`, and dropped
 * when too much waits.
 */
export async function openRelay(server: { readonly address: string; readonly port: number }) {
  const outer = createSocket('udp4')
  const inner = createSocket('udp4')
  let client: RemoteInfo | undefined
  let kbps = Number.POSITIVE_INFINITY
  let freeAt = 0
  let dropped = 0
  const timers = new Set<NodeJS.Timeout>()
  outer.on('message', (message, from) => {
    client = from
    inner.send(message, server.port, server.address)
  })
  inner.on('message', message => {
    const now = performance.now()
    freeAt = Math.max(freeAt, now)
    if (((freeAt - now) * kbps) / 8 > queueBytes) {
      dropped++
      return
    }
    freeAt += (message.length * 8) / kbps
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (client) outer.send(message, client.port, client.address)
    }, freeAt - now)
    timers.add(timer)
  })
  outer.bind(0, server.address)
  inner.bind(0, server.address)
  await Promise.all([once(outer, 'listening'), once(inner, 'listening')])
  return {
    port: outer.address().port,
    address: server.address,
    get dropped() {
      return dropped
    },
    limit(limit: number) {
      kbps = limit
    },
    close() {
      for (const timer of timers) clearTimeout(timer)
      outer.close()
      inner.close()
    },
  }
}
