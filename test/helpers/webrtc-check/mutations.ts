import type { Evidence, Exchange, Protocol, Step } from './evidence.ts'

/** Evidence that can be changed: what a server would have shown that does one thing wrong. */
export type Draft = { -readonly [Key in keyof Evidence]: Evidence[Key] }

type Change = (draft: Draft) => void
type Mutation = {
  /** The short name of the rule that must fail. */
  readonly rule: string
  readonly of: readonly Protocol[]
  /** Other rules that cannot but fail with it. */
  readonly also?: readonly string[]
  readonly change: Change
}

const both = ['whip', 'whep'] as const

const answer =
  (step: Step, change: (exchange: Exchange) => Partial<Exchange>): Change =>
  draft => {
    const exchange = draft.exchanges[step] ?? {
      method: 'POST',
      url: draft.endpoint,
      sent: '',
      status: 0,
      headers: {},
      body: '',
    }
    draft.exchanges = { ...draft.exchanges, [step]: { ...exchange, ...change(exchange) } }
  }
const status = (step: Step, code: number): Change => answer(step, () => ({ status: code }))
const header = (step: Step, name: string, value: string): Change =>
  answer(step, ({ headers }) => ({ headers: { ...headers, [name]: value } }))
const body = (step: Step, change: (body: string) => string): Change =>
  answer(step, exchange => ({ body: change(exchange.body) }))
const without = (line: RegExp): Change => body('open', text => text.replace(line, ''))
const turnDown = (text: string) => text.replace('m=video 9', 'm=video 0').replace(/(BUNDLE \S+) \S+/, '$1')

