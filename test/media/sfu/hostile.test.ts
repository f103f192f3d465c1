import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { MediaStreamTrack, RTCPeerConnection, useH264, useOPUS } from 'werift'
import { WhipSource } from '../../../src/media/whip/whip-source.ts'
import { dice, mutated } from '../../helpers/dice.ts'
import { startSfu } from '../../helpers/sfu-desk.ts'
import { watchWorkers } from '../../helpers/sfu-figures.ts'
import { serveSignalling, streamKey } from '../../helpers/signalling-site.ts'
import { until } from '../../helpers/until.ts'
import { RtcClient } from '../../helpers/webrtc-check/rtc-client.ts'
import { bindingRequest, stunTarget } from '../../helpers/webrtc-check/stun-check.ts'
import { startTestMedia } from '../../helpers/webrtc-check/test-media.ts'

t.setTimeout(180_000)

const log = pino({ level: 'silent' })
const fixtures = path.join(import.meta.dirname, '../../fixtures/whip')
const offers = readdirSync(fixtures)
  .filter(name => name.endsWith('.sdp'))
  .map(name => readFileSync(path.join(fixtures, name)))
const sdp = { 'content-type': 'application/sdp' }
const bearer = { authorization: `Bearer ${streamKey}` }

/** Real HTTP, a real SFU of two workers, and real sources behind it. */
async function startSite(t: Test) {
  const workers = watchWorkers()
  t.teardown(workers.stop)
  const sfu = await startSfu(t, { workers: 2 })
  const { site, signalling } = await serveSignalling(t, sfu, {
    mostHalfOpen: 1000,
    perMinute: { hosts: 1e6, viewers: 1e6, patches: 1e6 },
    onHost: ({ session, media, slug }) =>
      WhipSource.start({
        ...{ session, media, slug, log },
        limits: { idleSeconds: 20, maxKbps: 60_000 },
        onPublication: () => undefined,
      }),
  })
  const post = (kind: 'whip' | 'whep', body: Buffer | string) =>
    fetch(`${site}/${kind}/tea`, { method: 'POST', headers: { ...sdp, ...bearer }, body: body.toString() })
  return { sfu, site, signalling, workers, post }
}

const openFiles = () => readdirSync('/proc/self/fd').length

t.test('thousands of broken offers are refused in words, and nothing of them stays', async t => {
  const { site, signalling, workers, post } = await startSite(t)
  const pids = workers.pids()
  const roll = dice(1)
  const statuses = new Map<number, number>()
  for (let n = 0; n < 1500; n++) {
    const offer = offers[n % offers.length] ?? Buffer.alloc(0)
    // Half of them line by line: that gets further than bytes do.
    const lines = offer.toString().split('\r\n')
    const line = () => Math.floor(roll() * lines.length)
    if (n % 2 === 0)
      for (let times = 0; times < 3; times++)
        lines[line()] = mutated(Buffer.from(lines[line()] ?? ''), roll).toString()
    const { status, headers, body } = await post(
      n % 3 === 0 ? 'whip' : 'whep',
      n % 2 === 0 ? lines.join('\r\n') : mutated(offer, roll),
    )
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    await body?.cancel()
    const location = headers.get('location')
    if (location) await fetch(`${site}${location}`, { method: 'DELETE', headers: bearer })
  }
  t.comment(JSON.stringify([...statuses]))
  t.same(
    [...statuses.keys()].filter(status => status >= 500),
    [],
  )
  t.equal(workers.died(), 0)
  t.same(workers.pids(), pids)
  t.equal(signalling.hosts + signalling.viewers, 0)
})

