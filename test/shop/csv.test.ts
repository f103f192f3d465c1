import { parse } from 'csv-parse/sync'
import t from 'tap'
import { csvLines, csvStart, readCell } from '../../src/shop/csv.ts'

const texts = [
  ...['=1+1', '+1', '-1', '@here', '\t=1', '\r=1', '＝1', '＠here'],
  ...["'=1", "''=1", "'''＋1", "'quoted'", 'plain', '', '"', 'a,b\n"c"', '龙井'],
]

t.test('a spreadsheet runs none of the texts, and each is read as it was', async t => {
  const cells: string[][] = parse(csvLines(texts.map(text => [text, 'next'])))
  t.equal(cells.length, texts.length)
  t.same(
    cells.filter(([cell = '']) => /^[=+\-@\t\r＝＋－＠]/.test(cell)),
    [],
  )
  t.same(
    cells.map(([cell = '']) => readCell(cell)),
    texts,
  )
})

t.test('numbers are numbers, also below nothing, and what is not there is empty', async t => {
  t.equal(csvLines([[-5, 0, null, '-5']]), "-5,0,,'-5\r\n")
})

t.test('a file begins with its byte order mark and the names of its columns', async t => {
  t.equal(csvStart(['库存', 'low at']), '\ufeff库存,low at\r\n')
})
