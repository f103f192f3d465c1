import t from 'tap'
import { Feed } from '../../src/media/ingest/feed.ts'
import { GopCache } from '../../src/media/ingest/gop-cache.ts'
import { Meter } from '../../src/media/ingest/meter.ts'
import { Pending } from '../../src/media/ingest/pending.ts'
import { senderOf } from '../../src/media/ingest/remote-address.ts'
import type { Tag } from '../../src/media/ingest/tag.ts'
import { Timeline } from '../../src/media/ingest/timeline.ts'
import type { PacketSink, SourceFormat, SourcePacket } from '../../src/media/ports.ts'

const picture = (time: number, key = false, bytes = 100): Tag => ({
  track: 'video',
  key,
  time,
  receivedAt: 1_000_000 + time,
  body: Buffer.concat([Buffer.from([key ? 0x17 : 0x27, 1]), Buffer.alloc(bytes - 2)]),
})

const sound = (time: number): Tag => ({
  track: 'audio',
  key: false,
  time,
  receivedAt: 1_000_000 + time,
  body: Buffer.from([0xaf, 1, 0, 0]),
})

const format: SourceFormat = {
  container: 'flv',
  video: { codec: 'h264', header: Buffer.from([0x17, 0, 0, 0, 0]), width: 16, height: 16, matrix: 'bt709' },
  audio: { codec: 'aac', header: Buffer.from([0xaf, 0]) },
}

/** A sink that says that it is full whenever it is told to be. */
class Valve implements PacketSink {
  free = true
  ended = 0
  format: SourceFormat | null = null
  readonly packets: SourcePacket[] = []
  #callback: (() => void) | null = null

  open(format: SourceFormat): void {
    this.format = format
  }

  write(packet: SourcePacket): boolean {
    this.packets.push(packet)
    return this.free
  }

  onDrain(callback: () => void): void {
    this.#callback = callback
  }

  end(): void {
    this.ended += 1
  }

  drain(): void {
    this.free = true
    this.#callback?.()
  }

  get times(): number[] {
    return this.packets.map(packet => packet.time)
  }
}

t.test('a full sink gets the rest once it drains', async t => {
  const valve = new Valve()
  const feed = new Feed(valve, 1000)
  valve.free = false
  feed.begin(format, [picture(1000, true), sound(990), sound(1010)], false)
  feed.push(picture(1040))
  t.equal(valve.format, format)
  t.same(valve.times, [0])
  valve.drain()
  t.same(valve.times, [0, 10, 40], 'sound from before the first picture is left out')
  feed.end()
  t.equal(valve.ended, 1)
  feed.end()
  t.equal(valve.ended, 1)
})

t.test('a sink that stays full costs 8 MB at most, and goes on with a keyframe', async t => {
  const valve = new Valve()
  const feed = new Feed(valve, 0)
  feed.begin(format, [picture(0, true)], false)
  valve.free = false
  feed.push(picture(40))
  for (let i = 2; i < 20; i += 1) feed.push(picture(i * 40, false, 1024 * 1024))
  valve.drain()
  t.same(valve.times, [0, 40], 'all that waited was given up')
  feed.push(picture(2000))
  feed.push(sound(2010))
  feed.push(picture(2040, true))
  feed.push(sound(2050))
  t.same(valve.times, [0, 40, 2040, 2050])
})

t.test('what waits is handed over before the end, and nothing after a stop', async t => {
  const valve = new Valve()
  const feed = new Feed(valve, 0)
  valve.free = false
  feed.begin(format, [picture(0, true), picture(40)], false)
  feed.end()
  t.same(valve.times, [0, 40])
  const other = new Valve()
  const stopped = new Feed(other, 0)
  stopped.begin(format, [picture(0, true)], false)
  stopped.stop()
  stopped.push(picture(40))
  stopped.end()
  t.same(other.times, [0])
  t.equal(other.ended, 0)
})

