import t from 'tap'
import { calendarText } from '../../../public/show/calendar.ts'
import { countdownOf } from '../../../public/show/countdown.ts'
import { parsePlaces, withPlace } from '../../../public/show/place-memory.ts'
import { lengthOf } from '../../../public/watch/archive.ts'
import type { ShowPageView, ShowView } from '../../../src/wire.ts'

const show: ShowView = {
  id: 'show-1',
  roomSlug: 'tea',
  title: 'Tea',
  state: 'ended',
  startsAt: null,
  startedAt: '2026-11-22T08:00:00.000Z',
  endedAt: '2026-11-22T09:00:00.000Z',
  coverUrl: null,
  lineupCount: 0,
  ownCover: false,
  hasReplay: false,
}

t.test('what is left until a show is counted down to its last second', async t => {
  t.same(countdownOf(93_784_000), { days: 1, hours: 2, minutes: 3, seconds: 4 })
  t.same(countdownOf(1), { days: 0, hours: 0, minutes: 0, seconds: 1 })
  t.equal(countdownOf(0), null)
})

t.test('the place in a replay is kept, but not its first seconds, nor its last', async t => {
  t.same(withPlace([], 'a', 60, 600), [['a', 60]])
  t.same(withPlace([['a', 60]], 'a', 3, 600), [])
  t.same(withPlace([['a', 60]], 'a', 590, 600), [])
  t.same(withPlace([['a', 60]], 'b', 70, 600), [
    ['b', 70],
    ['a', 60],
  ])
})

t.test('only so many places are kept, and what is broken counts as none', async t => {
  const many = Array.from({ length: 40 }, (_, index) => [`show-${index}`, 60] as const)
  t.equal(withPlace(many, 'new', 60, 600).length, 30)
  t.same(parsePlaces('[["a",5],["b"],7,["c","x"]]'), [['a', 5]])
  t.same(parsePlaces('{'), [])
  t.same(parsePlaces(null), [])
})

t.test('a calendar takes the show, whatever its title holds', async t => {
  const text = calendarText(
    {
      id: 'show-1',
      title: `新茶, 老茶; 紫砂\\壶\n${'茶'.repeat(60)}`,
      startsAt: '2026-11-23T12:00:00.000Z',
      url: 'https://shop.example/shows/show-1',
    },
    Date.parse('2026-11-22T08:00:00.123Z'),
  )
  const lines = text.split('\r\n')
  t.match(text, 'DTSTART:20261123T120000Z\r\n')
  t.match(text, 'DTSTAMP:20261122T080000Z\r\n')
  t.ok(
    lines.every(line => Buffer.byteLength(line) <= 75),
    'no line is longer than 75 bytes',
  )
  t.match(text.replaceAll('\r\n ', ''), 'SUMMARY:新茶\\, 老茶\\; 紫砂\\\\壶\\n茶茶')
})

t.test('a live recording grows with the clock, and stands still while the host is away', async t => {
  const replay = { url: '', durationSeconds: 100, live: true, spans: [], markers: [], thumbnails: null }
  const view = { show, replay } as unknown as ShowPageView
  t.equal(lengthOf({ view, at: 1_000 }, 6_000, false), 105)
  t.equal(lengthOf({ view, at: 1_000 }, 6_000, true), 100)
  t.equal(lengthOf({ view: { ...view, replay: { ...replay, live: false } }, at: 1_000 }, 6_000, false), 100)
  t.equal(lengthOf({ view: { ...view, replay: null }, at: 1_000 }, 6_000, false), 0)
})
