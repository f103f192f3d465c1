import type { BrowserContext } from 'playwright-core'
import type { UdpRelay } from './udp-relay.ts'

type Lead = {
  /** What the server announces, and where it really is. */
  readonly announced?: string
  readonly server?: string
  /** The server's ICE-TCP is left to the pages; else they hear of nothing but the relay. */
  readonly tcp?: boolean
}

/**
 * Leads the WebRTC of a browser's pages over a relay: what WHIP and WHEP say of the server's UDP, they hear of the
 * relay's instead. Returns the addresses that the server has told, which grow.
 */
export async function leadOver(
  context: BrowserContext,
  relay: UdpRelay,
  { announced = '127.0.0.1', server = announced, tcp = false }: Lead = {},
): Promise<ReadonlySet<string>> {
  const told = new Set<string>()
  const rewritten = (sdp: string): string =>
    sdp.replace(candidate, (line, foundation, protocol, priority, address, port) => {
      told.add(address)
      if (address !== announced) return ''
      if (protocol.toLowerCase() === 'tcp') return tcp ? line : ''
      relay.server = { address: server, port: Number(port) }
      return `a=candidate:${foundation} 1 udp ${priority} ${relay.address} ${relay.port} typ host\r\n`
    })
  await context.route(/\/wh[ei]p\//, async route => {
    const response = await route.fetch()
    const body = await response.text()
    await route.fulfill({ response, body: /^v=0/.test(body) ? rewritten(body) : body })
  })
  return told
}

/** RFC 8839, 5.1. */
const candidate = /^a=candidate:(\S+) 1 (\S+) (\d+) (\S+) (\d+) typ.*\r\n/gim
