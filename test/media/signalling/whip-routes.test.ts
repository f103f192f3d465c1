import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { ConflictError } from '../../../src/errors.ts'
import { PaperSfu } from '../../helpers/paper-sfu.ts'
import { serveSignalling, streamKey } from '../../helpers/signalling-site.ts'
import { until } from '../../helpers/until.ts'

const offer = await readFile(join(import.meta.dirname, '../../fixtures/whip/obs-32.1-2.sdp'))
const bearer = { authorization: `Bearer ${streamKey}` }
const sdp = { 'content-type': 'application/sdp' }
const fragment = { 'content-type': 'application/trickle-ice-sdpfrag' }
const restart = 'a=ice-ufrag:anew\r\na=ice-pwd:anewanewanewanewanewanew\r\n'
const candidates =
  'a=ice-ufrag:wXyN\r\na=ice-pwd:gJ7Zzcyq1Y9dQvmKqIlrhz\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n' +
  'a=candidate:1 1 udp 2122260223 192.0.2.7 61764 typ host\r\n' +
  'a=candidate:2 1 sctp 2122260223 nowhere.invalid 61764 typ host generation 0\r\na=end-of-candidates\r\n'

const post = (body: BodyInit | null = offer, headers: Record<string, string> = { ...sdp, ...bearer }) => ({
  method: 'POST',
  headers,
  body,
})
const patch = (body: string, headers: Record<string, string> = {}) => ({
  method: 'PATCH',
  headers: { ...fragment, ...bearer, ...headers },
  body,
})

t.test('a host comes, moves to another network, and goes: as OBS wants it', async t => {
  const sfu = new PaperSfu()
  const { site, signalling, hosts, goodbyes } = await serveSignalling(t, sfu)
  const made = await fetch(`${site}/whip/tea`, post())
  t.equal(made.status, 201)
  t.match(await made.text(), /^v=0\r\n[\s\S]*a=simulcast:recv 0;1\r\n/)
  t.equal(made.headers.get('content-type'), 'application/sdp')
  t.equal(made.headers.get('accept-patch'), 'application/trickle-ice-sdpfrag')
  t.equal(made.headers.get('access-control-allow-origin'), '*')
  t.match(made.headers.get('access-control-expose-headers'), /location.*etag/)
  t.equal(made.headers.get('link'), null)
  const location = made.headers.get('location') ?? ''
  t.match(location, /^\/whip\/tea\/[\w-]{22}$/, 'a path without a query')
  const etag = made.headers.get('etag') ?? ''
  t.match(etag, /^"[\w-]+"$/)
  t.match(hosts, [{ slug: 'tea', media: [{ kind: 'audio' }, { kind: 'video' }] }])
  t.match(sfu.hosts[0]?.remote, { role: 'client', fingerprint: { algorithm: 'sha-256' } })
  t.equal(signalling.hosts, 1)

  const trickled = await fetch(site + location, patch(candidates, { 'if-match': etag }))
  t.equal(trickled.status, 204)
  t.equal(trickled.headers.get('etag'), null)

  const restarted = await fetch(site + location, patch(restart, { 'if-match': '*' }))
  t.equal(restarted.status, 200)
  t.equal(restarted.headers.get('content-type'), 'application/trickle-ice-sdpfrag')
  const next = restarted.headers.get('etag') ?? ''
  t.match(next, /^"[\w-]+"$/)
  t.not(next, etag)
  const answer = await restarted.text()
  t.match(answer, /^a=ice-lite\r\n/)
  t.match(answer, /a=ice-ufrag:local2\r\na=ice-pwd:\w{22,}\r\na=candidate/)
  t.equal((await fetch(site + location, patch(candidates, { 'if-match': etag }))).status, 412)
  const late = restart + candidates.split('\r\n').slice(2).join('\r\n')
  t.equal((await fetch(site + location, patch(late, { 'if-match': next }))).status, 204)

  const gone = await fetch(site + location, {
    method: 'DELETE',
    headers: { ...bearer, 'if-match': '"old"' },
  })
  t.equal(gone.status, 200)
  t.same(goodbyes, ['tea'])
  t.same(sfu.hosts[0]?.told, ['the host stopped'])
  t.equal(signalling.hosts, 0)
  for (const method of ['DELETE', 'GET']) {
    t.equal((await fetch(site + location, { method, headers: bearer })).status, 404)
  }
})

