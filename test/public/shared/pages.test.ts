import t from 'tap'
import { refreshed } from '../../../public/shared/pages.ts'

const page = (ids: string, next: string | null) => ({ items: [...ids].map(id => ({ id })), next })

t.test('a fresh first page keeps the older pages that were opened, and where they go on', async t => {
  t.strictSame(refreshed(page('xab', 'b'), page('abcd', 'd')), page('xabcd', 'd'))
})

t.test('what was deleted from the first page goes', async t => {
  t.strictSame(refreshed(page('acd', 'd'), page('abcdef', 'f')), page('acdef', 'f'))
})

t.test('a fresh page that has nothing in common with the old one stands alone', async t => {
  t.strictSame(refreshed(page('xy', 'y'), page('ab', null)), page('xy', 'y'))
  t.strictSame(refreshed(page('', null), page('ab', null)), page('', null))
})
