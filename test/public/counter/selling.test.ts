import t from 'tap'
import {
  add,
  refreshed,
  setQuantity,
  shortened,
  totalOf,
  unitsOf,
} from '../../../public/counter/sell/basket.ts'
import { meaningOf, parseEntry } from '../../../public/counter/sell/entry.ts'
import { isGtin, spellings } from '../../../public/counter/sell/gtin.ts'
import type { TillItemView } from '../../../src/wire.ts'

const item = (variantId: string, amount: number, changes: Partial<TillItemView> = {}): TillItemView => ({
  variantId,
  productId: 'p',
  sku: variantId.toUpperCase(),
  title: variantId,
  variantTitle: '',
  barcode: null,
  price: { amount, currency: 'CNY' },
  imageUrl: null,
  available: 5,
  ...changes,
})

t.test('a number under a barcode is known by its check digit', async t => {
  for (const code of ['6901234567892', '4006381333931', '96385074', '036000291452', '10614141000415'])
    t.ok(isGtin(code), code)
  for (const code of ['6901234567893', '123', '69012345678', 'ABCDEFGH', '']) t.notOk(isGtin(code), code)
  t.strictSame(spellings('036000291452'), ['036000291452', '0036000291452'])
  t.strictSame(spellings('0036000291452'), ['0036000291452', '036000291452'])
  t.strictSame(spellings('SKU-1'), ['SKU-1'])
})

t.test('the entry knows what was scanned, and how many of it', async t => {
  t.strictSame(parseEntry(' 3*6901234567892 '), { quantity: 3, text: '6901234567892' })
  t.strictSame(parseEntry('３＊'), { quantity: 3, text: '' })
  t.strictSame(parseEntry('3X7D-9XQP-2MRT'), { quantity: null, text: '3X7D-9XQP-2MRT' }, 'a code, not three')
  t.strictSame(parseEntry('0*A'), { quantity: null, text: '0*A' })
  t.strictSame(meaningOf('https://shop.example/orders/01abc#token'), { kind: 'order', id: '01abc' })
  t.strictSame(meaningOf('2611-0042'), { kind: 'order-number', number: '2611-0042' })
  t.equal(meaningOf('6901234567892').kind, 'barcode')
  t.equal(meaningOf('4K7D-9XQP-2MRT').kind, 'pickup-code')
  t.equal(meaningOf('4k7d9xqp2mrt').kind, 'pickup-code')
  t.equal(meaningOf('茶包').kind, 'words')
})

t.test('the basket adds up in whole minor units and never has a thing twice (medusa #16502)', async t => {
  let basket = add([], item('cup', 1990), 1)
  basket = add(basket, item('bag', 2500), 2)
  basket = add(basket, item('cup', 1990), 1)
  t.equal(basket.length, 2)
  t.strictSame(totalOf(basket), { amount: 8980, currency: 'CNY' })
  t.equal(unitsOf(basket), 4)
  t.equal(setQuantity(basket, 'cup', 0).length, 1)
  t.equal(setQuantity(basket, 'cup', 5000)[0]?.quantity, 999)
  t.equal(totalOf([]), null)
})

t.test('a refusal marks its line until fewer are wanted, and prices follow the server', async t => {
  const basket = shortened(add([], item('cup', 1990), 3), [{ variantId: 'cup', available: 2 }])
  t.match(basket, [{ left: 2, quantity: 3, item: { available: 2 } }])
  t.match(setQuantity(basket, 'cup', 2), [{ left: null, quantity: 2 }])
  t.equal(totalOf(refreshed(basket, [item('cup', 2100)]))?.amount, 6300)
})
