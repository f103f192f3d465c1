import t from 'tap'
import { drawableTitle, priceParts, stockLine } from '../../src/overlay/card-words.ts'
import { fitText } from '../../src/overlay/fit-text.ts'
import { mug } from './sample-card.ts'

t.test('minor units become a price by the currency’s own decimals', async t => {
  const cases = [
    [{ amount: 129900, currency: 'CNY' }, 'zh', '¥|1,299|.00'],
    [{ amount: 5, currency: 'CNY' }, 'zh', '¥|0|.05'],
    [{ amount: 12800, currency: 'JPY' }, 'en', '¥|12,800|'],
    [{ amount: 12345, currency: 'KWD' }, 'en', 'KWD|12|.345'],
    [{ amount: 2450, currency: 'USD' }, 'en', '$|24|.50'],
    [{ amount: 9007199254740991, currency: 'CNY' }, 'zh', '¥|90,071,992,547,409|.91'],
  ] as const
  for (const [price, language, expected] of cases) {
    const { symbol, whole, fraction } = priceParts(price, language)
    t.equal(`${symbol}|${whole}|${fraction}`, expected)
  }
})

t.test('a Chinese card does not show yen and yuan by the same sign', async t => {
  const sign = (currency: string) => priceParts({ amount: 100, currency }, 'zh').symbol
  t.not(sign('JPY'), sign('CNY'))
})

t.test('the stock line tells plenty, few and none apart, in both languages', async t => {
  const line = (stock: number, language: 'zh' | 'en') => stockLine({ ...mug, stock, language })
  t.same(line(128, 'zh'), { state: 'plenty', text: '库存 128 件' })
  t.same(line(3, 'zh'), { state: 'low', text: '仅剩 3 件' })
  t.same(line(5, 'en'), { state: 'low', text: 'Only 5 left' })
  t.same(line(0, 'zh'), { state: 'soldOut', text: '售罄' })
  t.same(line(-2, 'en'), { state: 'soldOut', text: 'Sold out' })
})

t.test('a title loses what cannot be drawn, and nothing else', async t => {
  t.equal(drawableTitle('  手工\n杯子\t🔥🎉 350ml 👨‍👩‍👧 '), '手工 杯子 350ml')
  t.equal(drawableTitle('\u202Eevil\u0000\u0008\uFFFF\uD800'), 'evil\uFFFD')
  t.equal(drawableTitle(`a${'\u0301'.repeat(50)}b`), 'á\u0301\u0301b'.normalize('NFC'))
  t.equal(drawableTitle('Café ★ №5 <b>&'), 'Café ★ №5 <b>&')
  t.equal(drawableTitle('长'.repeat(5000)).length, 200)
})

t.test('text breaks between words, and what does not fit ends in an ellipsis', async t => {
  const fit = (text: string, width: number, maxLines = 2) =>
    fitText(text, { width, maxLines, language: 'zh', measure: async line => [...line].length })
  t.same(await fit('short', 10), ['short'])
  t.same(await fit('', 10), [])
  t.same(await fit('a large stoneware mug', 10), ['a large', 'stoneware…'])
  t.same(await fit('陶瓷咖啡杯，青釉', 5), ['陶瓷', '咖啡杯，…'], 'a comma does not begin a line')
  t.same(await fit('unbreakableword', 8), ['unbreaka', 'bleword'])
  t.same(await fit('wide', 0), ['wide'], 'a line has at least something')
})
