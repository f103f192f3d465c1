import t from 'tap'
import { currencyDigits, formatMoney } from '../../../public/shared/money.ts'

t.test('minor units are shown with the digits of their currency', async t => {
  t.equal(formatMoney({ amount: 1990, currency: 'CNY' }, 'zh'), '¥19.90')
  t.equal(formatMoney({ amount: 1990, currency: 'CNY' }, 'en'), '¥19.90')
  t.equal(formatMoney({ amount: 1990, currency: 'JPY' }, 'en'), '¥1,990')
  t.equal(formatMoney({ amount: 123456, currency: 'USD' }, 'en'), '$1,234.56')
  t.equal(currencyDigits('KWD'), 3)
})
