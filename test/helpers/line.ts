import type { BrowserContext } from 'playwright-core'
import type { UdpRelay } from './udp-relay.ts'

/**
 * Leads the WebRTC of a browser's pages over a relay: what WHIP and WHEP say of the server's UDP, they hear of the
 * relay's instead. `tcp`: the server's ICE-TCP is left to them; else they hear of nothing but the relay.
 */
export async function leadOver(context: BrowserContext, relay: UdpRelay, { tcp = false } = {}): Promise<void> {
  await context.route(/\/wh[ei]p\//, async route => {
    const response = await route.fetch()
    const body = await response.text()
    await route.fulfill({ response, body: /^v=0/.test(body) ? rewritten(body, relay, tcp) : body })
  })
}

/** `a=candidate:<foundation> 1 <protocol> <priority> <address> <port> typ host …` (RFC 8839, 5.1). */
const candidate = /^a=candidate:(\S+) 1 (\S+) (\d+) (\S+) (\d+) typ.*\r\n/gim

function rewritten(sdp: string, relay: UdpRelay, tcp: boolean): string {
  return sdp.replace(candidate, (line, foundation, protocol, priority, address, port) => {
    if (address !== '127.0.0.1') return ''
    if (protocol.toLowerCase() === 'tcp') return tcp ? line : ''
    relay.server = { address, port: Number(port) }
    return `a=candidate:${foundation} 1 udp ${priority} ${relay.address} ${relay.port} typ host\r\n`
  })
}