t.test('a group of pictures that is too long or too large is remembered by its keyframe', async t => {
  for (const [size, count] of [
    [1024 * 1024, 30],
    [100, 600],
  ] as const) {
    const cache = new GopCache()
    cache.add(sound(0))
    t.same(cache.start().tags, [], 'nothing can be shown before a keyframe')
    cache.add(picture(40, true, 200))
    t.equal(cache.start().tags.length, 1)
    for (let i = 2; i < count; i += 1) cache.add(picture(i * 40, false, size))
    const { tags, still } = cache.start()
    t.ok(still)
    t.match(tags, [{ key: true, time: (count - 1) * 40, receivedAt: 1_000_000 + (count - 1) * 40 }])
    const valve = new Valve()
    const feed = new Feed(valve, tags[0]?.time ?? 0)
    feed.begin(format, tags, still)
    feed.push(picture(count * 40))
    feed.push(sound(count * 40))
    feed.push(picture(count * 40 + 40, true))
    t.same(
      valve.packets.map(packet => packet.track),
      ['video', 'audio', 'video'],
    )
    cache.add(picture(count * 40 + 40, true))
    t.equal(cache.start().still, false)
  }
})

t.test('time goes on evenly over wraps, jumps and jitter', async t => {
  const timeline = new Timeline()
  const start = 2 ** 32 - 100
  const stamps = Array.from({ length: 10 }, (_, i) => (start + i * 40) % 2 ** 32)
  t.same(
    stamps.map((stamp, i) => timeline.place('video', stamp, i * 40)),
    [0, 40, 80, 120, 160, 200, 240, 280, 320, 360],
  )
  t.equal(timeline.place('audio', 255, 400), 355, 'the other track may lag a little')
  t.equal(timeline.place('audio', 250, 401), 355, 'jitter does not go back')
  t.equal(timeline.place('video', 300, 410), 400)
  t.equal(timeline.place('video', 3_600_300, 450), 440, 'a jump forth goes on as long as really passed')
  t.equal(timeline.place('audio', 3_600_280, 451), 420, 'for both tracks alike')
  t.equal(timeline.place('video', 5, 490), 459, 'a jump back too')
  t.equal(timeline.place('video', 12_005, 12_490), 12_459, 'a pause that is real stays one')
})

t.test('health counts the frames that are missing', async t => {
  const meter = new Meter(5000)
  meter.framesPerSecond = 25
  for (let i = 0; i < 100; i += 1) {
    if (i % 10 === 5) continue
    meter.bytes(5000, 5000 + i * 40)
    meter.frame(i * 40, i % 50 === 0, 5000 + i * 40)
  }
  const health = meter.health(9000)
  t.equal(health.droppedFrames, 10)
  t.equal(health.keyframeSeconds, 2)
  t.ok(Math.abs(health.framesPerSecond - 22.5) < 1, `${health.framesPerSecond}`)
  t.ok(Math.abs(health.kilobitsPerSecond - 900) < 40, `${health.kilobitsPerSecond}`)
  t.same(meter.average(9000), { kbps: (90 * 5000 * 8) / 10_000, messages: 0 })
  t.same(meter.average(60_000), { kbps: 0, messages: 0 })
})

t.test('a network of IPv6 counts as one sender', async t => {
  t.equal(senderOf('10.1.2.3'), '10.1.2.3')
  t.equal(senderOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2')
  t.equal(senderOf('2001:db8::1'), '2001:db8:0:0')
  t.equal(senderOf('::1'), '0:0:0:0')
  t.equal(senderOf('fe80::1%eth0'), 'fe80:0:0:0')
})

t.test('of too many logins at once the oldest goes', async t => {
  const closed: string[] = []
  const pending = new Pending({ maxPending: 4, maxPendingPerAddress: 2 })
  const add = (name: string, sender: string) => {
    const connection = { sender, close: (reason: string) => closed.push(`${name}: ${reason}`) }
    pending.add(connection)
    return connection
  }
  add('a1', 'a')
  const second = add('a2', 'a')
  add('a3', 'a')
  t.same(closed, ['a1: too many logins from its address'])
  for (const sender of ['b', 'c', 'd']) add(sender, sender)
  t.same(closed.slice(1), ['a2: too many logins'])
  pending.delete(second)
  add('a4', 'a')
  t.same(closed.slice(2), ['a3: too many logins'], 'a3 was the oldest by then')
})
