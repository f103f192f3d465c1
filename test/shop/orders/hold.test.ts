import t from 'tap'
import { holdUntil } from '../../../src/shop/orders/hold.ts'
import { StoreClock } from '../../../src/shop/stores/store-clock.ts'

/** Local times with their offset, so that each case says which of two equal wall times it means. */
type Case = readonly [what: string, zone: string, closes: string, minimum: number, now: string, until: string]

const cases: readonly Case[] = [
  ['the afternoon', 'Asia/Shanghai', '22:00', 120, '2026-11-23T15:00+08:00', '2026-11-23T22:00+08:00'],
  [
    'two hours before closing',
    'Asia/Shanghai',
    '22:00',
    120,
    '2026-11-23T20:00+08:00',
    '2026-11-23T22:00+08:00',
  ],
  ['just later', 'Asia/Shanghai', '22:00', 120, '2026-11-23T20:01+08:00', '2026-11-24T22:00+08:00'],
  ['after closing', 'Asia/Shanghai', '22:00', 120, '2026-11-23T23:30+08:00', '2026-11-24T22:00+08:00'],
  ['before opening', 'Asia/Shanghai', '22:00', 120, '2026-11-23T03:00+08:00', '2026-11-23T22:00+08:00'],
  [
    'the last day of a year',
    'Asia/Shanghai',
    '22:00',
    120,
    '2026-12-31T21:00+08:00',
    '2027-01-01T22:00+08:00',
  ],
  ['no minimum', 'Asia/Shanghai', '22:00', 0, '2026-11-23T21:59+08:00', '2026-11-23T22:00+08:00'],
  // 18:00 to 02:00.
  [
    'an evening that lasts over midnight',
    'Asia/Shanghai',
    '02:00',
    120,
    '2026-11-23T20:00+08:00',
    '2026-11-24T02:00+08:00',
  ],
  [
    'after midnight, long enough',
    'Asia/Shanghai',
    '02:00',
    60,
    '2026-11-24T00:30+08:00',
    '2026-11-24T02:00+08:00',
  ],
  [
    'after midnight, too short',
    'Asia/Shanghai',
    '02:00',
    120,
    '2026-11-24T00:30+08:00',
    '2026-11-25T02:00+08:00',
  ],
  [
    'the day after such a night',
    'Asia/Shanghai',
    '02:00',
    120,
    '2026-11-24T12:00+08:00',
    '2026-11-25T02:00+08:00',
  ],
  ['closing at midnight', 'Asia/Shanghai', '00:00', 120, '2026-11-23T21:00+08:00', '2026-11-24T00:00+08:00'],
  [
    'a zone half an hour off',
    'Asia/Kolkata',
    '21:00',
    120,
    '2026-11-23T12:00+05:30',
    '2026-11-23T21:00+05:30',
  ],
  // Clocks went back on 2026-10-25 at 03:00 and forward on 2026-03-29 at 02:00.
  ['a night of 25 hours', 'Europe/Berlin', '20:00', 120, '2026-10-24T21:00+02:00', '2026-10-25T20:00+01:00'],
  ['a night of 23 hours', 'Europe/Berlin', '20:00', 120, '2026-03-28T21:00+01:00', '2026-03-29T20:00+02:00'],
  [
    'closing at a time that comes twice',
    'Europe/Berlin',
    '02:30',
    60,
    '2026-10-24T23:00+02:00',
    '2026-10-25T02:30+01:00',
  ],
  [
    'closing at a time that never comes',
    'Europe/Berlin',
    '02:30',
    60,
    '2026-03-28T23:00+01:00',
    '2026-03-29T03:30+02:00',
  ],
  [
    'south of the equator',
    'America/Santiago',
    '22:00',
    120,
    '2026-09-05T23:30-04:00',
    '2026-09-06T22:00-03:00',
  ],
]

for (const [what, zone, closes, holdMinimumMinutes, now, until] of cases) {
  t.test(`a hold until closing: ${what}`, async t => {
    const rule = { pickupHold: 'closing' as const, holdMinimumMinutes }
    const at = holdUntil(rule, from => new StoreClock(zone).next(closes, from), Date.parse(now))
    t.equal(new Date(at).toISOString(), new Date(until).toISOString())
  })
}

t.test('a hold of minutes counts minutes, whatever the clocks on the walls do', async t => {
  const rule = { pickupHold: 30, holdMinimumMinutes: 120 }
  const now = Date.parse('2026-10-25T02:45+02:00')
  t.equal(
    holdUntil(rule, at => new StoreClock('Europe/Berlin').next('20:00', at), now),
    now + 1_800_000,
  )
})

t.test('a hold until closing is never shorter than the minimum nor longer than a day more', async t => {
  const hour = 3_600_000
  for (const zone of ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']) {
    const clock = new StoreClock(zone)
    const rule = { pickupHold: 'closing' as const, holdMinimumMinutes: 120 }
    let wrong = 0
    for (let now = Date.UTC(2026, 0, 1, 0, 7); now < Date.UTC(2027, 0, 1); now += 5 * hour) {
      const length = holdUntil(rule, at => clock.next('01:30', at), now) - now
      if (length < 2 * hour || length > 27 * hour) wrong++
    }
    t.equal(wrong, 0, zone)
  }
})
