import t from 'tap'
import { createLog } from '../../../src/log.ts'
import { roomRtp } from '../../../src/media/rtc-ports.ts'
import { RoomFeeds } from '../../../src/media/rtp-out/room-feeds.ts'
import { outletLog, type SentPacket } from '../../helpers/outlet-log.ts'
import { rtpFields, senderReportFields } from '../../helpers/rtp-fields.ts'
import { until } from '../../helpers/until.ts'

const log = createLog('silent')
const epoch = 1_700_000_000_000
const one = [{ name: '720p', videoKbps: 2800 }]
const three = ['720p', '480p', '240p'].map(name => ({ name, videoKbps: 1000 }))
const data = Buffer.from([0, 0, 0, 2, 0x41, 0x01])
const picture = (at: number, keyframe = true) => ({
  ...{ at: epoch + at, keyframe, data },
  parameterSets: [Buffer.from([0x67, 1]), Buffer.from([0x68, 1])],
})
const sound = (at: number) => ({ at: epoch + at, data: Buffer.from([0xf8, 0xff, 0xfe]) })
const rtp = (sent: readonly SentPacket[], kind = 'video') =>
  sent.filter(each => each.kind === kind).map(({ packet }) => rtpFields(packet))

t.test('the best rendition is the highest layer', async t => {
  const feeds = new RoomFeeds(log)
  const { sent, outlet } = outletLog()
  feeds.attach('tea', outlet)
  const feed = feeds.feed('tea')
  feed.begin(three)
  for (const rendition of [2, 1, 0]) feed.picture(rendition, picture(0))
  t.same(
    rtp(sent).map(({ ssrc }) => ssrc),
    [0, 1, 2].map(roomRtp.videoSsrc),
  )
  feed.begin(one)
  feed.picture(0, picture(100))
  feed.picture(1, picture(100))
  t.same(
    rtp(sent.slice(-2)).map(({ ssrc }) => ssrc),
    [roomRtp.videoSsrc(0)],
  )
})

t.test('every outlet gets the same packets, from when it comes to when it goes', async t => {
  const feeds = new RoomFeeds(log)
  const [first, second] = [outletLog(), outletLog()]
  feeds.attach('tea', first.outlet)
  const feed = feeds.feed('tea')
  feed.begin(one)
  feed.picture(0, picture(0))
  const detach = feeds.attach('tea', second.outlet)
  feed.picture(0, picture(40))
  feed.sound(sound(0))
  detach()
  feed.picture(0, picture(80))
  t.equal(rtp(first.sent).length, 3)
  t.same(rtp(second.sent), rtp(first.sent).slice(1, 2))
  t.same(rtp(second.sent, 'audio'), rtp(first.sent, 'audio'))
  t.equal(rtp(second.sent, 'audio').length, 1)
})

t.test('sequence numbers go on over runs, slates and who sends', async t => {
  const feeds = new RoomFeeds(log)
  const { sent, outlet } = outletLog()
  feeds.attach('tea', outlet)
  for (const [index, feed] of [feeds.feed('tea'), feeds.feed('tea')].entries()) {
    feed.begin(one)
    feed.picture(0, picture(index * 100))
    feed.sound(sound(index * 100))
    feed.end()
    feed.begin(one)
    feed.picture(0, picture(index * 100 + 50))
    feed.sound(sound(index * 100 + 50))
  }
  for (const kind of ['video', 'audio']) {
    const sequences = rtp(sent, kind).map(({ sequence }) => sequence)
    t.equal(sequences.length, 4)
    t.same(
      sequences,
      sequences.map((_, n) => ((sequences[0] ?? 0) + n) & 0xffff),
    )
  }
})

t.test('who has begun last is heard, and nobody else can end that', async t => {
  const feeds = new RoomFeeds(log)
  const { sent, outlet } = outletLog()
  feeds.attach('tea', outlet)
  const [slate, host] = [feeds.feed('tea'), feeds.feed('tea')]
  slate.begin(one)
  slate.picture(0, picture(0))
  host.begin(one)
  slate.picture(0, picture(40))
  slate.sound(sound(40))
  slate.end()
  host.picture(0, picture(80))
  t.same(
    rtp(sent).map(({ timestamp }) => timestamp),
    [epoch, epoch + 80].map(at => (at * 90) % 2 ** 32),
  )
  t.same(rtp(sent, 'audio'), [])
  host.end()
  host.picture(0, picture(120))
  t.equal(rtp(sent).length, 2)
})

