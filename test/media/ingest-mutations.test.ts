import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import {
  connectCommand,
  createStreamCommand,
  handshake,
  publishCommand,
  RawClient,
} from '../helpers/rtmp-client.ts'
import { broadcast } from '../helpers/rtmp-ffmpeg.ts'
import { startIngest } from '../helpers/rtmp-ingest.ts'
import { mutate, randomFrom } from '../helpers/rtmp-mutations.ts'
import { recordSession } from '../helpers/rtmp-session.ts'
import { Recording } from '../helpers/rtmp-sink.ts'
import { until } from '../helpers/until.ts'

const mutants = 100_000
const perConnection = 10
const lanes = 16
const mostGrowth = 24 * 1024 * 1024

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

function memory(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

t.test('100,000 mutated messages, with a key and without, cost another stream nothing', async t => {
  // Whatever key a mutant names is right, so that it gets as deep as it can; only `live` is out of its reach.
  const server = await startIngest(t, {
    limits: { maxPending: 100, maxPendingPerAddress: 100 },
    authorize: async key => ({ slug: key === 'key-of-live' ? 'live' : `mutants-${key.length % 8}` }),
    keep: publication => publication.slug === 'live',
  })
  const session = await recordSession(t, server, 4)
  t.ok(session.length > 250, `${session.length} messages recorded`)
  // Metadata, both headers, a keyframe and what follows: enough to be a publication.
  const commands = session.filter(({ type }) => type === 20)
  const opening = session.filter(({ type }) => type !== 20).slice(0, 20)
  broadcast(t, `${server.url}/key-of-live`)
  const stream = await server.publication(0)
  const recording = new Recording(stream)
  await recording.more(10)

  const random = randomFrom(20261122)
  let sent = 0
  let connections = 0
  let published = 0
  const attack = async (): Promise<void> => {
    const client = await RawClient.dial(server.ingest.port)
    connections += 1
    client.send(handshake)
    const withKey = connections % 3 !== 0
    if (withKey) client.send(connectCommand, createStreamCommand, publishCommand(`key-of-${random(99)}`))
    if (connections % 3 === 1) client.send(...opening)
    client.send(...Array.from({ length: perConnection }, () => mutate(random, withKey ? session : commands)))
    sent += perConnection
    client.socket.end()
    if ((await client.closed).includes('Publish.Start')) published += 1
  }
  let halfway = 0
  const lane = async (): Promise<void> => {
    while (sent < mutants) {
      if (halfway === 0 && sent > mutants / 5) halfway = memory()
      await attack()
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: lanes }, lane))
  const seconds = (performance.now() - begun) / 1000
  await recording.more(30)
  // The last connections are still being let go.
  const grown = await until('memory to come down again', () => {
    const now = memory() - halfway
    return now < mostGrowth && { bytes: now }
  })

  t.comment(
    `${sent} messages, ${connections} connections, ${published} logins, ${seconds.toFixed(1)} s, ${grown.bytes} bytes more`,
  )
  t.ok(published > connections / 2, 'the mutants with a key got in')
  t.ok(server.published() > 100, `${server.published()} mutants were publications`)
  t.ok(grown.bytes < mostGrowth, `${grown.bytes} bytes`)
  const times = recording.tags.filter(tag => tag.track === 'video' && !tag.header).map(tag => tag.time)
  t.ok(
    times.every((time, i) => time === i * 40),
    `${times.length} frames without a hole`,
  )
  t.same(
    server.log.filter(line => line.level >= 50),
    [],
    'nothing but refusals',
  )
})
