import t from 'tap'
import { type ClockBounds, narrowed, nextSampleIn, offsetOf } from '../../../public/player/clock-bounds.ts'
import { StallMargin } from '../../../public/player/stall-margin.ts'

/** Asks a server whose clock is `ahead` of the device's, with the way there and back taking `rtt`. Milliseconds. */
function ask(sentAt: number, ahead: number, rtt: number) {
  const written = sentAt + rtt / 2 + ahead
  return { date: Math.floor(written / 1000) * 1000, sentAt, receivedAt: sentAt + rtt }
}

for (const ahead of [-90_000, -412, 0, 137, 3_600_000]) {
  t.test(`six answers tell a clock that is ${ahead} ms ahead to a tenth of a second`, async t => {
    let now = 1_700_000_000_333
    let bounds: ClockBounds | null = null
    for (let count = 0; count < 6; count += 1) {
      const sample = ask(now, ahead, 40)
      bounds = narrowed(bounds, sample)
      now = sample.receivedAt + nextSampleIn(bounds, sample.receivedAt)
    }
    if (bounds === null) throw new Error('there was no sample')
    t.ok(Math.abs(offsetOf(bounds) - ahead) <= 100, `${offsetOf(bounds) - ahead} ms off`)
    t.ok(bounds.low <= ahead && ahead <= bounds.high)
  })
}

t.test('after the clock was set only what is new counts', async t => {
  const before = narrowed(null, ask(1_700_000_000_000, 0, 20))
  const after = narrowed(before, ask(1_700_000_010_000, 60_000, 20))
  t.ok(Math.abs(offsetOf(after) - 60_000) <= 520)
})

t.test('stalls keep a player further behind, and calm minutes bring it back', async t => {
  const margin = new StallMargin()
  t.equal(margin.seconds(0), 0)
  margin.stalled(1_000)
  margin.stalled(2_000)
  t.equal(margin.seconds(3_000), 1)
  t.equal(margin.seconds(61_999), 1)
  t.equal(margin.seconds(62_000), 0.5)
  t.equal(margin.seconds(500_000), 0)
})

t.test('however often it stalls, it falls only so far behind', async t => {
  const margin = new StallMargin()
  for (let at = 0; at < 50; at += 1) margin.stalled(at)
  t.equal(margin.seconds(50), 2)
})
