import { type Asking, ask } from './ask.ts'
import type { Evidence, Exchange, Protocol, Step } from './evidence.ts'
import { RtcClient } from './rtc-client.ts'
import { answersStun, stunTarget } from './stun-check.ts'

export type WalkOptions = {
  readonly protocol: Protocol
  readonly url: string
  /** Bearer token; null: none is needed. */
  readonly token: string | null
}

/** The server could not be asked at all, or let nobody in. */
export class NothingToCheck extends Error {
  override readonly name = 'NothingToCheck'
}

const sdpType = 'application/sdp'
const fragmentType = 'application/trickle-ice-sdpfrag'
/** As RFC 8840 has it; candidates of the first m-line. */
const fragment = (ufrag: string, password: string, candidates: readonly string[]): string =>
  [
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${password}`,
    'm=audio 9 UDP/TLS/RTP/SAVPF 0',
    'a=mid:0',
    ...candidates,
    'a=end-of-candidates',
    '',
  ].join('\r\n')
const candidate = 'a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0'
const oddCandidate = 'a=candidate:99 1 dccp 1 nowhere.invalid 9 typ host generation 0'

/** Goes through the life of a session, and asks what a client should not. @throws NothingToCheck */
export async function walk({ protocol, url, token }: WalkOptions): Promise<Evidence> {
  const exchanges: Partial<Record<Step, Exchange>> = {}
  const key: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
  const note = async (step: Step, method: string, target: string, asking: Asking = {}) => {
    const exchange = await ask(method, target, asking)
    exchanges[step] = exchange
    return exchange
  }
  const post = (step: Step, body: string, headers: Record<string, string> = key) =>
    note(step, 'POST', url, { headers: { 'content-type': sdpType, ...headers }, body })
  const where = (made: Exchange | undefined): string | null => {
    const location = made?.headers.location
    return location !== undefined && URL.canParse(location, url) ? new URL(location, url).href : null
  }
  /** Probes that should be refused: a session that comes of them all the same is ended. */
  const provoke = async (...args: Parameters<typeof post>) => {
    const target = where(await post(...args))
    if (target !== null) await ask('DELETE', target, { headers: key })
  }

  try {
    await note('options', 'OPTIONS', url)
  } catch (error) {
    throw new NothingToCheck(`${url} does not answer`, { cause: error })
  }
  await note('preflight', 'OPTIONS', url, {
    headers: {
      origin: 'https://check.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  })
  await note('get', 'GET', url, { headers: key })

  await using stack = new AsyncDisposableStack()
  const direction = protocol === 'whip' ? 'sendonly' : 'recvonly'
  const client = RtcClient.open(direction)
  stack.defer(() => client.close())
  const offer = await client.offer()

  await note('wrong-type', 'POST', url, { headers: { 'content-type': 'text/plain', ...key }, body: offer })
  await post('malformed', 'this is no SDP')
  if (token !== null) {
    await provoke('no-token', offer, {})
    await provoke('wrong-token', offer, { authorization: 'Bearer wrong' })
  }
  await provoke('two-pictures', twice(offer))
  await provoke('wrong-direction', offer.replaceAll(`a=${direction}`, 'a=inactive'))
  await provoke('unknown-codec', offer.replaceAll(/H264\/90000/gi, 'H299/90000'))
  if (protocol === 'whip') await provoke('simulcast', layered(offer))

  const made = await post('open', offer, { ...key, origin: 'https://check.example' })
  const session = where(made)
  if (made.status !== 201 || session === null) {
    throw new NothingToCheck(`${url} lets nobody in: ${made.status} ${made.body.slice(0, 300)}`)
  }
  const connected = await client.connect(made.body)
  if (connected && protocol === 'whip') await client.send()
  if (connected) await client.flows(12)
  const localFragment = /a=ice-ufrag:(\S+)/.exec(offer)?.[1] ?? ''
  const localPassword = /a=ice-pwd:(\S+)/.exec(offer)?.[1] ?? ''
  const first = stunTarget(made.body, localFragment)
  const alive = first && (await answersStun(first))

  await note('get-session', 'GET', session, { headers: key })
  const patch = (step: Step, body: string, headers: Record<string, string> = {}) =>
    note(step, 'PATCH', session, { headers: { 'content-type': fragmentType, ...key, ...headers }, body })
  const etag = made.headers.etag ?? '*'
  const trickle = fragment(localFragment, localPassword, [candidate])
  await patch('patch-wrong-type', trickle, { 'content-type': 'text/plain', 'if-match': etag })
  await patch('patch-malformed', 'this is no fragment', { 'if-match': etag })
  await patch('patch-unconditional', trickle)
  await patch('patch-stale', trickle, { 'if-match': '"of-another-session"' })
  await patch('trickle', trickle, { 'if-match': etag })
  await patch('trickle-odd', fragment(localFragment, localPassword, [oddCandidate, candidate]), {
    'if-match': etag,
  })
  const again = ['again', 'againagainagainagainagain'] as const
  const restarted = await patch('restart', fragment(...again, [candidate]), { 'if-match': '*' })
  const second = restarted.status === 200 ? stunTarget(made.body, again[0], restarted.body) : null
  const stunRestarted = second && (await answersStun(second))
  if (restarted.status === 200) {
    const anew = fragment(...again, [candidate])
    await patch('trickle-restarted', anew, { 'if-match': restarted.headers.etag ?? '*' })
    await patch('patch-outdated', anew, { 'if-match': etag })
  }

  const other = RtcClient.open(direction)
  stack.defer(() => other.close())
  if (protocol === 'whep') {
    const secondMade = await post('open-second', await other.offer())
    await answerCounter(secondMade)
  } else await post('open-second', await other.offer())
  const secondSession = where(exchanges['open-second'])
  if (secondSession !== null) await note('delete-second', 'DELETE', secondSession, { headers: key })

  const target = second ?? first
  await note('delete', 'DELETE', session, { headers: { ...key, 'if-match': '"of-another-session"' } })
  const deleted = target && (await answersStun(target))
  await note('after-delete', 'PATCH', session, {
    headers: { 'content-type': fragmentType, 'if-match': '*', ...key },
    body: trickle,
  })
  return {
    protocol,
    endpoint: url,
    exchanges,
    connected,
    media: connected ? { ...client.media } : null,
    stun: { alive, restarted: stunRestarted, deleted },
  }

  /** A counter-offer is answered, whoever makes it. */
  async function answerCounter(exchange: Exchange): Promise<void> {
    const target = where(exchange)
    if (exchange.status !== 406 || target === null) return
    const third = RtcClient.open(direction)
    stack.defer(() => third.close())
    await note('answer', 'PATCH', target, {
      headers: { 'content-type': sdpType, ...key },
      body: await third.answer(exchange.body),
    })
  }
}

/** The offer with its section of video twice: a second picture. */
function twice(offer: string): string {
  const parts = offer.split(/(?=^m=)/m)
  const video = parts.find(part => part.startsWith('m=video')) ?? ''
  return parts
    .concat(video.replace(/^a=mid:.*$/m, 'a=mid:second').replace(/^a=(ssrc|msid).*\r?\n/gm, ''))
    .join('')
    .replace(/^(a=group:BUNDLE .*?)(\r?)$/m, '$1 second$2')
}

/** The offer with three layers of video. */
function layered(offer: string): string {
  const lines = 'a=rid:0 send\r\na=rid:1 send\r\na=rid:2 send\r\na=simulcast:send 0;1;2\r\n'
  const extension = 'a=extmap:13 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n'
  return offer
    .split(/(?=^m=)/m)
    .map(part => {
      if (!part.startsWith('m=video')) return part
      const plain = part.replace(/^a=ssrc.*\r?\n/gm, '')
      return plain + (plain.includes('sdes:rtp-stream-id') ? '' : extension) + lines
    })
    .join('')
}
