import t from 'tap'
import type { PacketSink, Publication, SourcePacket } from '../../src/media/ports.ts'
import { Pace, sendsAgain } from '../../src/media/source-probe.ts'

/** Milliseconds. */
const packet = (time: number, track: SourcePacket['track'] = 'video'): SourcePacket => ({
  ...{ track, time, key: false, body: Buffer.alloc(0) },
})

/** Pictures as they come: each with its timestamp and the time at which it arrives. Tells when it was calm. */
function calmAt(pictures: readonly (readonly [time: number, at: number])[]): number | null {
  const pace = new Pace()
  return pictures.find(([time, at]) => pace.isCalm(packet(time), at))?.[1] ?? null
}

const steady = (from: number, at: number, count: number, step = 40) =>
  Array.from({ length: count }, (_, n) => [from + n * step, at + n * step] as const)

const burst = (from: number, at: number, count: number) =>
  Array.from({ length: count }, (_, n) => [from + n * 40, at + n] as const)

t.test('a source at the pace of the clock is calm after a moment', async t => {
  t.equal(calmAt(steady(5000, 100, 20)), 420)
})

t.test('a burst of what had waited is not calm; what follows it is', async t => {
  const late = burst(0, 0, 200)
  t.equal(calmAt(late), null)
  const at = calmAt([...late, ...steady(8000, 200, 60)])
  t.ok(at !== null && at >= 500 && at <= 1100, `${at} ms`)
})

t.test('a source that catches up for long is taken as it is', async t => {
  const fast = Array.from({ length: 200 }, (_, n) => [n * 80, n * 40] as const)
  const at = calmAt(fast)
  t.ok(at !== null && at > 3000 && at <= 3400, `${at} ms`)
})

t.test('timestamps that jump ahead are not calm, and calm again from there on', async t => {
  const at = calmAt([...steady(0, 0, 5), ...steady(60_000, 200, 30)])
  t.ok(at !== null && at >= 600 && at <= 800, `${at} ms`)
})

t.test('pictures that come seldom are calm', async t => {
  t.equal(calmAt(steady(0, 0, 3, 1000)), 1000)
})

t.test('sound without pictures is not calm', async t => {
  const pace = new Pace()
  for (let at = 0; at < 10_000; at += 20) t.equal(pace.isCalm(packet(at, 'audio'), at), false)
})

/** A publication of which only the stream is asked for. */
function publicationOf(subscribe: (sink: PacketSink) => void) {
  let subscribers = 0
  const publication: Publication = {
    ...{
      slug: 'tea',
      remoteAddress: '127.0.0.1',
      protocol: 'rtmp',
      close: () => {},
      closed: new Promise(() => {}),
    },
    info: { videoCodec: 'h264', width: 2, height: 2, framesPerSecond: 25, audioCodec: null },
    health: () => ({ kilobitsPerSecond: 0, framesPerSecond: 0, droppedFrames: 0, keyframeSeconds: null }),
    subscribe(sink) {
      subscribers++
      subscribe(sink)
      return { start: { at: 0, backlog: 0 }, stop: () => void subscribers-- }
    },
  }
  return { publication, subscribers: () => subscribers }
}

t.test('what a publisher sent before is no sign of life; its next pictures are', async t => {
  let live: PacketSink | undefined
  const { publication, subscribers } = publicationOf(sink => {
    for (const [time] of burst(0, 0, 50)) sink.write(packet(time))
    live = sink
  })
  const began = performance.now()
  let over = false
  const again = sendsAgain(publication, new AbortController().signal).then(() => {
    over = true
  })
  await new Promise(resolve => setImmediate(resolve))
  t.equal(over, false)
  const timer = setInterval(() => live?.write(packet(2000 + performance.now() - began)), 40)
  t.teardown(() => clearInterval(timer))
  await again
  t.ok(performance.now() - began >= 300)
  t.equal(subscribers(), 0)
})

t.test('a publisher who ends is not waited for', async t => {
  const { publication, subscribers } = publicationOf(sink => setImmediate(() => sink.end()))
  await sendsAgain(publication, new AbortController().signal)
  t.equal(subscribers(), 0)
})

t.test('an abort ends the wait, also one from before, and leaves no listener', async t => {
  const { publication, subscribers } = publicationOf(() => {})
  const abort = new AbortController()
  let listeners = 0
  const { addEventListener, removeEventListener } = abort.signal
  abort.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners++
    addEventListener.apply(abort.signal, args)
  }
  abort.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners--
    removeEventListener.apply(abort.signal, args)
  }
  const waits = sendsAgain(publication, abort.signal)
  t.equal(listeners, 1)
  abort.abort()
  await waits
  t.equal(listeners, 0)
  await sendsAgain(publication, abort.signal)
  t.equal(subscribers(), 0)
})
