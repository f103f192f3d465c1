import t from 'tap'
import { type OrderedPacket, ReorderBuffer } from '../../../src/media/whip/reorder-buffer.ts'

const patience = 250

function start() {
  const delivered: OrderedPacket[] = []
  const buffer = new ReorderBuffer(patience, packet => delivered.push(packet))
  const add = (sequence: number, now = 0, size = 10) =>
    buffer.add({ sequence: sequence & 0xffff, timestamp: 0, marker: false, payload: Buffer.alloc(size) }, now)
  return { delivered, buffer, add, sequences: () => delivered.map(({ sequence }) => sequence) }
}

t.test('packets come out in order, once, also where their numbers wrap', async t => {
  const { add, sequences, delivered } = start()
  for (const sequence of [65_533, 65_535, 65_535, 0, 65_534, 2, 1, 65_534, 3]) add(sequence)
  t.same(sequences(), [65_533, 65_534, 65_535, 0, 1, 2, 3])
  t.notOk(delivered.some(({ afterLoss }) => afterLoss))
})

t.test('what is missing is waited for so long and no longer; if it comes then, it is dropped', async t => {
  const { add, sequences, delivered, buffer } = start()
  add(1, 0)
  add(3, 100)
  add(4, 200)
  buffer.expire(100 + patience - 1)
  t.same(sequences(), [1])
  buffer.expire(100 + patience)
  t.same(sequences(), [1, 3, 4])
  t.same(
    delivered.map(({ afterLoss }) => afterLoss),
    [false, true, false],
  )
  add(2, 400)
  t.same(sequences(), [1, 3, 4])
})

t.test('two holes are given up each in its own time', async t => {
  const { add, sequences, buffer } = start()
  add(1, 0)
  add(3, 0)
  add(5, 200)
  buffer.expire(patience)
  t.same(sequences(), [1, 3])
  buffer.expire(200 + patience)
  t.same(sequences(), [1, 3, 5])
})

t.test('a hole holds no more than so many packets and bytes', async t => {
  const many = start()
  many.add(0)
  for (let n = 2; n < 2 + 2049; n++) many.add(n)
  t.equal(many.delivered.length, 2050)
  const large = start()
  large.add(0)
  for (let n = 2; n < 2 + 40; n++) large.add(n, 0, 60_000)
  t.ok(large.delivered.length > 30)
})

t.test('numbers that begin anew elsewhere are followed, a stray packet is not', async t => {
  const { add, sequences, delivered } = start()
  for (const sequence of [10, 11, 30_000, 12, 40_000, 40_001, 40_002]) add(sequence)
  t.same(sequences(), [10, 11, 12, 40_001, 40_002])
  t.equal(delivered[3]?.afterLoss, true)
})