t.test('reports come behind the first packets, and again for an outlet that comes later', async t => {
  const feeds = new RoomFeeds(log)
  const first = outletLog()
  feeds.attach('tea', first.outlet)
  const feed = feeds.feed('tea')
  feed.begin(three)
  for (let n = 0; n < 10; n++) {
    for (const rendition of [2, 1, 0]) feed.picture(rendition, picture(n * 40))
    // Later than its pictures: it does not wait for them, but leaves evenly.
    for (const by of [0, 20]) feed.sound(sound(n * 40 + by - 500))
  }
  await until('the sound', () => rtp(first.sent, 'audio').length === 20)
  const kinds = first.sent.map(({ kind }) => kind)
  t.same(kinds.slice(0, 4), ['video', 'videoRtcp', 'video', 'videoRtcp'])
  const reports = (sent: readonly SentPacket[]) =>
    sent.flatMap(({ kind, packet }) => (kind.endsWith('Rtcp') ? [senderReportFields(packet)] : []))
  const ssrcs = new Map<number, number>()
  for (const report of reports(first.sent)) {
    if (!report) throw new Error('no sender report')
    ssrcs.set(report.ssrc, (ssrcs.get(report.ssrc) ?? 0) + 1)
    const ticksPerMs = report.ssrc === roomRtp.audioSsrc ? 48 : 90
    t.equal(report.timestamp, Math.round(report.ntpMs * ticksPerMs) % 2 ** 32, 'the clocks agree')
  }
  for (const ssrc of [0, 1, 2].map(roomRtp.videoSsrc).concat(roomRtp.audioSsrc)) {
    t.ok((ssrcs.get(ssrc) ?? 0) >= 3, `${ssrcs.get(ssrc)} reports of ${ssrc}`)
  }

  const second = outletLog()
  feeds.attach('tea', second.outlet)
  for (const rendition of [2, 1, 0]) feed.picture(rendition, picture(400))
  feed.sound(sound(-100))
  await until('the sound', () => rtp(second.sent, 'audio').length === 1)
  t.same(
    reports(second.sent).map(report => report?.ssrc),
    [roomRtp.videoSsrc(0), roomRtp.videoSsrc(1), roomRtp.videoSsrc(2), roomRtp.audioSsrc],
  )
})

t.test('an outlet that fails is let go, and the others miss nothing', async t => {
  const feeds = new RoomFeeds(log)
  const good = outletLog()
  let asked = 0
  const bad = () => {
    asked++
    throw new Error('broken')
  }
  feeds.attach('tea', { video: bad, audio: bad, videoRtcp: bad, audioRtcp: bad })
  feeds.attach('tea', good.outlet)
  const feed = feeds.feed('tea')
  feed.begin(one)
  for (let n = 0; n < 5; n++) feed.picture(0, picture(n * 40))
  t.equal(rtp(good.sent).length, 5)
  t.equal(asked, 1)
})

t.test('rooms apart get nothing of one another, and are forgotten when nobody sends nor listens', async t => {
  const feeds = new RoomFeeds(log)
  const [tea, coffee] = [outletLog(), outletLog()]
  const detach = feeds.attach('tea', tea.outlet)
  const detachOther = feeds.attach('coffee', coffee.outlet)
  const feed = feeds.feed('tea')
  feed.begin(one)
  feed.picture(0, picture(0))
  t.equal(rtp(tea.sent).length, 1)
  t.same(coffee.sent, [])
  t.equal(feeds.size, 2)
  detachOther()
  t.equal(feeds.size, 1)
  detach()
  t.equal(feeds.size, 1, 'somebody sends')
  feed.end()
  t.equal(feeds.size, 0)
  feed.begin(one)
  feeds.attach('tea', tea.outlet)
  feed.picture(0, picture(40))
  t.equal(rtp(tea.sent).length, 2, 'the same writer may begin again')
})

t.test('nothing that a room is given makes it fail', async _t => {
  const feeds = new RoomFeeds(log)
  const { outlet } = outletLog()
  feeds.attach('tea', outlet)
  const feed = feeds.feed('tea')
  feed.picture(0, picture(0))
  feed.sound(sound(0))
  feed.end()
  feed.begin([])
  feed.picture(0, picture(0))
  feed.begin(Array.from({ length: 9 }, () => ({ name: 'x', videoKbps: 1 })))
  for (const rendition of [-1, 0, 5, 6, 9, 0.5]) feed.picture(rendition, picture(0))
  feed.picture(0, { at: epoch, keyframe: true, data: Buffer.from('no picture at all'), parameterSets: [] })
  feed.end()
  feed.end()
})
