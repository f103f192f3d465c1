import t from 'tap'
import { optionRows, picturesOf } from '../../../public/watch/option-facts.ts'
import type { ProductView } from '../../../src/wire.ts'
import { product } from './room-fixture.ts'

const colours = ['红', '蓝']
const sizes = ['S', 'M']

function shirt(...made: readonly (readonly [string, string, number])[]): ProductView {
  const plain = product('shirt', ...made.map(([, , left]) => left))
  return {
    ...plain,
    options: [
      { name: '颜色', values: colours },
      { name: '尺码', values: sizes },
    ],
    variants: plain.variants.map((variant, index) => ({
      ...variant,
      options: (made[index] ?? []).slice(0, 2).map(String),
    })),
  }
}

const left = (variant: { readonly available: number }) => variant.available

t.test('each value stands for its combination with what is chosen in the other rows', async t => {
  const rows = optionRows(shirt(['红', 'S', 1], ['红', 'M', 0], ['蓝', 'S', 4]), 'shirt-0', left)
  t.match(rows, [
    {
      name: '颜色',
      values: [
        { value: '红', chosen: true, variantId: 'shirt-0', left: 1, keeps: true },
        { value: '蓝', chosen: false, variantId: 'shirt-2', left: 4 },
      ],
    },
    {
      name: '尺码',
      values: [
        { value: 'S', chosen: true, variantId: 'shirt-0' },
        { value: 'M', chosen: false, variantId: 'shirt-1', left: 0 },
      ],
    },
  ])
})

t.test('a combination that is not made leads to another with that value, and says so', async t => {
  const rows = optionRows(shirt(['红', 'S', 1], ['蓝', 'M', 4]), 'shirt-0', left)
  t.match(rows[0]?.values[1], { value: '蓝', variantId: 'shirt-1', left: 4, keeps: false })
})

t.test('a value of which nothing is made cannot be chosen', async t => {
  const rows = optionRows(shirt(['红', 'S', 1], ['红', 'M', 1]), 'shirt-0', left)
  t.match(rows[0]?.values[1], { value: '蓝', variantId: null })
})

t.test('a product without options, or whose variants do not say theirs, has no rows', async t => {
  t.strictSame(optionRows(product('tea', 1, 2), 'tea-0', left), [])
  t.strictSame(
    optionRows({ ...product('tea', 1), options: [{ name: '份量', values: ['50 克'] }] }, 'tea-0', left),
    [],
  )
})

t.test('the chosen variant’s pictures come first, those of others not at all', async t => {
  const picture = (id: string, variantId: string | null) => ({ id, alt: '', variantId, sizes: [] })
  const pictures = [picture('all', null), picture('red', 'shirt-0'), picture('blue', 'shirt-1')]
  const of = (variantId: string) =>
    picturesOf({ ...product('shirt', 1, 1), pictures }, variantId).map(({ id }) => id)
  t.strictSame(of('shirt-0'), ['red', 'all'])
  t.strictSame(of('shirt-1'), ['blue', 'all'])
  t.strictSame(picturesOf(product('tea', 1), 'tea-0'), [])
})
