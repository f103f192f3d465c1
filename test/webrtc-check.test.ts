import t from 'tap'
import { PaperSfu } from './helpers/paper-sfu.ts'
import { serveSignalling, streamKey } from './helpers/signalling-site.ts'
import type { Evidence, Protocol } from './helpers/webrtc-check/evidence.ts'
import { mutations } from './helpers/webrtc-check/mutations.ts'
import { describe, judge, rulesOf } from './helpers/webrtc-check/report.ts'
import { serveRtc } from './helpers/webrtc-check/sfu-site.ts'
import { NothingToCheck, walk } from './helpers/webrtc-check/walk.ts'

t.setTimeout(120_000)

const seen = new Map<Protocol, Evidence>()
const broken = (evidence: Evidence): string[] =>
  judge(evidence)
    .findings.filter(({ result }) => result === 'fail')
    .map(({ rule }) => rule)
const nameOf = (rule: string): string => rule.split(' ')[1] ?? ''

t.test('WHIP and WHEP of this server, on its SFU, with a client that sends and receives', async t => {
  t.setTimeout(100_000)
  const { site } = await serveRtc(t)
  for (const [protocol, token] of [
    ['whip', streamKey],
    ['whep', null],
  ] as const) {
    const evidence = await walk({ protocol, url: `${site}/${protocol}/tea`, token })
    seen.set(protocol, evidence)
    t.same(broken(evidence), [], protocol, { report: describe(judge(evidence)) })
    const reached = judge(evidence).findings.filter(({ result }) => result === 'pass').length
    t.ok(reached >= (protocol === 'whip' ? 46 : 43), `${reached} rules of ${protocol} found something`)
  }
})

t.test('each rule fails when a server breaks it, and no other does', async t => {
  for (const { rule, of, also = [], change } of mutations) {
    for (const protocol of of) {
      const good = seen.get(protocol)
      if (good === undefined) return t.fail('nothing was seen')
      const draft = { ...good }
      change(draft)
      t.same(broken(draft).map(nameOf).sort(), [rule, ...also].sort(), `${protocol} ${rule}`)
    }
  }
})

t.test('there is no rule that cannot fail', async t => {
  for (const protocol of ['whip', 'whep'] as const) {
    const broken = new Set(mutations.filter(({ of }) => of.includes(protocol)).map(({ rule }) => rule))
    const names = rulesOf({ protocol }).map(({ id }) => nameOf(id))
    t.same(
      names.filter(name => !broken.has(name)),
      [],
    )
    t.equal(new Set(names).size, names.length)
  }
})

t.test('a server that lets nobody in, or is not there, is said to be so', async t => {
  const { site } = await serveSignalling(t, new PaperSfu())
  for (const [url, message] of [
    [`${site}/whep/coffee`, /lets nobody in: 409/],
    [`${site}/whep/nowhere`, /lets nobody in: 404/],
    ['http://127.0.0.1:9/whep', /does not answer/],
  ] as const) {
    const reason = await walk({ protocol: 'whep', url, token: null }).catch(error => error)
    t.ok(reason instanceof NothingToCheck)
    t.match(reason.message, message)
  }
})
