import t from 'tap'
import { countdownText, isToday, lengthText, showLength, whenText } from '../../../public/shared/show-time.ts'

/** A time of this machine's own clock. */
const local = (day: number, hour: number, minute = 0, month = 2): number =>
  new Date(2026, month, day, hour, minute).getTime()
const iso = (time: number): string => new Date(time).toISOString()

t.test('near days have names, others a date, and midnight is 00:05 and not 24:05', async t => {
  const now = local(6, 15)
  const text = (time: number, language: 'zh' | 'en') => whenText(iso(time), language, now)
  t.equal(text(local(6, 20), 'zh'), '今天 20:00')
  t.equal(text(local(7, 0, 5), 'en'), 'Tomorrow 00:05')
  t.equal(text(local(5, 23, 59), 'en'), 'Yesterday 23:59')
  t.match(text(local(9, 20), 'zh'), /^3月9日.*20:00$/)
  t.match(text(local(9, 20), 'en'), /9.* 20:00$/)
  t.notMatch(text(local(9, 20), 'en'), /2026/)
  t.equal(text(local(13, 20, 5), 'en'), 'Fri, Mar 13 20:05')
  t.match(whenText(iso(new Date(2025, 11, 30, 20).getTime()), 'en', now), /2025/)
})

t.test('today ends at midnight, also when the show is less than a day away', async t => {
  t.ok(isToday(iso(local(6, 23, 59)), local(6, 0, 1)))
  t.notOk(isToday(iso(local(7, 0, 1)), local(6, 23, 59)))
})

t.test('a countdown shows each second until it is over, and stops at zero', async t => {
  t.equal(countdownText(42_000, 0), '00:42')
  t.equal(countdownText(42_000, 1), '00:42')
  t.equal(countdownText(300_000, 0), '05:00')
  t.equal(countdownText(3_729_000, 0), '1:02:09')
  t.equal(countdownText(0, 5_000), '00:00')
})

t.test('a length is said in hours and minutes', async t => {
  const text = (ms: number, language: 'zh' | 'en') => lengthText(ms, language).replaceAll('\u00a0', ' ')
  t.equal(text(65 * 60_000, 'zh'), '1 小时 5 分钟')
  t.equal(text(120 * 60_000, 'en'), '2 h')
  t.equal(text(42 * 60_000, 'en'), '42 min')
  t.equal(text(3_000, 'zh'), '1 分钟')
})

t.test('only a show that has begun and ended has a length', async t => {
  t.equal(showLength({ startedAt: iso(0), endedAt: null }), null)
  t.equal(showLength({ startedAt: null, endedAt: null }), null)
  t.equal(showLength({ startedAt: iso(0), endedAt: iso(60_000) }), 60_000)
})
