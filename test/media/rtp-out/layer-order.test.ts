import t from 'tap'
import { LayerOrder } from '../../../src/media/rtp-out/layer-order.ts'
import { until } from '../../helpers/until.ts'

function start(layers: number) {
  const left: string[] = []
  const order = new LayerOrder({ layers, release: (layer, { at }) => left.push(`${layer}@${at}`) })
  const push = (layer: number, at: number) =>
    order.push(layer, { at, keyframe: false, data: Buffer.alloc(0), parameterSets: [] })
  return { order, push, left }
}

t.test('pictures of one time leave from the lowest layer up, whoever comes first', async t => {
  const { push, left } = start(3)
  push(2, 0)
  push(1, 0)
  t.same(left, [])
  push(0, 0)
  t.same(left, ['0@0', '1@0', '2@0'])
})

t.test('a layer does not run ahead of the others by more than a picture', async t => {
  const { push, left } = start(2)
  push(0, 0)
  push(0, 40)
  push(0, 80)
  t.same(left, ['0@0'])
  push(1, 0)
  t.same(left, ['0@0', '1@0', '0@40'])
  push(1, 40)
  t.same(left, ['0@0', '1@0', '0@40', '1@40', '0@80'])
})

t.test('times that rounding has made differ are one', async t => {
  const { push, left } = start(2)
  push(1, 99.9)
  push(0, 100.1)
  t.same(left, ['0@100.1', '1@99.9'])
})

t.test('a layer that stays away is waited for once, until it is in time again', async t => {
  const { push, left } = start(2)
  push(1, 0)
  t.same(left, [])
  await until('the wait is over', () => left.length > 0)
  push(1, 40)
  push(1, 80)
  t.same(left, ['1@0', '1@40', '1@80'], 'nobody waits any more')
  push(0, 40)
  push(1, 120)
  t.same(left.slice(3), ['0@40', '1@120'], 'it is behind still')
  push(0, 160)
  push(1, 160)
  push(1, 200)
  t.same(left.slice(5), ['0@160', '1@160'], 'it is back')
  push(0, 200)
  t.same(left.slice(7), ['0@200', '1@200'])
})

t.test('a flush lets out what waits, in order', async t => {
  const { order, push, left } = start(2)
  push(1, 0)
  push(1, 40)
  order.flush()
  t.same(left, ['1@0', '1@40'])
})
