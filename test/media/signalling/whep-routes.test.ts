import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { PaperSfu } from '../../helpers/paper-sfu.ts'
import { serveSignalling } from '../../helpers/signalling-site.ts'
import { until } from '../../helpers/until.ts'

const fixture = (name: string) => readFile(join(import.meta.dirname, `../../fixtures/whip/${name}.sdp`))
const sdp = { 'content-type': 'application/sdp' }
const fragment = { 'content-type': 'application/trickle-ice-sdpfrag' }
const restart = 'a=ice-ufrag:anew\r\na=ice-pwd:anewanewanewanewanewanew\r\n'
const post = (body?: BodyInit) => ({
  method: 'POST',
  headers: body === undefined ? {} : sdp,
  body: body ?? null,
})

/** What a player answers to an offer of the server. */
const answerTo = (offer: string): string =>
  offer
    .replace('a=ice-lite\r\n', '')
    .replaceAll('a=sendonly', 'a=recvonly')
    .replaceAll('a=setup:actpass', 'a=setup:active')
    .replace(/a=(ssrc|ssrc-group|msid|candidate):.*\r\n/g, '')
    .replace(/a=ice-ufrag:.*/g, 'a=ice-ufrag:their')
const patch = (body: string) => ({ method: 'PATCH', headers: sdp, body })

for (const [name, payloadTypes] of [
  ['chromium-viewer', [108, 109]],
  ['chromium-viewer-data', [108, 109]],
  ['firefox-viewer', [126, 127]],
  ['safari-viewer', [98, 99]],
] as const) {
  t.test(`${name}: offers, and is sent H.264 and Opus in its own payload types and ids`, async t => {
    const sfu = new PaperSfu()
    const { site, signalling } = await serveSignalling(t, sfu)
    const made = await fetch(`${site}/whep/tea`, post(await fixture(name)))
    t.equal(made.status, 201)
    t.match(made.headers.get('location'), /^\/whep\/tea\/[\w-]{22}$/)
    t.match(made.headers.get('etag'), /^"[\w-]+"$/)
    const [offered] = sfu.offers
    t.match(
      offered?.video?.codecs.slice(0, 2).map(({ payloadType }) => payloadType),
      payloadTypes,
      'constrained baseline first, with its RTX',
    )
    t.ok(offered?.video?.codecs.every(({ mimeType }) => /^video\/(H264|rtx)$/.test(mimeType)))
    t.match(offered?.audio?.codecs, [{ mimeType: 'audio/opus' }])
    const answer = await made.text()
    const [, audio, video, data] = answer.split('\r\nm=')
    t.match(audio, /^audio 9 /)
    t.match(video, new RegExp(`^video 9 UDP/TLS/RTP/SAVPF ${payloadTypes.join(' ')}\r\n`))
    for (const section of [audio, video]) {
      t.match(section, /\r\na=sendonly\r\n/)
      t.match(section, /\r\na=setup:passive\r\n/)
      t.match(section, /\r\na=msid:stallcast (audio|video)\r\n/)
    }
    t.match(video, /\r\na=ssrc:1234 cname:stallcast\r\n/)
    t.match(video, /\r\na=ssrc-group:FID 1234 1235\r\n/)
    if (name === 'chromium-viewer-data') t.match(data, /^application 0 /)
    t.match(sfu.viewers[0]?.remote, { role: 'client' })
    t.equal(signalling.viewers, 1)
    const gone = await fetch(site + made.headers.get('location'), { method: 'DELETE' })
    t.equal(gone.status, 200)
    t.equal(signalling.viewers, 0)
    t.same(sfu.viewers[0]?.told, ['the viewer stopped'])
  })
}

t.test('who offers nothing is sent an offer, and answers it once', async t => {
  const sfu = new PaperSfu()
  const { site } = await serveSignalling(t, sfu)
  const made = await fetch(`${site}/whep/tea`, post())
  t.equal(made.status, 201)
  t.equal(made.headers.get('content-type'), 'application/sdp')
  t.same(sfu.offers, [null])
  const offer = await made.text()
  t.match(offer, /\r\na=setup:actpass\r\n/)
  t.match(offer, /\r\na=sendonly\r\n/)
  const location = site + made.headers.get('location')
  const early = { method: 'PATCH', headers: { ...fragment, 'if-match': '*' }, body: restart }
  t.equal((await fetch(location, early)).status, 409, 'nothing to restart before the answer')
  for (const [status, change] of [
    [400, () => 'nonsense'],
    [400, (text: string) => text.slice(0, text.lastIndexOf('m='))],
    [400, (text: string) => text.replace('a=mid:0', 'a=mid:7').replace('BUNDLE 0', 'BUNDLE 7')],
    [400, (text: string) => text.replaceAll('a=setup:active', 'a=setup:actpass')],
    [422, (text: string) => text.replaceAll('a=recvonly', 'a=sendrecv')],
    [422, (text: string) => text.replace('m=video 9', 'm=video 0')],
    [422, (text: string) => text.replaceAll('SAVPF 96 97', 'SAVPF 97')],
    [422, (text: string) => text.replace(/a=fingerprint.*\r\n/g, '')],
  ] as const) {
    t.equal((await fetch(location, patch(change(answerTo(offer))))).status, status, change.toString())
    t.equal(sfu.viewers[0]?.remote, null)
  }
  t.equal((await fetch(location, patch(answerTo(offer)))).status, 204)
  t.match(sfu.viewers[0]?.remote, { role: 'client', fingerprint: { algorithm: 'sha-256' } })
  t.equal((await fetch(location, patch(answerTo(offer)))).status, 422, 'there is no second negotiation')
  const restarted = await fetch(location, early)
  t.equal(restarted.status, 200)
  t.match(await restarted.text(), /a=ice-ufrag:local2/)
})

