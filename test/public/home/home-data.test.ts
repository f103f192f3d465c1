import t from 'tap'
import { comingShows, liveRooms, showsMark } from '../../../public/home/home-data.ts'

t.test(
  'live rooms come first, the fullest before the others, then those that start; offline ones are not shown',
  async t => {
    const rooms = [
      { state: 'offline', viewers: 0, slug: 'a' },
      { state: 'starting', viewers: 9, slug: 'b' },
      { state: 'live', viewers: 2, slug: 'c' },
      { state: 'live', viewers: 5, slug: 'd' },
    ] as const
    t.strictSame(
      liveRooms(rooms).map(({ slug }) => slug),
      ['d', 'c', 'b'],
    )
  },
)

t.test('shows with a time come soonest first; what is live or has no time is not to come', async t => {
  const shows = [
    { id: 'late', state: 'scheduled', startsAt: '2026-12-01T12:00:00.000Z' },
    { id: 'live', state: 'live', startsAt: '2026-11-22T08:00:00.000Z' },
    { id: 'open', state: 'scheduled', startsAt: null },
    { id: 'soon', state: 'scheduled', startsAt: '2026-11-22T12:00:00.000Z' },
  ] as const
  t.strictSame(
    comingShows(shows).map(({ id }) => id),
    ['soon', 'late'],
  )
})

t.test(
  'the lists of shows are asked for again when a show begins or ends, not when somebody comes to watch',
  async t => {
    const room = (id: string, state: 'scheduled' | 'live', viewers = 0) => ({
      ...{ slug: 'tea', viewers },
      show: {
        ...{ id, state, roomSlug: 'tea', title: '', startsAt: null, startedAt: null, endedAt: null },
        ...{ coverUrl: null, ownCover: false, lineupCount: 0, hasReplay: false },
      },
    })
    t.equal(showsMark([room('1', 'live', 1)]), showsMark([room('1', 'live', 2)]))
    t.not(showsMark([room('1', 'scheduled')]), showsMark([room('1', 'live')]))
    t.not(showsMark([room('1', 'live')]), showsMark([room('2', 'scheduled')]))
  },
)
