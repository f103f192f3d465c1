import t from 'tap'
import { forgetful } from '../../../public/counter/device/kept.ts'
import type { KeptSale } from '../../../public/counter/outbox/kept-sale.ts'
import { Outbox } from '../../../public/counter/outbox/outbox.ts'
import { ApiProblem } from '../../../public/shared/api.ts'
import type { OrderView } from '../../../src/wire.ts'
import { orderView } from '../../helpers/order-view.ts'
import { until } from '../../helpers/until.ts'

type Answer = () => Promise<OrderView>

const sale = (key: string, soldAt = '2026-11-22T08:00:00.000Z') =>
  ({
    key,
    body: { storeId: 's', shiftId: 'shift-1', lines: [], tenders: [], soldAt, soldBy: 'li' },
    basket: [],
    seller: '李娜',
    total: { amount: 100, currency: 'CNY' },
    state: 'waiting',
    tries: 0,
  }) satisfies KeptSale

const network = () => Promise.reject(new ApiProblem(0, 'network', ''))
const refusal = (type: string) => () =>
  Promise.reject(new ApiProblem(409, type, 'Why.', { openShiftId: 'x' }))
const sold = () => Promise.resolve(orderView({ state: 'collected' }))

/** An outbox whose server answers as `answers` say, one after the other. */
function open(answers: Answer[], kept = forgetful()) {
  let sales: readonly KeptSale[] = []
  const sent: string[] = []
  const outbox = new Outbox({
    kept,
    send: (key, body) => {
      sent.push(`${key} ${body.shiftId}`)
      return (answers.shift() ?? network)()
    },
    changed: now => {
      sales = now
    },
    pause: () => 1,
  })
  return { kept, outbox, sent, states: () => sales.map(({ key, state }) => `${key} ${state}`) }
}

t.test('a sale without an answer is said again with the same key until there is one', async t => {
  const { outbox, sent, states } = open([network, () => Promise.reject(new ApiProblem(503, 'x', '')), sold])
  t.teardown(() => outbox.close())
  await outbox.put(sale('a'))
  await until('sent', () => states()[0] === 'a sent')
  t.strictSame(sent, ['a shift-1', 'a shift-1', 'a shift-1'])
})

t.test('what another page left is taken up, in the order in which it was sold', async t => {
  const { kept, outbox } = open([])
  await outbox.put(sale('b', '2026-11-22T08:00:02.000Z'))
  await outbox.put(sale('a', '2026-11-22T08:00:01.000Z'))
  outbox.close()
  const next = open([sold, sold], kept)
  t.teardown(() => next.outbox.close())
  await next.outbox.start()
  await until('sent', () => next.states().every(state => state.endsWith('sent')))
  t.strictSame(next.sent, ['a shift-1', 'b shift-1'])
})

t.test('a refused sale stays until somebody settles it, and holds up no other', async t => {
  const { kept, outbox, sent, states } = open([refusal('shift-closed'), sold, sold])
  t.teardown(() => outbox.close())
  await outbox.put(sale('a'))
  await outbox.put(sale('b'))
  await until('both answered', () => states().join() === 'a refused,b sent')
  await outbox.again('a', { shiftId: 'shift-2' })
  await until('booked', () => states().join() === 'a sent,b sent')
  t.strictSame(sent, ['a shift-1', 'b shift-1', 'a shift-2'], 'the same key: a refusal has left it free')
  await outbox.settle('a')
  t.strictSame(states(), ['b sent'])
  t.equal((await kept.readAll('sale:')).length, 1)
})

t.test('a sale that the server fails at does not keep the next from being sent', async t => {
  const broken = () => Promise.reject(new ApiProblem(500, 'unexpected', ''))
  const { outbox, sent, states } = open([broken, sold, sold])
  t.teardown(() => outbox.close())
  await Promise.all([outbox.put(sale('a')), outbox.put(sale('b'))])
  await until('both', () => states().every(state => state.endsWith('sent')))
  t.strictSame(sent, ['a shift-1', 'b shift-1', 'a shift-1'])
})

t.test('what goes with a sale is written with it, and a device that cannot keep it says so', async t => {
  const { kept, outbox } = open([sold])
  t.teardown(() => outbox.close())
  await outbox.put(sale('a'), { 'draft:s': 'the next one' })
  t.equal(await kept.read('draft:s'), 'the next one')
  const full = { ...forgetful(), write: () => Promise.reject(new Error('the disk is full')) }
  const other = open([], full)
  t.teardown(() => other.outbox.close())
  await t.rejects(other.outbox.put(sale('b')), /full/)
  t.strictSame(other.sent, [], 'what is not kept is not sent')
})
