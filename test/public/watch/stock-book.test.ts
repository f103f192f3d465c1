import t from 'tap'
import { leftOf, leftOfProduct } from '../../../public/watch/product-facts.ts'
import { emptyStockBook, leftIn, totalLeft, withAnswer, withNews } from '../../../public/watch/stock-book.ts'
import { product } from './room-fixture.ts'

const news = (storeId: string, available: number) => ({ storeId, variantId: 'v', productId: 'p', available })
const level = (storeId: string, available: number) => ({
  storeId,
  variantId: 'v',
  onHand: available,
  reserved: 0,
  available,
})

t.test('news of one store tell nothing of the sum, until all stores are known', async t => {
  const heard = withNews(emptyStockBook, [news('a', 3)])
  t.equal(totalLeft(heard, 'v'), null)
  t.equal(leftIn(heard, 'v', 'a'), 3)
  t.equal(leftIn(heard, 'v', 'b'), null)
  const known = withAnswer(heard, 'v', [level('a', 3), level('b', 4)], heard)
  t.equal(totalLeft(known, 'v'), 7)
  t.equal(totalLeft(withNews(known, [news('b', 1)]), 'v'), 4)
})

t.test('news that overtook the answer are kept', async t => {
  const asked = withNews(emptyStockBook, [news('a', 3)])
  const heard = withNews(asked, [news('a', 2), news('c', 9)])
  t.equal(totalLeft(withAnswer(heard, 'v', [level('a', 3), level('b', 4)], asked), 'v'), 15)
})

t.test('an answer corrects what was known before it was asked for', async t => {
  const asked = withNews(emptyStockBook, [news('a', 3)])
  t.equal(leftIn(withAnswer(asked, 'v', [level('a', 8)], asked), 'v', 'a'), 8)
})

t.test('a store that was never named has none', async t => {
  t.equal(leftIn(withAnswer(emptyStockBook, 'v', [level('a', 8)], emptyStockBook), 'v', 'b'), 0)
})

t.test('a store that owes goods takes none away from the others', async t => {
  t.equal(totalLeft(withAnswer(emptyStockBook, 'v', [level('a', -2), level('b', 4)], emptyStockBook), 'v'), 4)
})

t.test('until there are news the room’s own figures count', async t => {
  const kettle = product('kettle', 3, 4)
  t.equal(leftOfProduct(kettle, emptyStockBook), 7)
  const [first] = kettle.variants
  if (!first) throw new Error('no variant')
  const asked = withAnswer(
    emptyStockBook,
    first.id,
    [{ ...level('a', 1), variantId: first.id }],
    emptyStockBook,
  )
  t.equal(leftOf(first, asked), 1)
  t.equal(leftOfProduct(kettle, asked), 5)
})
