import t from 'tap'
import { lineShare } from '../../../src/shop/payments/line-share.ts'
import { type RefundableTender, refundPlan } from '../../../src/shop/payments/refund-plan.ts'
import { dice } from './seeded.ts'

const tender = (id: string, amount: number, more: Partial<RefundableTender> = {}) => ({
  ...{ id, amount, refunded: 0, state: 'captured' as const },
  ...more,
})

t.test('money goes back the way it came, the last payment first', async t => {
  const tenders = [tender('cash', 1000), tender('card', 500)]
  t.same(refundPlan(tenders, 500), [{ tenderId: 'card', amount: 500 }])
  t.same(refundPlan(tenders, 501), [
    { tenderId: 'card', amount: 500 },
    { tenderId: 'cash', amount: 1 },
  ])
  t.same(refundPlan(tenders, 0), [])
})

// woocommerce #64668: refunded a penny over.
t.test('not a penny more goes back than is left (woocommerce #64668)', async t => {
  const tenders = [
    tender('cash', 1000, { refunded: 400 }),
    tender('wechat', 500, { state: 'failed' }),
    tender('alipay', 500, { state: 'pending' }),
  ]
  t.same(refundPlan(tenders, 600), [{ tenderId: 'cash', amount: 600 }])
  t.equal(refundPlan(tenders, 601), null)
})

// medusa #13091, PR #15303: 87.957975 captured, 87.96 paid: no full refund possible.
t.test('100,000 random orders are given back to the minor unit (medusa #13091, PR #15303)', async t => {
  const { int, seed } = dice()
  t.comment(`SEED=${seed}`)
  let wrong = 0
  for (let n = 0; n < 100_000; n++) {
    const lines = Array.from({ length: int(1, 5) }, () => {
      const quantity = int(1, 7)
      // After its share of a discount: any total, also one that does not divide.
      return { quantity, total: int(0, quantity * 99_999), returned: 0 }
    })
    const total = lines.reduce((sum, line) => sum + line.total, 0)
    const tenders = splitAtRandom(total, int).map((amount, index) => tender(`t${index}`, amount))
    let back = 0
    // Brought back bit by bit, now and then only in part.
    const whole = int(0, 3) > 0
    for (let guard = 0; guard < 60; guard++) {
      const line = lines[int(0, lines.length - 1)]
      if (line === undefined || line.returned === line.quantity) continue
      const units = int(1, line.quantity - line.returned)
      const amount = lineShare(line, line.returned, units)
      const plan = refundPlan(tenders, amount)
      if (amount < 0 || plan === null) wrong++
      for (const share of plan ?? []) {
        const found = tenders.find(({ id }) => id === share.tenderId)
        if (found === undefined || found.refunded + share.amount > found.amount) wrong++
        else found.refunded += share.amount
      }
      line.returned += units
      back += amount
      if (!whole && guard > 2) break
    }
    for (const line of lines) {
      if (!whole) continue
      const amount = lineShare(line, line.returned, line.quantity - line.returned)
      for (const share of refundPlan(tenders, amount) ?? []) {
        const found = tenders.find(({ id }) => id === share.tenderId)
        if (found !== undefined) found.refunded += share.amount
      }
      back += amount
    }
    const refunded = tenders.reduce((sum, { refunded }) => sum + refunded, 0)
    if (refunded !== back || back > total || (whole && refunded !== total)) wrong++
  }
  t.equal(wrong, 0)
})

t.test('shares of the largest totals are exact', async t => {
  const line = { quantity: 9999, total: Number.MAX_SAFE_INTEGER }
  let sum = 0
  for (let unit = 0; unit < line.quantity; unit++) sum += lineShare(line, unit, 1)
  t.equal(sum, line.total)
})

function splitAtRandom(total: number, int: (from: number, to: number) => number): number[] {
  const amounts: number[] = []
  let rest = total
  while (rest > 0) {
    const amount = amounts.length === 4 ? rest : int(1, rest)
    amounts.push(amount)
    rest -= amount
  }
  return amounts
}
