import t from 'tap'
import { fromLocal, proposedStart, toLocal } from '../../public/studio/local-time.ts'
import { openShows, otherShow } from '../../public/studio/show-list.ts'
import type { ShowView } from '../../src/wire.ts'

const show = (id: string, state: ShowView['state'] = 'scheduled'): ShowView => ({
  ...{ id, state, roomSlug: 'tea', title: id, startsAt: null, startedAt: null, endedAt: null },
  ...{ coverUrl: null, ownCover: false, lineupCount: 0, hasReplay: false },
})

t.test('the present show stands first and once, whether or not it is among those to come', async t => {
  const ids = (shows: readonly ShowView[]) => shows.map(({ id }) => id).join('')
  t.equal(ids(openShows(show('b', 'live'), [show('a'), show('c')])), 'bac')
  t.equal(ids(openShows(show('b'), [show('a'), show('b')])), 'ba')
  t.equal(ids(openShows(null, [show('a')])), 'a')
  t.equal(ids(openShows(show('b', 'ended'), [show('a')])), 'a')
})

t.test('another show is worked on only while it is there and is not the present one', async t => {
  const coming = [show('a'), show('b')]
  t.equal(otherShow(null, show('a'), coming), null)
  t.equal(otherShow('a', show('a'), coming), null)
  t.equal(otherShow('b', show('a'), coming)?.id, 'b')
  t.equal(otherShow('gone', show('a'), coming), null)
})

t.test('a time goes into the field and comes back, to the minute', async t => {
  const time = new Date(2026, 2, 8, 20, 5, 33).getTime()
  t.equal(toLocal(time), '2026-03-08T20:05')
  t.equal(fromLocal('2026-03-08T20:05'), new Date(2026, 2, 8, 20, 5).getTime())
  for (const text of ['', '2026-03-08', '2026-13-41T99:99', 'tomorrow']) t.equal(fromLocal(text), null, text)
})

t.test(
  'a new show is offered for eight in the evening of the next day, also at the end of a month',
  async t => {
    t.equal(toLocal(proposedStart(new Date(2026, 1, 28, 23, 59).getTime())), '2026-03-01T20:00')
  },
)
