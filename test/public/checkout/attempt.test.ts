import t from 'tap'
import { attemptFor, isDecided, parseAttempt, unansweredBefore } from '../../../public/checkout/attempt.ts'
import { newTotalOf, parcelsOf, shortagesOf } from '../../../public/checkout/refusal.ts'

const minute = 60_000
const order = (body: string) => ({ body, basket: false })

t.test('the same order asked for again is the same attempt', async t => {
  const first = attemptFor(null, order('{"a":1}'), 1000, () => 'k1')
  t.equal(attemptFor(first, order('{"a":1}'), 1000 + minute, () => 'k2').key, 'k1')
})

t.test('another order, or the same one much later, is a new attempt', async t => {
  const first = attemptFor(null, order('{"a":1}'), 1000, () => 'k1')
  t.equal(attemptFor(first, order('{"a":2}'), 2000, () => 'k2').key, 'k2')
  t.equal(attemptFor(first, order('{"a":1}'), 1000 + 11 * minute, () => 'k2').key, 'k2')
})

t.test('an attempt survives the reload of the page, and rubbish in its place does no harm', async t => {
  const attempt = attemptFor(null, order('{}'), 5, () => 'k')
  t.strictSame(parseAttempt(JSON.stringify(attempt)), attempt)
  for (const rubbish of [null, '', 'null', '[]', '{"key":1,"body":"","at":2}', '{'])
    t.equal(parseAttempt(rubbish), null)
})

t.test('only a refusal decides; a lost answer, a busy server or a broken one may have placed it', async t => {
  for (const status of [400, 401, 404, 409, 422]) t.ok(isDecided(status), String(status))
  for (const status of [0, 408, 425, 429, 500, 502, 503]) t.notOk(isDecided(status), String(status))
})

t.test('a shortage is read with what is left, and what is none is left out', async t => {
  t.strictSame(shortagesOf({ lines: [{ variantId: 'v', available: 3 }, { variantId: 'w' }] }), [
    { variantId: 'v', available: 3 },
    { variantId: 'w', available: 0 },
  ])
  t.strictSame(shortagesOf({ lines: [{ variantId: 'v', available: -1 }] }), [
    { variantId: 'v', available: 0 },
  ])
  for (const lines of [undefined, null, 'x', [null], [{ available: 3 }]])
    t.strictSame(shortagesOf({ lines }), [])
})

t.test('while an answer is lost, another order asks first; after it, or much later, it does not', async t => {
  const lost = attemptFor(null, order('{"a":1}'), 1000, () => 'k1')
  t.equal(unansweredBefore(lost, '{"a":2}', 2000), lost)
  t.equal(unansweredBefore(lost, '{"a":1}', 2000), null, 'the same order is only asked for again')
  t.equal(unansweredBefore(lost, '{"a":2}', 1000 + 11 * minute), null)
  t.equal(unansweredBefore(null, '{"a":2}', 2000), null)
})

t.test('a split is read as parcels, and what is none of them is left out', async t => {
  const parcel = {
    store: { id: 's', name: '湖滨店' },
    distanceMetres: 2300,
    lines: [{ variantId: 'v', quantity: 1 }],
  }
  t.strictSame(parcelsOf({ parcels: [parcel, null, { store: 3 }] }), [parcel])
  t.strictSame(parcelsOf({}), [])
})

t.test('a changed price tells the new total, as a number or as money', async t => {
  t.equal(newTotalOf({ total: 1990 }), 1990)
  t.equal(newTotalOf({ total: { amount: 1990, currency: 'CNY' } }), 1990)
  t.equal(newTotalOf({}), null)
})
