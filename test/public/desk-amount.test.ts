import t from 'tap'
import { amountText, parseAmount } from '../../public/desk/amount.ts'

t.test('a price is read exactly, however people write it', async t => {
  const cases: readonly [text: string, amount: number][] = [
    ['19.9', 1990],
    ['19.99', 1999],
    ['0.07', 7],
    ['.5', 50],
    ['12.', 1200],
    ['1,299', 129900],
    ['1,299,000.5', 129900050],
    ['19,9', 1990],
    ['19,90', 1990],
    ['¥ 1,299.00', 129900],
    ['１２．５', 1250],
    ['12。5', 1250],
    ['88元', 8800],
    ['0', 0],
    ['99999999.99', 9_999_999_999],
  ]
  for (const [text, amount] of cases) t.equal(parseAmount(text, 'CNY'), amount, text)
})

t.test('what is no price is refused instead of guessed', async t => {
  const texts = [
    '',
    '-1',
    '1.999',
    '1e3',
    'abc',
    '1.2.3',
    '12,34,567',
    '1 0 0 x',
    '100000000',
    'NaN',
    '1,2345',
  ]
  for (const text of texts) t.equal(parseAmount(text, 'CNY'), null, text)
  t.equal(parseAmount('0,500', 'KWD'), null, 'neither half a dinar nor five hundred')
})

t.test('decimals follow the currency', async t => {
  t.equal(parseAmount('1980', 'JPY'), 1980)
  t.equal(parseAmount('1980.5', 'JPY'), null)
  t.equal(parseAmount('1.234', 'KWD'), 1234)
})

t.test('what stands in the field is read back as the same amount', async t => {
  for (const currency of ['CNY', 'JPY', 'KWD']) {
    for (const amount of [0, 1, 9, 10, 99, 100, 101, 1990, 123456]) {
      t.equal(parseAmount(amountText(amount, currency), currency), amount, `${amount} ${currency}`)
    }
  }
})
