import t from 'tap'
import { withAvailable, withMessage } from '../../public/studio/room-state.ts'
import type { ProductView, RoomView } from '../../src/wire.ts'
import { plainProduct } from '../helpers/product-view.ts'

const product = (id: string): ProductView => ({
  id,
  title: `Product ${id}`,
  description: '',
  ...plainProduct,
  variants: [
    {
      id: `${id}-v`,
      sku: id,
      title: '',
      barcode: null,
      price: { amount: 1990, currency: 'CNY' },
      compareAtPrice: null,
      options: [],
      available: 5,
    },
  ],
})
const rect = { x: 0, y: 0, width: 0.3, height: 0.2 }
const room: RoomView = {
  slug: 'tea',
  title: 'Tea',
  state: 'live',
  show: null,
  coverUrl: null,
  interrupted: null,
  nextShow: null,
  lineup: [product('a'), product('b')],
  pinned: { productId: 'a', rect, since: '2026-11-22T08:00:00.000Z' },
  recentPins: [],
  viewers: 3,
}

t.test('nothing is known before the whole room has come', async t => {
  t.equal(withMessage(null, { type: 'viewers', count: 9 }), null)
  t.equal(withMessage(null, { type: 'room', room }), room)
})

t.test('each message changes its part', async t => {
  const since = '2026-11-22T08:01:00.000Z'
  t.equal(withMessage(room, { type: 'viewers', count: 9 })?.viewers, 9)
  t.equal(withMessage(room, { type: 'state', state: 'offline', at: since })?.state, 'offline')
  t.equal(withMessage(room, { type: 'pinned', productId: 'b', rect, since })?.pinned?.productId, 'b')
  const renamed = { ...product('b'), title: 'New' }
  t.equal(withMessage(room, { type: 'product', product: renamed })?.lineup[1]?.title, 'New')
})

t.test('the end of an earlier card does not take away the one that came after it', async t => {
  const until = '2026-11-22T08:01:00.000Z'
  t.equal(withMessage(room, { type: 'unpinned', productId: 'b', until })?.pinned?.productId, 'a')
  t.equal(withMessage(room, { type: 'unpinned', productId: 'a', until })?.pinned, null)
})

t.test('an interruption comes and goes', async t => {
  const interrupted = { since: '2026-11-22T08:01:00.000Z', endsAt: '2026-11-22T08:02:00.000Z' }
  const away = withMessage(room, { type: 'interrupted', interrupted })
  t.strictSame(away?.interrupted, interrupted)
  t.equal(withMessage(away, { type: 'interrupted', interrupted: null })?.interrupted, null)
  const at = '2026-11-22T08:02:00.000Z'
  t.equal(withMessage(away, { type: 'state', state: 'offline', at })?.interrupted, null, 'and with the show')
})

t.test('a new figure reaches the variant it is about', async t => {
  const after = withAvailable(room.lineup, 'b-v', 2)
  t.strictSame(
    after.map(({ variants }) => variants[0]?.available),
    [5, 2],
  )
})