/** A viewer who is connected, and of whom nothing is heard any more. */
async function killViewer(site: string): Promise<void> {
  const script = path.join(import.meta.dirname, '../../helpers/whep-viewer.ts')
  const viewer = spawn(process.execPath, [script, `${site}/whep/tea`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await once(viewer.stdout, 'data')
  if (String(said) !== 'connected\n') throw new Error(String(said))
  viewer.kill('SIGKILL')
}

t.test('sessions that are opened and left are forgotten within 30 s, and leave nothing behind', async t => {
  const { sfu, site, signalling, workers, post } = await startSite(t)
  const viewer = readFileSync(path.join(fixtures, 'chromium-viewer.sdp'))
  const host = readFileSync(path.join(fixtures, 'chromium-3.sdp'))
  const open = async (n: number, leave: boolean) => {
    const made = await (n % 3 === 0
      ? post('whep', '')
      : n % 3 === 1
        ? post('whep', viewer)
        : post('whip', host))
    if (made.status !== 201) throw new Error(`${n % 3}: ${made.status} ${await made.text()}`)
    await made.body?.cancel()
    // The others are never heard of again.
    if (n % 2 === 0 || !leave)
      await fetch(`${site}${made.headers.get('location')}`, { method: 'DELETE', headers: bearer })
  }
  const round = async (sessions: number, leave: boolean) => {
    for (let n = 0; n < sessions; n++) await open(n, leave)
    if (leave) await killViewer(site)
    for (let n = 0; n < 3; n++) {
      const client = RtcClient.open('recvonly')
      const made = await post('whep', await client.offer())
      t.ok(await client.connect(await made.text()), 'connected')
      await client.close()
    }
    await until(
      'all to be forgotten',
      () => signalling.hosts + signalling.viewers + sfu.viewers === 0,
      30_000,
    )
    // Each worker keeps one router for hosts.
    await until(
      'the rooms to be closed',
      async () => {
        const { routers, transports, streams } = await workers.figures()
        return routers <= 2 && transports + streams === 0
      },
      15_000,
    )
    // The connections of fetch and of the worker for a router are kept for a moment.
    return { ...(await workers.figures()), files: openFiles() }
  }
  const before = await round(20, false)
  const after = await round(150, true)
  t.comment(JSON.stringify({ before, after }))
  t.match(after, { streams: 0, transports: 0, names: 0 })
  t.ok(after.files <= before.files + 10, `${after.files} files are open, ${before.files} before`)
})

t.test('whatever datagrams come, the workers go on and serve others', async t => {
  const { workers, post } = await startSite(t)
  const roll = dice(2)
  const offer = readFileSync(path.join(fixtures, 'chromium-viewer.sdp'))
  const answer = await (await post('whep', offer)).text()
  const fragment = /a=ice-ufrag:(\S+)/.exec(offer.toString())?.[1] ?? ''
  const target = stunTarget(answer, fragment)
  if (!target) throw new Error('no candidate')
  const socket = createSocket('udp4').bind(0)
  await once(socket, 'listening')
  const send = (bytes: Buffer) =>
    new Promise<void>((resolve, reject) =>
      socket.send(bytes, target.port, target.address, error => (error ? reject(error) : resolve())),
    )
  const id = Buffer.alloc(12, 7)
  const good = bindingRequest(target, id)
  const wrong = bindingRequest({ ...target, password: 'wrongwrongwrongwrongwrong' }, id)
  const random = (first: number, length: number) => {
    const bytes = Buffer.from(Array.from({ length }, () => Math.floor(roll() * 256)))
    if (length > 0) bytes[0] = first
    return bytes
  }
  const dtls = Buffer.concat([
    Buffer.from('16fefd0000000000000000', 'hex'),
    Buffer.from([0, 90]),
    random(1, 90),
  ])
  for (let n = 0; n < 20_000; n++) {
    const rtcp = random(0x80 + (n % 32), 8 + (n % 200))
    rtcp[1] = 192 + (n % 32)
    const kinds = [good, wrong, dtls, rtcp, random(0x80, 12 + (n % 1400)), random(n % 256, n % 1400)]
    const bytes = kinds[n % kinds.length] ?? good
    await send(n % 4 === 0 ? bytes : mutated(bytes, roll))
  }
  for (let n = 0; n < 200; n++) {
    const tcp = connect(target.port, target.address)
    tcp.on('error', () => undefined)
    await once(tcp, 'connect')
    const frame = mutated(n % 2 === 0 ? good : dtls, roll)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(n % 3 === 0 ? 0xffff : frame.length)
    tcp.end(Buffer.concat([length, frame, random(0, 500)]))
    tcp.resume()
    await once(tcp, 'close')
  }
  socket.close()
  t.equal(workers.died(), 0)
  const client = RtcClient.open('recvonly')
  const made = await post('whep', await client.offer())
  t.ok(await client.connect(await made.text()), 'somebody else is served')
  await client.close()
})

t.test('a host who is let in and sends broken RTP harms nobody', async t => {
  const { signalling, workers, post } = await startSite(t)
  const connection = new RTCPeerConnection({
    bundlePolicy: 'max-bundle',
    codecs: { audio: [useOPUS()], video: [useH264()] },
  })
  t.teardown(() => connection.close())
  const tracks = (['video', 'audio'] as const).map(
    kind => new MediaStreamTrack({ kind, streamId: 'hostile' }),
  )
  for (const track of tracks) connection.addTransceiver(track, { direction: 'sendonly' })
  await connection.setLocalDescription(await connection.createOffer())
  const made = await post('whip', connection.localDescription?.sdp ?? '')
  t.equal(made.status, 201)
  await connection.setRemoteDescription({ type: 'answer', sdp: await made.text() })
  await until('the connection', () => connection.connectionState === 'connected', 15_000)
  const roll = dice(3)
  let sent = 0
  const stop = await startTestMedia((kind, packet) => {
    const track = tracks.find(each => each.kind === kind)
    for (let n = 0; n < 40; n++) {
      // The header's first bytes stay: what has no version or payload type gets no further than werift.
      const payload = mutated(packet.subarray(12), roll)
      try {
        track?.writeRtp(Buffer.concat([packet.subarray(0, 12), payload]))
        sent++
      } catch {
        // Werift does not send everything.
      }
    }
  })
  await until('ten thousand packets', () => sent > 10_000, 40_000)
  await stop()
  t.equal(workers.died(), 0)
  t.equal(signalling.hosts, 1, 'the host is still connected')
  const client = RtcClient.open('recvonly')
  const joined = await post('whep', await client.offer())
  t.ok(await client.connect(await joined.text()), 'somebody else is served')
  await client.close()
})
