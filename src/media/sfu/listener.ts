import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { WebRtcServer, Worker } from 'mediasoup/types'
import type { Listening } from './announcement.ts'

/** How often another port is tried when somebody was quicker. */
const attempts = 20

/**
 * Opens UDP and TCP on the same port of each address. Port 0: any that is free on both.
 * @throws Error that names the port when it is taken.
 */
export async function listen(
  worker: Worker,
  listening: readonly Listening[],
  port: number,
): Promise<WebRtcServer> {
  for (let attempt = 1; ; attempt++) {
    const chosen = port === 0 ? await freePort() : port
    try {
      return await worker.createWebRtcServer({
        listenInfos: listening.flatMap(({ ip, announced }) =>
          (['udp', 'tcp'] as const).map(protocol => ({
            protocol,
            ip,
            port: chosen,
            ...(announced !== null && { announcedAddress: announced }),
            ...(ip === '::' && { flags: { ipv6Only: true } }),
          })),
        ),
      })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (port === 0 && attempt < attempts && /already in use/.test(message)) continue
      throw new Error(`port ${chosen} for WebRTC cannot be opened: ${message}`, { cause: error })
    }
  }
}

/** A port that nobody has for UDP or TCP now. */
async function freePort(): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const tcp = createServer().listen(0)
    const udp = createSocket('udp4')
    try {
      await once(tcp, 'listening')
      const address = tcp.address()
      if (typeof address === 'string' || address === null) throw new Error('no port')
      udp.bind(address.port)
      await once(udp, 'listening')
      return address.port
    } catch (error) {
      if (attempt === attempts) throw error
    } finally {
      tcp.close()
      udp.close()
    }
  }
}
