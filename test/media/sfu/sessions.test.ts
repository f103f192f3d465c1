import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import t from 'tap'
import type { RtpCodec, RtpOutlet, ViewerOffer } from '../../../src/media/rtc-ports.ts'
import { startSfu } from '../../helpers/sfu-desk.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(120_000)
// Each of them waits for what takes its time, and for hardly anything of the processor's.
t.jobs = 3
// What all of this process counts is looked at: nothing else may run.
const alone = { buffered: false }

const fingerprint = { algorithm: 'sha-256', value: Array(32).fill('AB').join(':') }

function codec(mimeType: string, payloadType: number, parameters: RtpCodec['parameters'] = {}): RtpCodec {
  const [clockRate, channels] = mimeType.startsWith('audio') ? [48_000, 2] : [90_000, null]
  return { mimeType, payloadType, clockRate, channels, parameters, rtcpFeedback: [] }
}

/** An offer with H.264 at a payload type, RTX after it and Opus at 111. */
function offer(video: number): ViewerOffer {
  const h264 = { 'packetization-mode': 1, 'profile-level-id': '42e01f' }
  return {
    video: {
      mid: 'v',
      codecs: [codec('video/H264', video, h264), codec('video/rtx', video + 1, { apt: video })],
      headerExtensions: [
        { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 },
        { uri: 'urn:ietf:params:rtp-hdrext:toffset', id: 5 },
      ],
    },
    audio: { mid: 'a', codecs: [codec('audio/opus', 111)], headerExtensions: [] },
  }
}

/** Feeds that remember who is attached. */
function feeds() {
  const outlets = new Map<string, Set<RtpOutlet>>()
  return {
    outlets: (slug: string) => outlets.get(slug)?.size ?? 0,
    send: (slug: string, packet: Buffer) => {
      for (const outlet of outlets.get(slug) ?? []) {
        outlet.video(packet)
        outlet.videoRtcp(packet)
        outlet.audio(packet)
        outlet.audioRtcp(packet)
      }
    },
    attach(slug: string, outlet: RtpOutlet) {
      const room = outlets.get(slug) ?? new Set()
      outlets.set(slug, room.add(outlet))
      return () => room.delete(outlet)
    },
  }
}

/** The HTTP status with which something is refused; undefined if it is not. */
function refusal(attempt: Promise<unknown>): Promise<number | undefined> {
  return attempt.then(
    () => undefined,
    (error: { status?: number }) => error.status,
  )
}

function children(): number[] {
  const task = `/proc/${process.pid}/task/${process.pid}/children`
  return readFileSync(task, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}

t.test(
  'who offers is answered with his own payload types, and only with header ids that are the same',
  async t => {
    const sfu = await startSfu(t)
    for (const type of [96, 102, 108, 116, 125]) {
      const { media } = await sfu.viewer('tea', offer(type))
      const [video, audio] = media
      t.same(
        video?.codecs.map(({ mimeType, payloadType }) => [mimeType, payloadType]),
        [
          ['video/H264', type],
          ['video/rtx', type + 1],
        ],
      )
      t.same(video?.headerExtensions, [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 }])
      t.same(
        audio?.codecs.map(({ mimeType, payloadType }) => [mimeType, payloadType]),
        [['audio/opus', 111]],
      )
      t.same([video?.mid, audio?.mid], ['v', 'a'])
    }
  },
)

t.test('who asks for an offer gets one with everything that this server has', async t => {
  const sfu = await startSfu(t)
  const { media, candidates } = await sfu.viewer('tea', null)
  t.same(
    media.map(({ kind, mid }) => [kind, mid]),
    [
      ['video', '0'],
      ['audio', '1'],
    ],
  )
  t.equal(media[0]?.headerExtensions.length, 3)
  const ports = new Set(candidates.map(({ port }) => port))
  t.equal(ports.size, 1, 'UDP and TCP have the same port')
  t.ok(candidates.some(({ address, protocol }) => address === '127.0.0.1' && protocol === 'tcp'))
})

