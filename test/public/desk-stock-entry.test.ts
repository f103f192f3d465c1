import t from 'tap'
import { parseStockEntry, stockDelta } from '../../public/desk/stock-entry.ts'

t.test('a bare number is a count, a signed one a change', async t => {
  t.strictSame(parseStockEntry(' 8 '), { kind: 'count', onHand: 8 })
  t.strictSame(parseStockEntry('0'), { kind: 'count', onHand: 0 })
  t.strictSame(parseStockEntry('+3'), { kind: 'change', delta: 3 })
  t.strictSame(parseStockEntry('-2'), { kind: 'change', delta: -2 })
  t.strictSame(parseStockEntry('−2'), { kind: 'change', delta: -2 }, 'a typographic minus')
  t.strictSame(parseStockEntry('＋１２'), { kind: 'change', delta: 12 }, 'full-width')
})

t.test('anything else is refused', async t => {
  for (const text of ['', '+', '1.5', '+0', '1e3', '3 boxes', '12345678'])
    t.equal(parseStockEntry(text), null, text)
})

t.test('a count becomes the change from what is there now', async t => {
  t.equal(stockDelta({ kind: 'count', onHand: 8 }, 5), 3)
  t.equal(stockDelta({ kind: 'count', onHand: 0 }, 5), -5)
  t.equal(stockDelta({ kind: 'change', delta: -2 }, 5), -2)
})
