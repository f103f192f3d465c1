import t from 'tap'
import { markers } from '../../src/room/markers.ts'
import type { Pin } from '../../src/room/pin-store.ts'

const start = 1_800_000_000_000
const rect = { x: 0, y: 0, width: 1, height: 1 }

/** In seconds since the first picture. */
const pin = (productId: string, since: number, until: number | null): Pin => ({
  productId,
  rect,
  since: start + since * 1000,
  until: until === null ? null : start + until * 1000,
})
const span = (at: number, since: number, durationSeconds: number) => ({
  at,
  since: start + since * 1000,
  durationSeconds,
})
/** The host was away from second 100 to 160: the replay goes on at once. */
const spans = [span(0, 0, 100), span(100, 160, 40)]

t.test('a pin is a mark at the time of the replay that shows it', async t => {
  t.same(markers([pin('a', 10, 25.5), pin('b', 170, 180)], spans), [
    { productId: 'a', at: 10, durationSeconds: 15.5 },
    { productId: 'b', at: 110, durationSeconds: 10 },
  ])
})

t.test('a pin over two spans is one mark, since nothing is between them in the replay', async t => {
  t.same(markers([pin('a', 90, 170)], spans), [{ productId: 'a', at: 90, durationSeconds: 20 }])
})

t.test('a product that was pinned when the host left and when he came back is one mark', async t => {
  t.same(markers([pin('a', 90, 99.8), pin('a', 160, 170)], spans), [
    { productId: 'a', at: 90, durationSeconds: 20 },
  ])
  t.equal(markers([pin('a', 90, 98), pin('a', 160, 170)], spans).length, 2, 'unless it was taken off before')
  t.equal(markers([pin('a', 90, 100), pin('b', 160, 170)], spans).length, 2, 'unless it is another')
})

t.test('what was pinned in a gap is cut to what the replay shows of it', async t => {
  t.same(markers([pin('a', 90, 130)], spans), [{ productId: 'a', at: 90, durationSeconds: 10 }])
  t.same(markers([pin('a', 130, 170)], spans), [{ productId: 'a', at: 100, durationSeconds: 10 }])
  t.same(markers([pin('a', 110, 150)], spans), [], 'and is no mark when it shows none')
  t.same(markers([pin('a', -20, -10), pin('b', 200, 210)], spans), [], 'nor before and after it')
})

t.test('a card that was in the picture for no time is no mark', async t => {
  t.same(markers([pin('a', 10, 10), pin('b', 100, 100)], spans), [])
})

t.test('a card that is still in the picture lasts as long as the replay', async t => {
  t.same(markers([pin('a', 170, null)], spans), [{ productId: 'a', at: 110, durationSeconds: 30 }])
})

t.test('marks are in the order of the replay', async t => {
  const found = markers([pin('a', 170, 175), pin('b', 50, 60), pin('c', 10, 20)], spans)
  t.same(
    found.map(({ productId }) => productId),
    ['c', 'b', 'a'],
  )
  t.same(markers([], spans), [])
  t.same(markers([pin('a', 10, 20)], []), [])
})
