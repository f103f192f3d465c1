import t from 'tap'
import { withMessage } from '../../../public/watch/room-message.ts'
import { withRoom } from '../../../public/watch/room-state.ts'
import { product, rect, room } from './room-fixture.ts'

const since = '2026-11-22T08:00:00.000Z'

t.test('news before the room is known change nothing', async t => {
  t.equal(withMessage(null, { type: 'viewers', count: 3 }), null)
})

t.test('each time the room goes live is a new stream to play', async t => {
  const offline = withRoom(null, room({ state: 'offline' }))
  t.equal(offline.run, 0)
  const live = withMessage(offline, { type: 'state', state: 'live', at: since })
  t.equal(live?.run, 1)
  t.equal(withMessage(live, { type: 'state', state: 'live', at: since })?.run, 1)
  t.equal(withMessage(live, { type: 'room', room: room() })?.run, 1)
  const again = withMessage(withMessage(live, { type: 'state', state: 'offline', at: since }), {
    type: 'room',
    room: room(),
  })
  t.equal(again?.run, 2)
})

t.test('a pin is marked in the lineup at once, and kept for the picture that comes later', async t => {
  const pinned = withMessage(withRoom(null, room()), { type: 'pinned', productId: 'kettle', rect, since })
  t.equal(pinned?.room.pinned?.productId, 'kettle')
  t.equal(pinned?.pins.length, 1)
  const gone = withMessage(pinned, { type: 'unpinned', productId: 'kettle', until: since })
  t.equal(gone?.room.pinned, null)
  t.equal(gone?.pins.length, 1)
})

t.test('the end of an older pin does not take away the present one', async t => {
  const pinned = withMessage(withRoom(null, room()), { type: 'pinned', productId: 'beans', rect, since })
  t.equal(
    withMessage(pinned, { type: 'unpinned', productId: 'kettle', until: since })?.room.pinned?.productId,
    'beans',
  )
})

t.test('a changed product takes its old place in the lineup', async t => {
  const state = withRoom(null, room({ lineup: [product('kettle', 1), product('beans', 2)] }))
  const changed = withMessage(state, {
    type: 'product',
    product: { ...product('kettle', 5), title: 'Kettle 2' },
  })
  t.strictSame(
    changed?.room.lineup.map(({ title }) => title),
    ['Kettle 2', 'beans'],
  )
})

t.test('a whole room is fresher than the stock heard of before it', async t => {
  const level = { storeId: 's', variantId: 'kettle-0', productId: 'kettle', available: 4 }
  const state = withMessage(withRoom(null, room()), { type: 'stock', levels: [level] })
  t.equal(state?.stock.size, 1)
  t.equal(withMessage(state, { type: 'room', room: room() })?.stock.size, 0)
})
