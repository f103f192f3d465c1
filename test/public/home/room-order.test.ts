import t from 'tap'
import { roomOrder } from '../../../public/home/room-order.ts'

t.test('live rooms come first, the fullest before the others, then those that start', async t => {
  const rooms = [
    { state: 'offline', viewers: 0, slug: 'a' },
    { state: 'starting', viewers: 9, slug: 'b' },
    { state: 'live', viewers: 2, slug: 'c' },
    { state: 'live', viewers: 5, slug: 'd' },
    { state: 'offline', viewers: 0, slug: 'e' },
  ] as const
  t.strictSame(
    roomOrder(rooms).map(({ slug }) => slug),
    ['d', 'c', 'b', 'a', 'e'],
  )
})
