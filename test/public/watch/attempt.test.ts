import t from 'tap'
import { ApiProblem } from '../../../public/shared/api.ts'
import { attemptFor, isDecided, parseAttempt } from '../../../public/watch/attempt.ts'
import { leftByProblem } from '../../../public/watch/out-of-stock.ts'

const minute = 60_000

t.test('the same order asked for again is the same attempt', async t => {
  const first = attemptFor(null, '{"a":1}', 1000, () => 'k1')
  t.equal(attemptFor(first, '{"a":1}', 1000 + minute, () => 'k2').key, 'k1')
})

t.test('another order, or the same one much later, is a new attempt', async t => {
  const first = attemptFor(null, '{"a":1}', 1000, () => 'k1')
  t.equal(attemptFor(first, '{"a":2}', 2000, () => 'k2').key, 'k2')
  t.equal(attemptFor(first, '{"a":1}', 1000 + 11 * minute, () => 'k2').key, 'k2')
})

t.test('an attempt survives the reload of the page, and rubbish in its place does no harm', async t => {
  const attempt = attemptFor(null, '{}', 5, () => 'k')
  t.strictSame(parseAttempt(JSON.stringify(attempt)), attempt)
  for (const rubbish of [null, '', 'null', '[]', '{"key":1,"body":"","at":2}', '{'])
    t.equal(parseAttempt(rubbish), null)
})

t.test('only a refusal decides; a lost answer, a busy server or a broken one may have placed it', async t => {
  for (const status of [400, 401, 404, 409, 422]) t.ok(isDecided(status), String(status))
  for (const status of [0, 408, 425, 429, 500, 502, 503]) t.notOk(isDecided(status), String(status))
})

t.test('an out-of-stock refusal says what is left of the variant', async t => {
  const refusal = (members: Record<string, unknown>, type = 'out-of-stock') =>
    new ApiProblem(409, type, '', members)
  t.equal(leftByProblem(refusal({ lines: [{ variantId: 'v', available: 3 }] }), 'v'), 3)
  t.equal(leftByProblem(refusal({ lines: [{ variantId: 'w', available: 3 }] }), 'v'), null)
  for (const lines of [undefined, null, 'x', [null], [{ variantId: 'v' }]])
    t.equal(leftByProblem(refusal({ lines }), 'v'), null)
  t.equal(leftByProblem(refusal({ lines: [{ variantId: 'v', available: 3 }] }, 'invalid'), 'v'), null)
})
