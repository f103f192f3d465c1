import type { Evidence, Exchange, Step } from '../evidence.ts'
import { type Rule, rule, unless, type Verdict } from '../rule.ts'

/** Where a rule stands: WHIP in RFC 9725, WHEP in draft-ietf-wish-whep. */
export type Numbers = {
  readonly http: string
  readonly setup: string
  readonly errors: string
  readonly end: string
  readonly patch: string
  readonly trickle: string
  readonly restart: string
  readonly redirect: string
  readonly busy: string
  readonly ice: string
  readonly bearer: string
  readonly media: string
}

const ok = (status: number): boolean => status >= 200 && status < 300
const refused = (status: number): boolean => status >= 400 && status < 500
const said = ({ method, status }: Exchange): string => `${method} was answered with ${status}`

/** A rule on the answer to one step. */
const on =
  (step: Step, check: (exchange: Exchange, evidence: Evidence) => Verdict) =>
  (evidence: Evidence): Verdict => {
    const exchange = evidence.exchanges[step]
    return exchange === undefined ? null : check(exchange, evidence)
  }
const refuses = (step: Step) => on(step, exchange => unless(refused(exchange.status), said(exchange)))
/** Rules on PATCH: a server may know neither trickle ICE nor restarts. */
const onPatch = (step: Step, status: number) =>
  on(step, (exchange, { exchanges }) => {
    if (exchanges.trickle?.status === 422 || exchanges.trickle?.status === 405) return null
    return unless(exchange.status === status, said(exchange))
  })

export const location = (exchange: Exchange | undefined): string | null => {
  const header = exchange?.headers.location
  return exchange && header && URL.canParse(header, exchange.url) ? new URL(header, exchange.url).href : null
}