t.test('without the key of this very room nobody learns anything', async t => {
  const sfu = new PaperSfu()
  const { site } = await serveSignalling(t, sfu)
  const answers = []
  for (const [slug, authorization] of [
    ['tea', undefined],
    ['tea', 'Bearer wrong'],
    ['tea', 'Bearer key-of-coffee'],
    ['tea', `Basic ${streamKey}`],
    ['nowhere', undefined],
    ['nowhere', bearer.authorization],
  ] as const) {
    const answer = await fetch(
      `${site}/whip/${slug}`,
      post(offer, { ...sdp, ...(authorization && { authorization }) }),
    )
    t.equal(answer.status, 401)
    t.equal(answer.headers.get('www-authenticate'), 'Bearer')
    t.equal(answer.headers.get('access-control-allow-origin'), '*', 'a page sees why')
    answers.push(await answer.text())
  }
  t.equal(new Set(answers).size, 1)
  t.equal(sfu.hosts.length, 0)
  const made = await fetch(`${site}/whip/tea`, post())
  const location = site + made.headers.get('location')
  for (const authorization of ['', 'Bearer key-of-coffee']) {
    for (const init of [
      { ...patch(restart), headers: { ...fragment, 'if-match': '*', authorization } },
      { method: 'DELETE', headers: { authorization } },
    ]) {
      t.equal((await fetch(location, init)).status, 401)
    }
  }
  const elsewhere = location.replace('/tea/', '/coffee/')
  const other = { authorization: 'Bearer key-of-coffee' }
  t.equal(
    (await fetch(elsewhere, { method: 'DELETE', headers: other })).status,
    404,
    "another room's session",
  )
})

t.test('what is wrong with a call is said with the status that the RFC names', async t => {
  const { site } = await serveSignalling(t, new PaperSfu())
  const endpoint = `${site}/whip/tea`
  const status = async (url: string, init: RequestInit) => (await fetch(url, init)).status
  const wrongType = await fetch(endpoint, post(offer, { ...bearer, 'content-type': 'text/plain' }))
  t.equal(wrongType.status, 415)
  t.equal(wrongType.headers.get('accept-post'), 'application/sdp')
  t.equal(await status(endpoint, post('nonsense')), 400)
  t.equal(await status(endpoint, post('')), 400)
  t.equal(await status(endpoint, post(Buffer.alloc(70_000, 'x'))), 413)
  t.equal(await status(endpoint, post(offer.toString().replace('H264', 'AV1'))), 422)
  t.equal(await status(endpoint, { method: 'PUT' }), 405)
  t.equal(await status(endpoint, { method: 'GET' }), 204)
  const location = site + (await fetch(endpoint, post())).headers.get('location')
  t.equal(await status(location, patch(candidates)), 428)
  t.equal(await status(location, patch(candidates, { 'if-match': 'W/"x"' })), 412)
  for (const body of [
    '',
    'v=0\r\n',
    'a=mid:0\r\n',
    'a=candidate:1 1 udp\r\n',
    'a=ice-ufrag:only\r\n',
    'a=candidate:1 1 udp 1 h 99999 typ host\r\n',
  ]) {
    t.equal(await status(location, patch(body, { 'if-match': '*' })), 400, JSON.stringify(body))
  }
  const other = await fetch(location, patch(candidates, { ...sdp }))
  t.equal(other.status, 415)
  t.equal(other.headers.get('accept-patch'), 'application/trickle-ice-sdpfrag')
  t.equal(await status(location, { method: 'POST', headers: bearer }), 405)
  t.equal(await status(location, { method: 'GET', headers: bearer }), 204)
  t.equal(await status(`${endpoint}/${'x'.repeat(22)}`, { method: 'DELETE', headers: bearer }), 404)
})

