import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Evidence } from './helpers/hls-check/evidence.ts'
import { allRules, judge } from './helpers/hls-check/judge.ts'
import { Draft } from './helpers/hls-check/mutations/draft.ts'
import { mediaMutations } from './helpers/hls-check/mutations/media-mutations.ts'
import { textMutations } from './helpers/hls-check/mutations/text-mutations.ts'
import { trafficMutations } from './helpers/hls-check/mutations/traffic-mutations.ts'
import { makeRun, type SampleRun } from './helpers/hls-check/sample-media.ts'
import { type Certificate, play, type Replies, serveSample } from './helpers/hls-check/sample-server.ts'
import { type Kind, SampleStream } from './helpers/hls-check/sample-stream.ts'
import { walkPresentation } from './helpers/hls-check/walk-presentation.ts'
import { tempFolder } from './helpers/temp-folder.ts'

t.setTimeout(120_000)

const folder = await tempFolder(t)
const runs = [await makeRun(folder, [320, 180], 15), await makeRun(folder, [240, 180], 3)]
const certificate = await selfSigned(folder)

async function selfSigned(folder: string): Promise<Certificate> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const child = spawn(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'].concat([
      '-subj',
      '/CN=localhost',
      '-keyout',
      key,
      '-out',
      cert,
    ]),
    { stdio: 'ignore' },
  )
  await once(child, 'close')
  return { key: await readFile(key), cert: await readFile(cert) }
}

const messages = (evidence: Evidence): string[] =>
  judge(evidence).failures.map(({ rule, message }) => `${rule}: ${message}`)
const broken = (evidence: Evidence): string[] =>
  [...new Set(judge(evidence).failures.map(({ rule }) => rule))].sort()

/** What is seen of a well-made stream, from its beginning to its end. */
async function record(kind: Kind, runs: readonly SampleRun[], secure?: Certificate): Promise<Evidence> {
  const stream = new SampleStream(kind, runs, 8)
  const url = await serveSample(t, stream, secure)
  if (kind !== 'vod') play(t, stream)
  return await walkPresentation(url, { seconds: 40, insecure: secure !== undefined })
}

const [live, event, vod] = await Promise.all([
  record('live', runs, certificate),
  record('event', runs),
  record('vod', runs),
])
const good = { live, event, vod }

for (const [kind, evidence] of Object.entries(good)) {
  t.test(`nothing is wrong with a well-made ${kind} stream`, async t => {
    t.same(messages(evidence), [])
    const report = judge(evidence)
    t.equal(report.renditions.length, 2)
    t.ok(report.segments >= 2 * 15)
    t.equal(report.parts > 0, kind === 'live')
    t.equal(evidence.complete, kind === 'vod')
  })
}

t.test('each rule fails when what it is about is broken, and no other does', async t => {
  const mutations = [...textMutations, ...trafficMutations, ...mediaMutations]
  for (const { rule, of, also = [], change } of mutations) {
    const draft = new Draft(good[of])
    change(draft)
    const found = broken(draft.evidence)
    t.same(found, [rule, ...also].sort(), rule, { found: messages(draft.evidence) })
  }
  const untested = allRules.map(({ id }) => id).filter(id => !mutations.some(({ rule }) => rule === id))
  t.same(untested, [], 'no rule is without a mutation')
  const ids = allRules.map(({ id }) => id)
  t.same(
    ids.filter((id, n) => ids.indexOf(id) !== n),
    [],
    'no two rules have the same name',
  )
})

/** Walks a live stream with a fault for some seconds; says which rules it breaks. */
async function brokenBy(t: Test, fault: (stream: SampleStream) => Replies): Promise<string[]> {
  const stream = new SampleStream('live', runs, 8)
  const url = await serveSample(t, fault(stream))
  play(t, stream)
  return broken(await walkPresentation(url, { seconds: 5 }))
}

t.test('a walk finds what only a request can show', async t => {
  const faults: [string, (stream: SampleStream) => Replies][] = [
    [
      '6.2.5.2 deferred',
      stream => ({
        // Every request is answered at once.
        reply: path => stream.reply(path, new URLSearchParams()),
      }),
    ],
    [
      '6.2.6 hint-available',
      stream => ({
        reply: async (path, query) => {
          const [, msn = ''] = /(\d+)\.\d\.m4s$/.exec(path) ?? []
          return Number(msn) > stream.newest ? { status: 404 } : await stream.reply(path, query)
        },
      }),
    ],
    [
      '6.2.2 part-kept',
      stream => ({
        reply: async (path, query) => {
          const [, msn = ''] = /(\d+)\.\d\.m4s$/.exec(path) ?? []
          const gone = msn !== '' && Number(msn) < stream.newest - 2
          return gone ? { status: 404 } : await stream.reply(path, query)
        },
      }),
    ],
    [
      '6.2.2 media-sequence-never-back',
      stream => ({
        reply: async (path, query) => {
          const { text, ...others } = await stream.reply(path, query)
          // As after a restart.
          const again = stream.newest < 1010 ? text : text?.replace(/MEDIA-SEQUENCE:\d+/, 'MEDIA-SEQUENCE:0')
          return { ...others, ...(again !== undefined && { text: again }) }
        },
      }),
    ],
    [
      '6.2.5.2 part-needs-msn',
      stream => ({
        reply: async (path, query) => {
          if (!query.has('_HLS_msn')) query.delete('_HLS_part')
          return await stream.reply(path, query)
        },
      }),
    ],
  ]
  const found = await Promise.all(faults.map(([, fault]) => brokenBy(t, fault)))
  for (const [n, [rule]] of faults.entries()) t.ok(found[n]?.includes(rule), rule, { found: found[n] })
})

t.test('the command says by its exit code whether a MUST has failed', async t => {
  const stream = new SampleStream('vod', runs, 8)
  const run = async (url: string) => {
    const script = join(import.meta.dirname, '../bin/check-hls.ts')
    const child = spawn(process.execPath, [script, url, '--seconds', '5', '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, NODE_OPTIONS: '' },
    })
    let output = ''
    child.stdout.on('data', chunk => {
      output += chunk
    })
    const [code] = await once(child, 'close')
    return { code, report: output === '' ? null : JSON.parse(output) }
  }
  const goodUrl = await serveSample(t, stream)
  const badUrl = await serveSample(t, {
    reply: async (path, query) => {
      const { text, ...others } = await stream.reply(path, query)
      return { ...others, ...(text !== undefined && { text: text.replace(/#EXT-X-TARGETDURATION.*\n/, '') }) }
    },
  })
  const [good, bad, none] = await Promise.all([
    run(goodUrl),
    run(badUrl),
    run(goodUrl.replace('index.m3u8', 'none.m3u8')),
  ])
  t.equal(good.code, 0)
  t.same(good.report.failures, [])
  t.equal(good.report.checked['4.4.3.1 target-duration'], 2)
  t.equal(bad.code, 1)
  t.match(bad.report.failures, [{ section: '4.4.3.1', level: 'MUST', rule: '4.4.3.1 target-duration' }])
  t.equal(none.code, 2)
})