t.test('a player that would rather wait for the handshake may', async t => {
  const sfu = new PaperSfu()
  const { site } = await serveSignalling(t, sfu)
  const made = await fetch(`${site}/whep/tea`, post())
  const answer = answerTo(await made.text()).replaceAll('a=setup:active', 'a=setup:passive')
  t.equal((await fetch(site + made.headers.get('location'), patch(answer))).status, 204)
  t.match(sfu.viewers[0]?.remote, { role: 'server' })
})

t.test('an offer that cannot be served as it is gets a counter-offer', async t => {
  const sfu = new PaperSfu()
  sfu.countersOffers = true
  const { site } = await serveSignalling(t, sfu)
  const made = await fetch(`${site}/whep/tea`, post(await fixture('chromium-viewer')))
  t.equal(made.status, 406)
  t.equal(made.headers.get('content-type'), 'application/sdp')
  const answer = answerTo(await made.text())
  t.equal((await fetch(site + made.headers.get('location'), patch(answer))).status, 204)
})

t.test('an offer that nobody answers in its time is forgotten', async t => {
  const sfu = new PaperSfu()
  const { site, signalling } = await serveSignalling(t, sfu, { offerHoldsMs: 200 })
  const [unanswered, answered] = [
    await fetch(`${site}/whep/tea`, post()),
    await fetch(`${site}/whep/tea`, post()),
  ]
  const answer = answerTo(await answered.text())
  t.equal((await fetch(site + answered.headers.get('location'), patch(answer))).status, 204)
  t.equal(await sfu.viewers[0]?.closed, 'its offer was not answered')
  await until('it to be forgotten', () => signalling.viewers === 1)
  t.equal((await fetch(site + unanswered.headers.get('location'), patch(answer))).status, 404)
  t.same(sfu.viewers[1]?.told, [])
})

t.test('nobody live, no such room, no room left', async t => {
  const sfu = new PaperSfu()
  const { site } = await serveSignalling(t, sfu)
  const offer = await fixture('chromium-viewer')
  const idle = await fetch(`${site}/whep/coffee`, post(offer))
  t.equal(idle.status, 409)
  t.match(idle.headers.get('retry-after'), /^\d+$/)
  t.equal((await fetch(`${site}/whep/nowhere`, post(offer))).status, 404)
  t.equal(sfu.offers.length, 0)
  sfu.full = true
  const full = await fetch(`${site}/whep/tea`, post(offer))
  t.equal(full.status, 503)
  t.equal(full.headers.get('retry-after'), '3')
})

t.test('what a viewer cannot be sent is refused, and named', async t => {
  const { site } = await serveSignalling(t, new PaperSfu())
  const offer = (await fixture('chromium-viewer')).toString()
  for (const [detail, body] of [
    [/video \(m-line 2\): H\.264/, offer.replaceAll('H264/', 'H266/')],
    [/audio \(m-line 1\): Opus/, offer.replace('opus/', 'popus/')],
    [/'a=sendonly'/, offer.replaceAll('a=recvonly', 'a=sendonly')],
    [/'a=inactive'/, offer.replaceAll('a=recvonly', 'a=inactive')],
    [/'a=setup:passive'/, offer.replaceAll('a=setup:actpass', 'a=setup:passive')],
  ] as const) {
    const answer = await fetch(`${site}/whep/tea`, post(body))
    t.equal(answer.status, 422)
    t.match(await answer.json(), { detail })
  }
  const video = `${offer.slice(0, offer.indexOf('m=audio'))}${offer.slice(offer.indexOf('m=video'))}`
  t.equal((await fetch(`${site}/whep/tea`, post(video))).status, 201, 'the picture alone will do')
  const untyped = await fetch(`${site}/whep/tea`, { method: 'POST', body: Buffer.from(offer) })
  t.equal(untyped.status, 415)
})
