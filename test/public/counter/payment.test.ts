import t from 'tap'
import {
  changeOf,
  denominations,
  likelyCash,
  type Payment,
  payMethods,
  paymentOf,
  restOf,
} from '../../../public/counter/pay/payment.ts'

t.test('cash gives change, other ways do not', async t => {
  t.strictSame(paymentOf('cash', 5000, 3980, 'CNY'), { method: 'cash', amount: 3980, tendered: 5000 })
  t.strictSame(paymentOf('cash', 1000, 3980, 'CNY'), { method: 'cash', amount: 1000, tendered: 1000 })
  t.strictSame(paymentOf('card', 3980, 3980, 'CNY'), { method: 'card', amount: 3980 })
  t.equal(paymentOf('card', 3981, 3980, 'CNY'), 'more-than-due')
  t.equal(paymentOf('cash', 0, 3980, 'CNY'), 'nothing')
  t.equal(paymentOf('cash', 690123456789200, 3980, 'CNY'), 'too-much-cash', 'a barcode')
})

t.test('any run of tenders ends at the total, to the minor unit', async t => {
  let seed = 7
  const dice = (sides: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % sides
  }
  for (let run = 0; run < 2000; run++) {
    const total = 1 + dice(100_000)
    const payments: Payment[] = []
    while (restOf(total, payments) > 0) {
      const method = payMethods[dice(payMethods.length)] ?? 'cash'
      const next = paymentOf(method, 1 + dice(total * 2), restOf(total, payments), 'CNY')
      if (typeof next !== 'string') payments.push(next)
    }
    t.equal(restOf(total, payments), 0)
    t.ok(changeOf(payments) >= 0)
  }
})

t.test('the likely sums are what is due and the next ones of a kind of note', async t => {
  t.strictSame(likelyCash(8980, 'CNY'), [8980, 9000, 10_000])
  t.strictSame(likelyCash(1990, 'CNY'), [1990, 2000, 5000, 10_000])
  t.strictSame(likelyCash(10_000, 'CNY'), [10_000])
  t.strictSame(likelyCash(1980, 'JPY'), [1980, 2000, 5000, 10_000])
  t.equal(denominations('CNY').at(-1), 10)
  t.equal(denominations('JPY')[0], 10_000)
})
