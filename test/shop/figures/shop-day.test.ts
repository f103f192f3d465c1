import t from 'tap'
import { dayOf, lastDays } from '../../../src/shop/figures/shop-day.ts'
import { StoreClock } from '../../../src/shop/stores/store-clock.ts'

const hour = 3_600_000

t.test('a day begins and ends at midnight on the walls of the stores', async t => {
  const clock = new StoreClock('Asia/Shanghai')
  const midnight = Date.UTC(2026, 10, 22, 16)
  t.same(dayOf(clock, midnight), { startsAt: midnight, endsAt: midnight + 24 * hour })
  t.same(dayOf(clock, midnight - 1), { startsAt: midnight - 24 * hour, endsAt: midnight })
})

t.test('a day on which clocks are changed has 23 or 25 hours, and none is lost or there twice', async t => {
  const clock = new StoreClock('America/New_York')
  const lengths = (at: number) =>
    lastDays(clock, at, 3).map(({ startsAt, endsAt }) => (endsAt - startsAt) / hour)
  t.same(lengths(Date.UTC(2026, 2, 9, 16)), [24, 23, 24])
  t.same(lengths(Date.UTC(2026, 10, 2, 16)), [24, 25, 24])
  const days = lastDays(clock, Date.UTC(2026, 10, 2, 16), 40)
  for (const [index, day] of days.entries()) t.equal(day.startsAt, days[index - 1]?.endsAt ?? day.startsAt)
})
