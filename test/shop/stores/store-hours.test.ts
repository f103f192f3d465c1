import t from 'tap'
import { StoreClock } from '../../../src/shop/stores/store-clock.ts'
import { everyDay, StoreHours, usualHours } from '../../../src/shop/stores/store-hours.ts'

const span = (opens: string, closes: string) => ({ opens, closes })
const shanghai = new StoreClock('Asia/Shanghai')
const berlin = new StoreClock('Europe/Berlin')
const day = everyDay(span('10:00', '22:00'))
const at = (text: string) => Date.parse(text)
const iso = (instant: number | null) => instant && new Date(instant).toISOString()

t.test('a store closes for lunch, and at night', t => {
  const hours = new StoreHours({ week: everyDay(span('10:00', '22:00')), holidays: [] }, shanghai)
  const split = new StoreHours(
    { week: { ...day, monday: [span('14:00', '18:00'), span('09:00', '12:30')] }, holidays: [] },
    shanghai,
  )
  // A Monday.
  t.equal(split.isOpen(at('2026-11-23T12:29:59+08:00')), true)
  t.equal(split.isOpen(at('2026-11-23T12:30:00+08:00')), false)
  t.equal(iso(split.closing(at('2026-11-23T13:00:00+08:00'))), '2026-11-23T10:00:00.000Z')
  t.equal(iso(split.opening(at('2026-11-23T13:00:00+08:00'))), '2026-11-23T06:00:00.000Z')
  t.equal(iso(split.changesAt(at('2026-11-23T10:00:00+08:00'))), '2026-11-23T04:30:00.000Z')
  t.equal(iso(hours.opening(at('2026-11-23T11:00:00+08:00'))), '2026-11-24T02:00:00.000Z')
  t.equal(hours.isOpen(at('2026-11-23T09:59:59+08:00')), false)
  t.end()
})

t.test('hours past midnight belong to the day before', t => {
  const hours = new StoreHours(
    { week: { ...everyDay(span('18:00', '02:00')), sunday: [] }, holidays: [] },
    shanghai,
  )
  // Sunday, one in the morning: Saturday's. Monday, one in the morning: Sunday was closed.
  t.equal(hours.isOpen(at('2026-11-22T01:00:00+08:00')), true)
  t.equal(hours.isOpen(at('2026-11-23T01:00:00+08:00')), false)
  t.equal(iso(hours.closing(at('2026-11-22T01:00:00+08:00'))), '2026-11-21T18:00:00.000Z')
  t.equal(iso(hours.closing(at('2026-11-22T03:00:00+08:00'))), '2026-11-23T18:00:00.000Z')
  t.end()
})

t.test('goods are kept until the closing of a day on which the store is open', t => {
  const holidays = [
    { from: '2027-02-05', to: '2027-02-11', name: '春节', spans: [] },
    { from: '2027-02-12', to: '2027-02-12', name: '初七', spans: [span('12:00', '16:00')] },
  ]
  const hours = new StoreHours({ week: day, holidays }, shanghai)
  t.equal(iso(hours.closing(at('2027-02-04T23:00:00+08:00'))), '2027-02-12T08:00:00.000Z')
  t.equal(iso(hours.opening(at('2027-02-08T12:00:00+08:00'))), '2027-02-12T04:00:00.000Z')
  t.equal(hours.isOpen(at('2027-02-08T12:00:00+08:00')), false)
  t.end()
})

t.test('who never closes has no closing time, and who never opens has none either', t => {
  const always = new StoreHours({ week: everyDay(span('00:00', '00:00')), holidays: [] }, shanghai)
  t.equal(always.isOpen(at('2026-11-23T00:00:00+08:00')), true)
  t.equal(always.closing(at('2026-11-23T00:00:00+08:00')), null)
  t.equal(always.changesAt(at('2026-11-23T00:00:00+08:00')), null)
  const shut = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] }
  const never = new StoreHours({ week: shut, holidays: [] }, shanghai)
  t.equal(never.isOpen(at('2026-11-23T12:00:00+08:00')), false)
  t.equal(never.closing(at('2026-11-23T12:00:00+08:00')), null)
  t.equal(never.opening(at('2026-11-23T12:00:00+08:00')), null)
  t.end()
})

t.test('a day on which the clocks change has its own length', t => {
  const hours = new StoreHours({ week: everyDay(span('08:00', '20:00')), holidays: [] }, berlin)
  t.equal(iso(hours.closing(at('2026-03-28T21:00:00+01:00'))), '2026-03-29T18:00:00.000Z')
  t.equal(iso(hours.closing(at('2026-10-24T21:00:00+02:00'))), '2026-10-25T19:00:00.000Z')
  // Open over the hour that comes twice: until its second time.
  const night = new StoreHours({ week: everyDay(span('20:00', '02:30')), holidays: [] }, berlin)
  t.equal(iso(night.closing(at('2026-10-24T22:00:00+02:00'))), '2026-10-25T01:30:00.000Z')
  // Until an hour that never comes.
  t.equal(iso(night.closing(at('2026-03-28T22:00:00+01:00'))), '2026-03-29T01:30:00.000Z')
  t.end()
})

t.test('the usual hours are those of most days', t => {
  t.same(usualHours({ ...day, saturday: [span('11:00', '18:00')], sunday: [] }), span('10:00', '22:00'))
  t.same(usualHours(everyDay(span('18:00', '02:00'))), span('18:00', '02:00'))
  t.end()
})
