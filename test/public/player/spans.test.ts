import t from 'tap'
import { dateAt, placeOf } from '../../../public/player/spans.ts'

const begin = Date.UTC(2026, 10, 22, 8)
const date = (seconds: number) => begin + seconds * 1000
// A minute of picture, five minutes of slate, which is not recorded, and two minutes of picture.
const spans = [
  { at: 0, since: new Date(date(0)).toISOString(), durationSeconds: 60 },
  { at: 60, since: new Date(date(360)).toISOString(), durationSeconds: 120 },
]

t.test('a time of the replay has the date of its own span', async t => {
  t.equal(dateAt(spans, 0), date(0))
  t.equal(dateAt(spans, 59.5), date(59.5))
  t.equal(dateAt(spans, 60), date(360))
  t.equal(dateAt(spans, 100), date(400))
})

t.test('the last span goes on, since a live recording grows after it was told of', async t => {
  t.equal(dateAt(spans, 200), date(500))
  t.equal(placeOf(spans, date(500)), 200)
})

t.test('without a span there is no date', async t => {
  t.equal(dateAt([], 10), null)
  t.equal(placeOf([], date(10)), 0)
})

t.test('a date is found where it is shown', async t => {
  t.equal(placeOf(spans, date(30)), 30)
  t.equal(placeOf(spans, date(400)), 100)
})

t.test('a date before the recording, or in a gap, leads to the next picture', async t => {
  t.equal(placeOf(spans, date(-100)), 0)
  t.equal(placeOf(spans, date(200)), 60)
})