/** For each rule one server, or more, that breaks it. */
export const mutations: readonly Mutation[] = [
  { rule: 'options', of: both, change: status('options', 405) },
  { rule: 'accept-post', of: both, change: header('options', 'accept-post', 'text/plain') },
  {
    rule: 'preflight',
    of: both,
    change: header('preflight', 'access-control-allow-headers', 'content-type'),
  },
  {
    rule: 'preflight',
    of: both,
    change: header('preflight', 'access-control-allow-origin', 'https://else.example'),
  },
  { rule: 'get', of: both, change: status('get', 405) },
  { rule: 'get', of: both, change: body('get', () => 'hello') },
  { rule: 'get-session', of: both, change: status('get-session', 405) },
  { rule: 'type', of: both, change: status('wrong-type', 201) },
  { rule: 'malformed', of: both, change: status('malformed', 500) },
  { rule: 'direction', of: both, change: status('wrong-direction', 201) },
  { rule: 'one-picture', of: both, change: status('two-pictures', 201) },
  { rule: 'created', of: both, change: header('open', 'content-type', 'text/plain') },
  { rule: 'created', of: both, change: body('open', text => text.slice(5)) },
  { rule: 'location', of: both, change: header('open', 'location', '') },
  { rule: 'exposed', of: both, change: header('open', 'access-control-expose-headers', 'location') },
  {
    rule: 'unguessable',
    of: both,
    change: draft => {
      header('open', 'location', '/session/1')(draft)
      header('open-second', 'location', '/session/2')(draft)
    },
  },
  { rule: 'etag', of: both, change: header('open', 'etag', 'W/"weak"') },
  { rule: 'patch-type', of: both, change: status('patch-wrong-type', 204) },
  { rule: 'patch-malformed', of: both, change: status('patch-malformed', 204) },
  { rule: 'unconditional', of: both, change: status('patch-unconditional', 204) },
  { rule: 'stale', of: both, change: status('patch-stale', 204) },
  { rule: 'trickle', of: both, change: status('trickle', 200) },
  { rule: 'trickle', of: both, change: header('trickle', 'etag', '"x"') },
  { rule: 'odd-candidate', of: both, change: status('trickle-odd', 400) },
  { rule: 'restart', of: both, change: status('restart', 500) },
  { rule: 'restart', of: both, change: header('restart', 'content-type', 'application/sdp') },
  { rule: 'restart', of: both, change: body('restart', () => 'a=ice-lite\r\n') },
  {
    rule: 'new-etag',
    of: both,
    change: draft => header('restart', 'etag', draft.exchanges.open?.headers.etag ?? '')(draft),
  },
  { rule: 'goes-on', of: both, change: status('trickle-restarted', 412) },
  { rule: 'outdated', of: both, change: status('patch-outdated', 204) },
  { rule: 'delete', of: both, change: status('delete', 412) },
  { rule: 'gone', of: both, change: status('after-delete', 204) },
  { rule: 'redirect', of: both, change: status('get-session', 302), also: ['get-session'] },
  { rule: 'retry', of: both, change: status('delete-second', 503) },
  { rule: 'no-token', of: both, change: answer('no-token', () => ({ status: 401, headers: {} })) },
  { rule: 'no-token', of: both, change: status('no-token', 201) },
  { rule: 'wrong-token', of: both, change: status('wrong-token', 403) },
  {
    rule: 'connects',
    of: both,
    change: draft => {
      draft.connected = false
      draft.media = null
    },
  },
  {
    rule: 'restarted',
    of: both,
    change: draft => {
      draft.stun = { ...draft.stun, restarted: false }
    },
  },
  {
    rule: 'revoked',
    of: both,
    change: draft => {
      draft.stun = { ...draft.stun, deleted: true }
    },
  },
  {
    rule: 'm-lines',
    of: both,
    change: body('open', text => {
      const [head = '', audio = '', video = ''] = text.split(/(?=^m=)/m)
      return head + video + audio
    }),
  },
  { rule: 'formats', of: both, change: body('open', text => text.replace(/(m=audio 9 \S+)/, '$1 127')) },
  {
    rule: 'extensions',
    of: both,
    change: body('open', text => `${text}a=extmap:14 urn:ietf:params:rtp-hdrext:toffset\r\n`),
  },
  {
    rule: 'answer-direction',
    of: both,
    change: body('open', text => text.replace(/a=(recvonly|sendonly)/, 'a=sendrecv')),
  },
  { rule: 'candidates', of: both, change: without(/^a=candidate.*\r\n/gm) },
  { rule: 'ice', of: both, change: without(/^a=ice-pwd.*\r\n/gm) },
  { rule: 'ice', of: both, change: without(/^a=fingerprint.*\r\n/gm) },
  { rule: 'bundle', of: both, change: body('open', text => text.replace(/(BUNDLE \S+) \S+/, '$1')) },
  { rule: 'rtcp-mux', of: both, change: without(/^a=rtcp-mux\r\n/gm) },
  { rule: 'rtcp-mux-only', of: both, change: without(/^a=rtcp-mux-only\r\n/gm) },
  { rule: 'whole', of: both, change: body('open', turnDown) },
  {
    rule: 'setup',
    of: both,
    change: body('open', text => text.replaceAll('a=setup:passive', 'a=setup:actpass')),
  },
  {
    rule: 'media',
    of: both,
    change: draft => {
      draft.media = { audio: 5, video: 0 }
    },
  },
  { rule: 'unknown-codec', of: ['whip'], change: status('unknown-codec', 201) },
  {
    rule: 'simulcast',
    of: ['whip'],
    change: body('simulcast', text => text.replace('simulcast:recv', 'simulcast:send')),
  },
  {
    rule: 'simulcast',
    of: ['whip'],
    change: body('simulcast', text => text.replace('recv 0;1;2', 'recv 0;1;7')),
  },
  {
    rule: 'simulcast',
    of: ['whip'],
    change: body('simulcast', text => text.replace('a=rid:1 recv\r\n', '')),
  },
  {
    rule: 'one-stream',
    of: ['whep'],
    change: body('open', text => text.replace(/a=msid:\S+/, 'a=msid:another')),
  },
  { rule: 'one-stream', of: ['whep'], change: without(/^a=msid:.*\r\n/gm) },
  {
    rule: 'counter-offer',
    of: ['whep'],
    change: answer('open-second', () => ({ status: 406, headers: {} })),
  },
  {
    rule: 'counter-offer',
    of: ['whep'],
    change: draft => {
      status('open-second', 406)(draft)
      status('answer', 200)(draft)
    },
  },
  { rule: 'not-live', of: ['whep'], change: answer('simulcast', () => ({ method: 'POST', status: 409 })) },
]
