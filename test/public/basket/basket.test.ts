import t from 'tap'
import {
  type BasketLine,
  mostQuantity,
  parseBasket,
  unitsIn,
  withLine,
  withLineAt,
  without,
  withoutOrdered,
  withQuantity,
} from '../../../public/basket/basket.ts'
import { apart, basketFacts, sumOf } from '../../../public/basket/basket-facts.ts'
import { product } from '../watch/room-fixture.ts'

const line = (id: string, quantity = 1, amount = 1000): BasketLine => ({
  variantId: `${id}-0`,
  productId: id,
  quantity,
  title: id,
  variantTitle: '',
  imageUrl: null,
  price: { amount, currency: 'CNY' },
})

t.test('the same variant put in twice is one line of both, newest first', async t => {
  const basket = withLine(withLine(withLine([], line('tea')), line('pot')), line('tea', 2, 900))
  t.match(basket, [{ productId: 'tea', quantity: 3, price: { amount: 900 } }, { productId: 'pot' }])
  t.equal(unitsIn(basket), 4)
})

t.test(
  'quantities stay between one and the most, and a basket holds no more lines than an order',
  async t => {
    t.equal(withLine([line('tea', 98)], line('tea', 5))[0]?.quantity, mostQuantity)
    t.equal(withQuantity([line('tea', 3)], 'tea-0', 0)[0]?.quantity, 1)
    const many = Array.from({ length: 60 }, (_, index) => line(`p${index}`))
    t.equal(many.reduce(withLine, [] as readonly BasketLine[]).length, 50)
  },
)

t.test('what was removed comes back to its place, unless it is there again', async t => {
  const basket = [line('a'), line('b'), line('c')]
  const left = without(basket, 'b-0')
  t.strictSame(withLineAt(left, line('b'), 1), basket)
  t.strictSame(withLineAt(basket, line('b', 5), 0), basket)
})

t.test('what was ordered leaves the basket; what was put in meanwhile stays', async t => {
  const basket = [line('tea', 3), line('pot'), line('cup')]
  const ordered = [
    { variantId: 'tea-0', quantity: 2 },
    { variantId: 'pot-0', quantity: 1 },
  ]
  t.match(withoutOrdered(basket, ordered), [{ productId: 'tea', quantity: 1 }, { productId: 'cup' }])
})

t.test('a basket survives a reload, and rubbish in its place does no harm', async t => {
  const basket = [line('tea', 2), { ...line('pot'), imageUrl: '/images/pot.webp' }]
  t.strictSame(parseBasket(JSON.stringify(basket)), basket)
  for (const rubbish of [null, '', '{}', '[null]', '[{"variantId":"v"}]'])
    t.strictSame(parseBasket(rubbish), [])
  for (const wrong of [{ quantity: 0 }, { quantity: 1.5 }, { price: { amount: '1', currency: 'CNY' } }])
    t.strictSame(parseBasket(JSON.stringify([{ ...line('tea'), ...wrong }])), [])
})

const facts = (basket: readonly BasketLine[], left: number) =>
  basketFacts(basket, new Map([['tea', product('tea', left)]]), variant => variant.available)

t.test('a price that changed since is told beside the new one', async t => {
  const [changed] = facts([line('tea', 1, 900)], 5)
  t.match(changed, { price: { amount: 1000 }, before: { amount: 900 }, state: 'known' })
  t.equal(facts([line('tea')], 5)[0]?.before, null)
})

t.test('sold-out lines stand apart; short ones say what is left', async t => {
  const known = new Map([
    ['tea', product('tea', 1)],
    ['pot', product('pot', 0)],
    ['cup', null],
  ])
  const all = basketFacts(
    [line('tea', 2), line('pot'), line('cup'), line('new')],
    known,
    variant => variant.available,
  )
  const { there, gone } = apart(all)
  t.strictSame(
    there.map(each => [each.line.productId, each.state, each.left]),
    [
      ['tea', 'short', 1],
      ['new', 'unknown', null],
    ],
  )
  t.strictSame(
    gone.map(each => [each.line.productId, each.variant === null]),
    [
      ['pot', false],
      ['cup', true],
    ],
  )
})

t.test('the sum is of the prices now; of two currencies there is none', async t => {
  t.strictSame(sumOf(facts([line('tea', 3, 1)], 5)), { amount: 3000, currency: 'CNY' })
  const euro = { ...line('new'), price: { amount: 5, currency: 'EUR' } }
  t.equal(sumOf(facts([line('tea'), euro], 5)), null)
  t.equal(sumOf([]), null)
})
