import t from 'tap'
import { currencyDigits, formatMoney, parseMoney } from '../../../public/shared/money.ts'

t.test('minor units are shown with the digits of their currency', async t => {
  t.equal(formatMoney({ amount: 1990, currency: 'CNY' }, 'zh'), '¥19.90')
  t.equal(formatMoney({ amount: 1990, currency: 'CNY' }, 'en'), '¥19.90')
  t.equal(formatMoney({ amount: 1990, currency: 'JPY' }, 'en'), '¥1,990')
  t.equal(formatMoney({ amount: 123456, currency: 'USD' }, 'en'), '$1,234.56')
  t.equal(currencyDigits('KWD'), 3)
})

t.test('a typed price becomes exact minor units', async t => {
  const typed = (text: string, currency = 'CNY') => parseMoney(text, currency)?.amount
  t.equal(typed('19.90'), 1990)
  t.equal(typed('19.9'), 1990)
  t.equal(typed(' ¥1,299 '), 129900)
  t.equal(typed('0.29'), 29)
  t.equal(typed('1990', 'JPY'), 1990)
})

t.test('what is no price, or finer than the currency, is refused', async t => {
  for (const text of ['', '-1', '1.999', '1e3', 'NaN', '1.2.3', '九'])
    t.equal(parseMoney(text, 'CNY'), null, text)
  t.equal(parseMoney('1.5', 'JPY'), null)
})