export function httpRules(at: Numbers): readonly Rule[] {
  return [
    rule(
      `${at.setup} options`,
      'MUST',
      'OPTIONS is supported, for CORS',
      on('options', exchange => unless(ok(exchange.status), said(exchange))),
    ),
    rule(
      `${at.setup} accept-post`,
      'SHOULD',
      'OPTIONS tells Accept-Post: application/sdp',
      on('options', ({ headers }) =>
        unless(
          /application\/sdp/.test(headers['accept-post'] ?? ''),
          `Accept-Post is '${headers['accept-post'] ?? ''}'`,
        ),
      ),
    ),
    rule(
      `${at.setup} preflight`,
      'MUST',
      'A page of another site may POST with a bearer token',
      on('preflight', ({ headers, status }) => {
        const allows = (name: string, wanted: RegExp) =>
          wanted.test(headers[`access-control-allow-${name}`] ?? '')
        const faults = []
        if (!ok(status)) faults.push(`the preflight was answered with ${status}`)
        if (!allows('origin', /^\*$|check\.example/)) faults.push('the origin is not allowed')
        // POST is a simple method, that needs no leave (Fetch, section 3.2.2).
        if (!allows('headers', /authorization/i)) faults.push('Authorization is not allowed')
        return faults
      }),
    ),
    rule(
      `${at.http} get`,
      'MUST',
      'GET of the endpoint: 2XX without content',
      on('get', ({ status, body }) =>
        unless(ok(status) && body === '', `GET was answered with ${status} and ${body.length} characters`),
      ),
    ),
    rule(
      `${at.http} get-session`,
      'MUST',
      'GET of a session: 2XX without content',
      on('get-session', ({ status, body }) =>
        unless(ok(status) && body === '', `GET was answered with ${status} and ${body.length} characters`),
      ),
    ),
    rule(
      `${at.errors} type`,
      'MUST',
      'POST of another type than application/sdp: 4XX',
      refuses('wrong-type'),
    ),
    rule(`${at.errors} malformed`, 'MUST', 'POST of what is no SDP: 4XX', refuses('malformed')),
    rule(
      `${at.setup} direction`,
      'MUST',
      'An offer of inactive media is refused',
      refuses('wrong-direction'),
    ),
    rule(
      `${at.media} one-picture`,
      'MUST',
      'More than one picture: refused with 400, 406 or 422',
      on('two-pictures', exchange => unless([400, 406, 422].includes(exchange.status), said(exchange))),
    ),
    rule(
      `${at.setup} created`,
      'MUST',
      'POST of an offer: 201 with an answer of type application/sdp',
      on('open', ({ status, headers, body }) => {
        const faults = []
        if (status !== 201) faults.push(`POST was answered with ${status}`)
        if (!/^application\/sdp\b/i.test(headers['content-type'] ?? ''))
          faults.push(`its type is '${headers['content-type'] ?? ''}'`)
        if (!body.startsWith('v=0')) faults.push('its body is no SDP')
        return faults
      }),
    ),
    rule(
      `${at.setup} location`,
      'MUST',
      'The 201 names the session in Location',
      on('open', exchange =>
        unless(location(exchange) !== null, `Location is '${exchange.headers.location ?? ''}'`),
      ),
    ),
    rule(
      `${at.setup} exposed`,
      'SHOULD',
      'A page of another site sees Location and ETag',
      on('open', ({ headers }) => {
        const exposed = headers['access-control-expose-headers'] ?? ''
        const good =
          headers['access-control-allow-origin'] !== undefined &&
          /location/i.test(exposed) &&
          /etag/i.test(exposed)
        return unless(good, `Access-Control-Expose-Headers is '${exposed}'`)
      }),
    ),
    rule(
      `5 unguessable`,
      'SHOULD',
      'Session URLs cannot be guessed: they differ, by 16 characters or more',
      evidence => {
        const urls = [evidence.exchanges.open, evidence.exchanges['open-second']].map(location)
        const [one, two] = urls
        if (!one || !two) return null
        let same = 0
        while (same < one.length && one[same] === two[same]) same++
        return unless(one !== two && one.length - same >= 14, `${one} and ${two}`)
      },
    ),
    rule(
      `${at.patch} etag`,
      'MUST',
      'With ICE restarts: the 201 has a strong ETag',
      on('open', ({ headers }, { exchanges }) =>
        exchanges.restart?.status === 200
          ? unless(/^"[^"]+"$/.test(headers.etag ?? ''), `ETag is '${headers.etag ?? ''}'`)
          : null,
      ),
    ),
    rule(
      `${at.patch} patch-type`,
      'MUST',
      'PATCH of another type than a fragment: 4XX',
      refuses('patch-wrong-type'),
    ),
    rule(
      `${at.patch} patch-malformed`,
      'MUST',
      'PATCH of what is no fragment: 4XX',
      refuses('patch-malformed'),
    ),
    rule(
      `${at.trickle} unconditional`,
      'MUST',
      'PATCH without If-Match: 428',
      onPatch('patch-unconditional', 428),
    ),
    rule(
      `${at.trickle} stale`,
      'MUST',
      "PATCH with another session's ETag: 412",
      onPatch('patch-stale', 412),
    ),
    rule(
      `${at.trickle} trickle`,
      'MUST',
      'PATCH with candidates: 204, no body and no ETag',
      on('trickle', ({ status, body, headers }) => {
        if (status === 422 || status === 405) return null
        return unless(
          status === 204 && body === '' && headers.etag === undefined,
          `PATCH was answered with ${status}, ETag '${headers.etag ?? ''}'`,
        )
      }),
    ),
    rule(
      `${at.trickle} odd-candidate`,
      'MUST',
      'A candidate that cannot be used is passed over',
      onPatch('trickle-odd', 204),
    ),
    rule(
      `${at.restart} restart`,
      'MUST',
      'PATCH with new ICE parameters: 200 with new parameters, or 422',
      on('restart', ({ status, headers, body }, { exchanges }) => {
        if (status === 422 || status === 405) return null
        const faults = []
        if (status !== 200) faults.push(`PATCH was answered with ${status}`)
        if (!/^application\/trickle-ice-sdpfrag\b/i.test(headers['content-type'] ?? ''))
          faults.push(`its type is '${headers['content-type'] ?? ''}'`)
        const fragment = (text = '') => /^a=ice-ufrag:(\S+)/m.exec(text)?.[1]
        if (fragment(body) === undefined || !/^a=ice-pwd:\S/m.test(body))
          faults.push('there are no ICE parameters in it')
        else if (fragment(body) === fragment(exchanges.open?.body))
          faults.push('the ICE parameters are the old ones')
        return faults
      }),
    ),
    rule(
      `${at.restart} new-etag`,
      'MUST',
      'The answer to a restart has a new strong ETag',
      on('restart', ({ status, headers }, { exchanges }) => {
        if (status !== 200) return null
        const { etag = '' } = headers
        return unless(/^"[^"]+"$/.test(etag) && etag !== exchanges.open?.headers.etag, `ETag is '${etag}'`)
      }),
    ),
    rule(
      `${at.restart} goes-on`,
      'MUST',
      'After a restart the new ETag counts',
      on('trickle-restarted', exchange => unless(exchange.status === 204, said(exchange))),
    ),
    rule(
      `${at.restart} outdated`,
      'MUST',
      'After a restart the old ETag does not count: 412',
      on('patch-outdated', exchange => unless(exchange.status === 412, said(exchange))),
    ),
    rule(
      `${at.end} delete`,
      'MUST',
      'DELETE ends a session with 200, whatever If-Match says',
      on('delete', exchange => unless(exchange.status === 200, said(exchange))),
    ),
    rule(
      `${at.end} gone`,
      'MUST',
      'A session that has been ended is not there any more',
      refuses('after-delete'),
    ),
    rule(`${at.redirect} redirect`, 'MUST', '301 and 302 are not used', ({ exchanges }) => {
      const bad = Object.values(exchanges).filter(({ status }) => status === 301 || status === 302)
      return bad.map(said)
    }),
    rule(`${at.busy} retry`, 'SHOULD', 'A 503 says when to come back', ({ exchanges }) => {
      const busy = Object.values(exchanges).filter(({ status }) => status === 503)
      return busy.length === 0 ? null : busy.filter(({ headers }) => !headers['retry-after']).map(said)
    }),
    rule(
      `${at.bearer} no-token`,
      'MUST',
      'Without the token: 401, with WWW-Authenticate',
      on('no-token', challenge),
    ),
    rule(
      `${at.bearer} wrong-token`,
      'MUST',
      'With a wrong token: 401, with WWW-Authenticate',
      on('wrong-token', challenge),
    ),
    rule(`${at.ice} connects`, 'MUST', 'ICE and DTLS come to be with what was negotiated', ({ connected }) =>
      connected === null ? null : unless(connected, 'there was no connection within 8 s'),
    ),
    rule(
      `${at.ice} restarted`,
      'MUST',
      'After a restart, checks with the new ICE parameters are answered',
      ({ stun }) => (stun.restarted === null ? null : unless(stun.restarted, 'STUN is not answered')),
    ),
    rule(`${at.end} revoked`, 'MUST', 'Consent ends with the session (RFC 7675, section 5.2)', ({ stun }) =>
      stun.deleted === null || stun.alive !== true
        ? null
        : unless(!stun.deleted, 'STUN is still answered after DELETE'),
    ),
  ]
}

/** RFC 9110, section 15.5.2. */
const challenge = ({ status, headers }: Exchange): Verdict =>
  unless(
    status === 401 && /^bearer/i.test(headers['www-authenticate'] ?? ''),
    `answered with ${status}, WWW-Authenticate '${headers['www-authenticate'] ?? ''}'`,
  )