t.test('what cannot be served is refused, and leaves nothing', async t => {
  const sfu = await startSfu(t)
  const without = {
    ...offer(96),
    video: { mid: 'v', codecs: [codec('video/VP8', 96)], headerExtensions: [] },
  }
  t.equal(await refusal(sfu.viewer('tea', without)), 406)
  t.equal(await refusal(sfu.viewer('tea', { video: null, audio: null })), 406)
  t.equal(await refusal(sfu.viewer('tea', offer(300))), 400)
  t.equal(await refusal(sfu.viewer('tea', offer(72))), 400)
  t.equal(await refusal(sfu.viewer('tea', offer(110))), 400)
  t.equal(sfu.viewers, 0)
})

t.test('the ninth kind of offer to a room is refused, and the offer of this server is not', async t => {
  const sfu = await startSfu(t)
  for (let kind = 0; kind < 8; kind++) await sfu.viewer('tea', offer(101 + kind))
  t.equal(await refusal(sfu.viewer('tea', offer(120))), 406)
  await sfu.viewer('tea', offer(101))
  await sfu.viewer('tea', null)
  await sfu.viewer('cups', offer(120))
  t.equal(sfu.viewers, 11)
})

t.test('parameters that make no sense are the sender’s fault, and the worker survives them', async t => {
  const sfu = await startSfu(t)
  const viewer = await sfu.viewer('tea', null)
  const bad = [
    { algorithm: 'sha-1', value: fingerprint.value },
    { algorithm: 'sha-256', value: 'AB' },
    { algorithm: 'sha-256', value: Array(32).fill('XY').join(':') },
    { algorithm: '__proto__', value: fingerprint.value },
  ]
  for (const other of bad) t.equal(await refusal(viewer.connect({ role: 'client', fingerprint: other })), 400)
  await viewer.connect({ role: 'client', fingerprint })
  t.equal(await refusal(viewer.connect({ role: 'client', fingerprint })), 409)
  const host = await sfu.host('tea')
  const sink = { rtp: () => undefined, senderReport: () => undefined }
  const media = {
    kind: 'video' as const,
    mid: '0',
    codecs: [codec('video/VP8', 96)],
    headerExtensions: [],
    encodings: [{ rid: null, ssrc: 1, rtxSsrc: null }],
    cname: null,
  }
  for (const odd of [
    { ...media, codecs: [] },
    { ...media, codecs: [codec('video/H265', 96)] },
    { ...media, codecs: [codec('video/rtx', 97, { apt: 5 })] },
    { ...media, codecs: [codec('video/VP8', -1)] },
    { ...media, codecs: [codec('video/VP8', 1000)] },
    { ...media, codecs: [codec('video/VP8', Number.NaN)] },
    { ...media, encodings: [{ rid: null, ssrc: 2 ** 40, rtxSsrc: null }] },
    { ...media, encodings: [{ rid: null, ssrc: -1, rtxSsrc: null }] },
    {
      ...media,
      encodings: [
        { rid: null, ssrc: null, rtxSsrc: null },
        { rid: null, ssrc: null, rtxSsrc: null },
      ],
    },
    {
      ...media,
      mid: 'm'.repeat(300),
      headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 0 }],
    },
    { ...media, headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 4096 }] },
  ]) {
    t.equal(
      await refusal(host.receive(odd, sink)),
      400,
      JSON.stringify(odd.codecs.map(({ mimeType, payloadType }) => [mimeType, payloadType])),
    )
  }
  await host.receive({ ...media, mid: 'ok', encodings: [{ rid: null, ssrc: 77, rtxSsrc: null }] }, sink)
  t.equal(sfu.ready().ready, true)
  t.match(await Promise.race([host.closed, viewer.closed, Promise.resolve('open')]), 'open')
})

