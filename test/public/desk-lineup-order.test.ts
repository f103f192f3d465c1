import t from 'tap'
import { added, moved, removed, restored } from '../../public/studio/lineup-order.ts'

const ids = ['a', 'b', 'c', 'd']

t.test('a product moves to its place, and no further than the ends', async t => {
  t.strictSame(moved(ids, 'a', 2), ['b', 'c', 'a', 'd'])
  t.strictSame(moved(ids, 'd', 0), ['d', 'a', 'b', 'c'])
  t.strictSame(moved(ids, 'b', 99), ['a', 'c', 'd', 'b'])
  t.strictSame(moved(ids, 'b', -1), ['b', 'a', 'c', 'd'])
  t.equal(moved(ids, 'b', 1), ids, 'nothing to send')
  t.equal(moved(ids, 'x', 1), ids)
})

t.test('a product is in the lineup once', async t => {
  t.strictSame(added(ids, 'e'), [...ids, 'e'])
  t.equal(added(ids, 'b'), ids)
})

t.test('what was removed goes back to its place, also when others went meanwhile', async t => {
  const without = removed(ids, 'b')
  t.strictSame(without, ['a', 'c', 'd'])
  t.strictSame(restored(without, 'b', 1), ids)
  t.strictSame(restored([], 'd', 3), ['d'])
  t.equal(restored(ids, 'b', 0), ids, 'it was put back by somebody else')
})