t.test('a restart of ICE that cannot be had leaves the session as it is', async t => {
  const sfu = new PaperSfu()
  const { site, signalling } = await serveSignalling(t, sfu)
  const made = await fetch(`${site}/whip/tea`, post())
  const location = site + made.headers.get('location')
  const [host] = sfu.hosts
  if (host) host.refusesRestart = true
  t.equal((await fetch(location, patch(restart, { 'if-match': '*' }))).status, 503)
  t.equal(signalling.hosts, 1)
  const headers = { 'if-match': made.headers.get('etag') ?? '' }
  t.equal((await fetch(location, patch(candidates, headers))).status, 204)
})

t.test('pages of other sites may ask first, and are told what they may send', async t => {
  const { site } = await serveSignalling(t, new PaperSfu())
  const asked = await fetch(`${site}/whip/tea`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://other.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  })
  t.equal(asked.status, 200)
  t.equal(asked.headers.get('accept-post'), 'application/sdp')
  t.equal(asked.headers.get('access-control-allow-origin'), '*')
  t.match(asked.headers.get('access-control-allow-methods'), 'POST')
  t.match(asked.headers.get('access-control-allow-headers'), /authorization, content-type, if-match/)
  const session = await fetch(`${site}/whip/tea/${'x'.repeat(22)}`, { method: 'OPTIONS' })
  t.equal(session.status, 200)
  t.match(session.headers.get('access-control-allow-methods'), /PATCH, DELETE/)
  const cookie = { ...sdp, ...bearer, cookie: 'stallcast_session=x', origin: 'https://other.example' }
  t.equal((await fetch(`${site}/whip/tea`, post(offer, cookie))).status, 201)
})

t.test('ice servers are told when there are some', async t => {
  const { site } = await serveSignalling(t, new PaperSfu(), {
    iceServers: [
      { url: 'stun:stun.example.net' },
      { url: 'turn:turn.example.net?transport=udp', username: 'u', credential: 'p' },
    ],
  })
  t.equal(
    (await fetch(`${site}/whip/tea`, post())).headers.get('link'),
    '<stun:stun.example.net>; rel="ice-server", <turn:turn.example.net?transport=udp>; rel="ice-server"; ' +
      'username="u"; credential="p"; credential-type="password"',
  )
})

t.test('a host that cannot be served is told so, and nothing of it is left', async t => {
  const sfu = new PaperSfu()
  const { site, signalling } = await serveSignalling(t, sfu, {
    onHost: async () => {
      throw new ConflictError('taken', 'Another host is live in this room.')
    },
  })
  t.equal((await fetch(`${site}/whip/tea`, post())).status, 409)
  t.same(sfu.hosts[0]?.told, ['it could not be set up'])
  sfu.full = true
  const full = await fetch(`${site}/whip/tea`, post())
  t.equal(full.status, 503)
  t.equal(full.headers.get('retry-after'), '3')
  t.equal(signalling.hosts, 0)
})

t.test('a session that is over by itself is forgotten; closing ends the others and lets none in', async t => {
  const sfu = new PaperSfu()
  const { site, signalling, goodbyes } = await serveSignalling(t, sfu)
  const made = await fetch(`${site}/whip/tea`, post())
  await fetch(`${site}/whip/tea`, post())
  sfu.hosts[0]?.close('nobody there any more')
  await until('the session to be forgotten', () => signalling.hosts === 1)
  t.equal(
    (await fetch(site + made.headers.get('location'), { method: 'DELETE', headers: bearer })).status,
    404,
  )
  await signalling.close()
  t.same(sfu.hosts[1]?.told, ['the server closes'])
  t.equal((await fetch(`${site}/whip/tea`, post())).status, 503)
  t.match(sfu.hosts[2]?.told[0], 'the server closes')
  t.same(goodbyes, [], 'nobody said goodbye')
})

t.test('keys cannot be guessed by the thousand', async t => {
  const { site } = await serveSignalling(t, new PaperSfu(), {
    perMinute: { hosts: 3, viewers: 3, patches: 3 },
  })
  const tries = [1, 2, 3, 4].map(() => fetch(`${site}/whip/tea`, post(offer, sdp)))
  const statuses = (await Promise.all(tries)).map(({ status }) => status).sort()
  t.same(statuses, [401, 401, 401, 429])
})
