import t from 'tap'
import { chooseStore } from '../../../src/shop/orders/choose-store.ts'

const level = (storeId: string, variantId: string, available: number) => ({ storeId, variantId, available })
const tea = { variantId: 'tea', quantity: 2 }
const cup = { variantId: 'cup', quantity: 1 }

t.test('the store with most of what is wanted is chosen, of equals the one opened first', async t => {
  const levels = [level('b', 'tea', 3), level('a', 'tea', 3), level('c', 'tea', 2)]
  t.same(chooseStore([tea], levels), { kind: 'store', storeId: 'a' })
  t.same(chooseStore([tea], [...levels, level('c', 'cup', 99)]), { kind: 'store', storeId: 'a' })
  t.same(chooseStore([tea, cup], [...levels, level('c', 'cup', 99)]), { kind: 'store', storeId: 'c' })
})

t.test('what stores have together fills no order', async t => {
  t.same(chooseStore([tea], [level('a', 'tea', 1), level('b', 'tea', 1)]), {
    kind: 'short',
    lines: [{ ...tea, available: 1 }],
  })
})

t.test('a refusal names what the store lacks that comes nearest', async t => {
  const levels = [level('a', 'tea', 0), level('a', 'cup', 5), level('b', 'tea', 1), level('b', 'cup', 1)]
  t.same(chooseStore([tea, cup], levels), { kind: 'short', lines: [{ ...tea, available: 1 }] })
  t.same(chooseStore([tea, cup], []), {
    kind: 'short',
    lines: [
      { ...tea, available: 0 },
      { ...cup, available: 0 },
    ],
  })
})