t.test(
  'a worker that dies lets its sessions go at once, and the next one serves the room again',
  alone,
  async t => {
    const rooms = feeds()
    const sfu = await startSfu(t, { feeds: rooms, workers: 2, viewersPerWorker: 2 })
    const before = children()
    const sessions = await Promise.all([1, 2, 3].map(() => sfu.viewer('tea', null)))
    const host = await sfu.host('tea')
    t.equal(rooms.outlets('tea'), 2, 'the third viewer is in the second worker')
    for (const pid of before) process.kill(pid, 'SIGKILL')
    const began = performance.now()
    for (const { closed } of [...sessions, host]) t.match(await closed, /worker/)
    t.ok(performance.now() - began < 2000)
    rooms.send('tea', Buffer.alloc(40))
    t.equal(rooms.outlets('tea'), 0)
    t.equal(sfu.viewers, 0)
    await until('new workers', () => sfu.ready().ready)
    await sfu.viewer('tea', null)
    t.equal(rooms.outlets('tea'), 1)
  },
)

t.test('only so many watch, and a room that nobody watches any more costs nothing', async t => {
  const rooms = feeds()
  const sfu = await startSfu(t, { feeds: rooms, viewers: 2 })
  const [first] = await Promise.all([sfu.viewer('tea', null), sfu.viewer('tea', null)])
  t.equal(await refusal(sfu.viewer('tea', null)), 503)
  first?.close('gone')
  t.equal(await first?.closed, 'gone')
  const next = await sfu.viewer('cups', null)
  next.close('gone')
  await until('the router of the other room closes', () => rooms.outlets('cups') === 0, 15_000)
  t.equal(rooms.outlets('tea'), 1)
})

t.test('who never connects is let go after ten seconds, and the log says where nobody came', async t => {
  const lines: { readonly addresses?: readonly string[] }[] = []
  const log = pino({ level: 'warn' }, { write: line => lines.push(JSON.parse(line)) })
  const sfu = await startSfu(t, { announcedAddress: '203.0.113.1', log })
  const viewers = await Promise.all([sfu.viewer('tea', null), sfu.viewer('tea', null)])
  const reasons = await Promise.all(viewers.map(viewer => viewer.closed))
  t.same(reasons, ['not connected in time', 'not connected in time'])
  t.equal(lines.length, 1)
  t.match(lines[0]?.addresses?.[0], /^udp 203\.0\.113\.1:\d+$/)
  await until('their seats are free', () => sfu.viewers === 0)
})

t.test('without workers, and after the closing, there is no WebRTC', async t => {
  const sfu = await startSfu(t, { workerBin: '/bin/false' })
  t.equal(await refusal(sfu.viewer('tea', null)), 503)
  t.equal(await refusal(sfu.host('tea')), 503)
})

t.test('a port that somebody has is said, and it is taken when it is free', async t => {
  const squatter = createSocket('udp4').bind(0, '127.0.0.1')
  await once(squatter, 'listening')
  const { port } = squatter.address()
  const sfu = await startSfu(t, { port, announcedAddress: '127.0.0.1' })
  t.match(sfu.ready().reason, new RegExp(`port ${port} for WebRTC cannot be opened`))
  t.equal(await refusal(sfu.viewer('tea', null)), 503)
  squatter.close()
  await until('the worker runs', () => sfu.ready().ready)
  const { candidates } = await sfu.viewer('tea', null)
  t.equal(candidates[0]?.port, port)
})

t.test(
  'three hundred rounds of sessions leave no timers, no seats taken and no warning of leaked listeners',
  alone,
  async t => {
    const sfu = await startSfu(t)
    const warnings: Error[] = []
    const warn = (warning: Error) => warnings.push(warning)
    process.on('warning', warn)
    t.teardown(() => process.off('warning', warn))
    const round = async () => {
      const host = await sfu.host('tea')
      const viewers = await Promise.all([sfu.viewer('tea', null), sfu.viewer('tea', offer(108))])
      for (const session of [host, ...viewers]) session.close('done')
      await Promise.all([host, ...viewers].map(({ closed }) => closed))
    }
    await round()
    const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
    const before = timers()
    for (let count = 0; count < 300; count++) await round()
    t.ok(timers() <= before + 4, `${before} timers before, ${timers()} after`)
    t.same(warnings, [])
    t.equal(sfu.viewers, 0)
  },
)
